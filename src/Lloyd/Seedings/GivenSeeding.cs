namespace Lloyd.Seedings;

/// <summary><see cref="Seeding.From(Points{double})"/>.</summary>
internal sealed record GivenSeeding(Points<double> Centroids) : Seeding
{
    public override string Name => "given";

    internal override Start Choose<T>(
        MetricPoints<T> points, int k, uint seed, int restart, int threads, long? memory, CancellationToken cancellation) =>
        Choose(k, points.Metric);

    /// <summary>The centroids, in a metric.</summary>
    public Start Choose(int k, Metric metric)
    {
        int d = metric.Dimensions;
        if (Centroids.Count != k || Centroids.Dimensions != d)
            throw Throw.WrongCentroids(Centroids.Count, Centroids.Dimensions, k, d);
        for (int i = 0; i < Centroids.Values.Length; i++)
            if (!double.IsFinite(Centroids.Values[i]))
                throw Throw.BadCentroid(i / d, i % d, Centroids.Values[i]);
        return new Start(metric.ToMetric(Centroids.Values), []);
    }
}
