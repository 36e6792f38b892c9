using System.Numerics;
using Lloyd.Assignment;
using Lloyd.Streams;

namespace Lloyd.Quality;

/// <summary>
/// How much nearer points are to their own cluster than to the nearest other one: (b − a) / max(a, b), a the mean distance to
/// the others of the own cluster, b the least mean distance to another cluster; from −1 to 1 (P. Rousseeuw,
/// "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis", 1987). The values of
/// scikit-learn's <c>silhouette_samples</c> and <c>silhouette_score</c>, up to rounding. The work grows with n².
/// </summary>
public static class Silhouette
{
    private const long WorkPerThread = 200_000;

    /// <summary>The coefficient of each point; 0 for one that is alone in its cluster.</summary>
    /// <param name="points">n × d, in original units; weights play no part.</param>
    /// <param name="labels">The cluster of each of the n points, 0 or more.</param>
    /// <param name="metric">The space that distances are measured in, such as <see cref="KMeansModel.Metric"/>; that of
    /// the original units when null.</param>
    /// <param name="threads">At most how many threads; every core when null.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>n numbers.</returns>
    /// <exception cref="ArgumentException">There is not one label for each point, or one is negative.</exception>
    /// <exception cref="InvalidInputException">All points are in one cluster, or each in one of its own.</exception>
    public static double[] Coefficients<T>(
        Points<T> points, ReadOnlyMemory<int> labels, Metric? metric = null, int? threads = null,
        CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Coefficients(points, [labels], metric, threads, cancellation)[0];

    /// <summary>The same for several clusterings of the points: distances are measured once for all.</summary>
    internal static double[][] Coefficients<T>(
        Points<T> points, IReadOnlyList<ReadOnlyMemory<int>> clusterings, Metric? metric, int? threads,
        CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(points);
        int n = points.Count, d = points.Dimensions;
        Clustering<T>[] all = [.. clusterings.Select(labels => new Clustering<T>(points, labels, metric, threads, cancellation))];
        double[] z = new double[points.Values.Length];
        (metric ?? Metric.Identity(d)).ToMetric(points.Values, z);
        double[][] coefficients = [.. all.Select(_ => new double[n])];
        int workers = (int)Math.Clamp((long)n * n * d / WorkPerThread, 1, threads ?? Environment.ProcessorCount);
        Blocks.Each(n, workers, (_, i) =>
        {
            double[] distances = new double[n];
            for (int j = 0; j < n; j++)
                distances[j] = Math.Sqrt(Distance.Squared(z.AsSpan(i * d, d), z.AsSpan(j * d, d)));
            for (int c = 0; c < all.Length; c++)
            {
                ReadOnlySpan<int> clusterOf = all[c].Labels.Span;
                double[] sums = new double[all[c].Sizes.Length];        // of distances to the points of each cluster
                for (int j = 0; j < distances.Length; j++)
                    sums[clusterOf[j]] += distances[j];
                coefficients[c][i] = Coefficient(sums, all[c].Sizes, clusterOf[i]);
            }
        }, cancellation);
        return coefficients;
    }

    /// <summary>The mean coefficient, of all points or of some drawn without replacement, among which alone distances are
    /// measured: scikit-learn's <c>silhouette_score</c>.</summary>
    /// <inheritdoc cref="Coefficients{T}(Points{T}, ReadOnlyMemory{int}, Metric?, int?, CancellationToken)"/>
    /// <param name="points">n × d, in original units; weights play no part.</param>
    /// <param name="labels">The cluster of each of the n points, 0 or more.</param>
    /// <param name="metric">The space that distances are measured in; that of the original units when null.</param>
    /// <param name="sample">At most how many points are looked at; all when null.</param>
    /// <param name="seed">Which points: the rows of NumPy's <c>default_rng(seed).choice(n, sample, replace=False)</c>.</param>
    /// <param name="threads">At most how many threads; every core when null.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    public static double Score<T>(
        Points<T> points, ReadOnlyMemory<int> labels, Metric? metric = null, int? sample = null, uint seed = 0,
        int? threads = null, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(points);
        if (sample is { } count)
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 2, nameof(sample));
        if (sample >= points.Count || sample is null)
            return Coefficients(points, labels, metric, threads, cancellation).Average();
        if (labels.Length != points.Count)
            throw new ArgumentException($"There are {labels.Length} labels for {points.Count} points.", nameof(labels));
        int[] rows = new Pcg64(seed).Choice(points.Count, sample.Value);
        int[] some = Array.ConvertAll(rows, row => labels.Span[row]);
        return Coefficients(points.Take(rows), some, metric, threads, cancellation).Average();
    }

    private static double Coefficient(ReadOnlySpan<double> sums, ReadOnlySpan<int> sizes, int own)
    {
        if (sizes[own] == 1)
            return 0;
        double inside = sums[own] / (sizes[own] - 1), outside = double.PositiveInfinity;
        for (int cluster = 0; cluster < sizes.Length; cluster++)
            if (cluster != own && sizes[cluster] > 0)
                outside = Math.Min(outside, sums[cluster] / sizes[cluster]);
        double larger = Math.Max(inside, outside);
        return larger == 0 ? 0 : (outside - inside) / larger;      // all of them in one place
    }
}
