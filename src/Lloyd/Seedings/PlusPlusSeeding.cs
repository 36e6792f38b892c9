using System.Numerics;
using Lloyd.Exact;
using Lloyd.Streams;

namespace Lloyd.Seedings;

/// <summary><see cref="Seeding.PlusPlus"/>: scikit-learn's <c>_kmeans_plusplus</c>, draw for draw.</summary>
internal sealed record PlusPlusSeeding(int? Trials) : Seeding
{
    public override string Name => "k-means++";

    internal override Start Choose<T>(
        MetricPoints<T> points, int k, uint seed, int restart, int threads, long? memory, CancellationToken cancellation) =>
        Start.At(points, Choose(points, k, Trials ?? DefaultTrials(k), StreamOf(seed, restart), threads, memory, cancellation));

    public static int DefaultTrials(int k) => 2 + (int)Elementary.Log(k);

    public static Mt19937 StreamOf(uint seed, int restart) =>
        restart == 0 ? new Mt19937(seed) : new Mt19937(SeedSequence.ForRestart(seed, restart));

    public static int[] Choose<T>(
        MetricPoints<T> points, int k, int trials, Mt19937 stream, int threads, long? memory, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var potential = Potential<T>.Of(points, trials, threads, memory, cancellation);
        int first = potential.FirstRow(stream.NextDouble());
        potential.Take([first]);
        var rows = new List<int> { first };
        int[] candidates = new int[trials];
        while (rows.Count < k)
        {
            if (potential.Total == 0)
                throw Throw.TooFewDistinctPoints(points, k);
            for (int trial = 0; trial < trials; trial++)
                candidates[trial] = potential.RowAt(stream.NextDouble() * potential.Total);
            rows.Add(potential.TakeBest(candidates));
        }
        return [.. rows];
    }
}
