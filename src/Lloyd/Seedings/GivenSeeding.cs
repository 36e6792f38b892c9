namespace Lloyd.Seedings;

/// <summary><see cref="Seeding.From(Points{double})"/>.</summary>
internal sealed record GivenSeeding(Points<double> Centroids) : Seeding
{
    public override string Name => "given";

    internal override Start Choose<T>(
        MetricPoints<T> points, int k, uint seed, int restart, int threads, long? memory, CancellationToken cancellation)
    {
        if (Centroids.Count != k || Centroids.Dimensions != points.Dimensions)
            throw Throw.WrongCentroids(Centroids.Count, Centroids.Dimensions, k, points.Dimensions);
        for (int i = 0; i < Centroids.Values.Length; i++)
            if (!double.IsFinite(Centroids.Values[i]))
                throw Throw.BadCentroid(i / points.Dimensions, i % points.Dimensions, Centroids.Values[i]);
        return new Start(points.Metric.ToMetric(Centroids.Values), []);
    }
}
