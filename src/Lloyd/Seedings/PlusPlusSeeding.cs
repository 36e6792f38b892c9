using Lloyd.Exact;
using Lloyd.Streams;

namespace Lloyd.Seedings;

/// <summary><see cref="Seeding.PlusPlus"/>: scikit-learn's <c>_kmeans_plusplus</c>, draw for draw.</summary>
internal sealed record PlusPlusSeeding(int? Trials) : Seeding
{
    public override string Name => "k-means++";

    internal override Start Choose<T>(
        MetricPoints<T> points, int k, uint seed, int restart, int threads, CancellationToken cancellation)
    {
        var stream = restart == 0 ? new Mt19937(seed) : new Mt19937(SeedSequence.ForRestart(seed, restart));
        int trials = Trials ?? 2 + (int)Elementary.Log(k);
        var potential = new Potential<T>(points, trials, threads, cancellation);
        int[] rows = new int[k];
        rows[0] = potential.FirstRow(stream.NextDouble());
        potential.Take(rows.AsSpan(0, 1));
        int[] candidates = new int[trials];
        for (int j = 1; j < k; j++)
        {
            if (potential.Total == 0)
                throw Throw.TooFewDistinctPoints(points, k);
            for (int trial = 0; trial < trials; trial++)
                candidates[trial] = potential.RowAt(stream.NextDouble() * potential.Total);
            rows[j] = potential.TakeBest(candidates);
        }
        return Start.At(points, rows);
    }
}
