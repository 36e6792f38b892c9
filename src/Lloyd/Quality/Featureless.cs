using Lloyd.Streams;

namespace Lloyd.Quality;

/// <summary>
/// Data without clusters, of the extent of given data: spread evenly over the box along its principal components (R.
/// Tibshirani, G. Walther and T. Hastie, "Estimating the number of clusters in a data set via the gap statistic", 2001), or
/// one normal distribution with its covariance (Y. Liu, D. N. Hayes, A. Nobel and J. S. Marron, "Statistical significance of
/// clustering for high-dimension, low-sample size data", 2008). What k-means finds in these it finds in anything.
/// </summary>
internal sealed class Featureless
{
    private readonly int _d;
    private readonly int _count;
    private readonly double[] _mean;
    private readonly double[] _directions;      // d × d
    private readonly double[] _low;             // along each direction, from the mean
    private readonly double[] _high;
    private readonly double[] _deviations;

    /// <param name="points">n × d, in the metric that clusters are sought in.</param>
    public Featureless(Points<double> points, CancellationToken cancellation)
    {
        (_d, _count) = (points.Dimensions, points.Count);
        PrincipalComponents components = PrincipalComponents.Of(points, cancellation: cancellation);
        (_mean, _directions) = (components.Mean.ToArray(), components.Directions.ToArray());
        (_low, _high, _deviations) = (new double[_d], new double[_d], new double[_d]);
        for (int i = 0; i < _count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int c = 0; c < _d; c++)
            {
                double along = 0;
                for (int t = 0; t < _d; t++)
                    along += _directions[c * _d + t] * (points.Values[i * _d + t] - _mean[t]);
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
        double[] values = new double[_count * _d];
        for (int i = 0; i < _count; i++)
        {
            Span<double> row = values.AsSpan(i * _d, _d);
            _mean.CopyTo(row);
            for (int c = 0; c < _d; c++)
            {
                double length = along(random, c);
                var direction = _directions.AsSpan(c * _d, _d);
                for (int t = 0; t < _d; t++)
                    row[t] += length * direction[t];
            }
        }
        return new Points<double>(values, _d);
    }
}
