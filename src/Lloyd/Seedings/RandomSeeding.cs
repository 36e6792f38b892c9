using Lloyd.Streams;

namespace Lloyd.Seedings;

/// <summary><see cref="Seeding.Random"/>.</summary>
internal sealed record RandomSeeding : Seeding
{
    public override string Name => "random";

    internal override Start Choose<T>(
        MetricPoints<T> points, int k, uint seed, int restart, int threads, long? memory, CancellationToken cancellation)
    {
        var stream = new Pcg64(SeedSequence.ForRestart(seed, restart));
        return Start.At(points, stream.Choice(points.Count, k));
    }
}
