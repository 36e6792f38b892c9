using Lloyd.Streams;

namespace Lloyd.Quality;

/// <summary>
/// Data without clusters, of the extent of given data: spread evenly over the box along its principal components (R.
/// Tibshirani, G. Walther and T. Hastie, "Estimating the number of clusters in a data set via the gap statistic", 2001), or
/// one normal distribution with its covariance (Y. Liu, D. N. Hayes, A. Nobel and J. S. Marron, "Statistical significance of
/// clustering for high-dimension, low-sample size data", 2008). What k-means finds in these it finds in anything.
/// </summary>
/// <remarks>It is drawn along the components and stays there: turning it back would change no distance.</remarks>
internal sealed class Featureless
{
    private const double LeastShare = 1e-12;    // of the variance; below, a component is rounding

    private readonly int _count;
    private readonly double[] _low;             // along each component, from the mean
    private readonly double[] _high;
    private readonly double[] _deviations;

    /// <param name="points">n × d, in the metric that clusters are sought in.</param>
    public Featureless(Points<double> points, CancellationToken cancellation)
    {
        PrincipalComponents components = PrincipalComponents.Of(points, cancellation: cancellation);
        int d = points.Dimensions, used = Math.Max(1, components.VarianceShares.ToArray().Count(share => share > LeastShare));
        ReadOnlySpan<double> mean = components.Mean.Span, directions = components.Directions.Span;
        _count = points.Count;
        (_low, _high, _deviations) = (new double[used], new double[used], new double[used]);
        for (int i = 0; i < _count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<double> point = points[i];
            for (int c = 0; c < used; c++)
            {
                double along = 0;
                for (int t = 0; t < d; t++)
                    along += directions[c * d + t] * (point[t] - mean[t]);
                (_low[c], _high[c]) = (Math.Min(_low[c], along), Math.Max(_high[c], along));
                _deviations[c] += along * along / _count;
            }
        }
        _deviations = Array.ConvertAll(_deviations, Math.Sqrt);
    }

    /// <summary>As many points, spread evenly over the box.</summary>
    public Points<double> Even(SeedSequence seed) => Draw(seed, (random, c) => random.NextUniform(_low[c], _high[c]));

    /// <summary>As many points of one normal distribution.</summary>
    public Points<double> Normal(SeedSequence seed) => Draw(seed, (random, c) => _deviations[c] * random.NextGaussian());

    private Points<double> Draw(SeedSequence seed, Func<Mt19937, int, double> along)
    {
        var random = new Mt19937(seed);
        double[] values = new double[_count * _low.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = along(random, i % _low.Length);
        return new Points<double>(values, _low.Length);
    }
}
