using System.Numerics;
using Lloyd.Exact;
using Lloyd.Streams;

namespace Lloyd.Seedings;

/// <summary><see cref="Seeding.Parallel"/>: k-means‖, with more rounds than asked for where k of the candidates do not
/// differ.</summary>
internal sealed record ParallelSeeding(int Rounds, double? Oversampling) : Seeding
{
    /// <summary>After how many more rounds in a row that drew nothing there is nothing to draw: where points differ, each
    /// expects one of them at least.</summary>
    public const int MostIdle = 20;

    public override string Name => "parallel";

    internal override Start Choose<T>(
        MetricPoints<T> points, int k, uint seed, int restart, int threads, long? memory, CancellationToken cancellation)
    {
        Mt19937 stream = PlusPlusSeeding.StreamOf(seed, restart);
        var draws = new Philox(SeedSequence.ForRestart(seed, restart));
        int trials = PlusPlusSeeding.DefaultTrials(k);
        int[] owners = new int[points.Count];
        using var potential = Potential<T>.Of(points, k, threads, memory, cancellation, owners);
        List<int> candidates = [potential.FirstRow(stream.NextDouble())];
        potential.Take([candidates[0]]);
        double[] weights;
        List<int> rows;
        for (int round = 0, idle = 0; ; round++)
        {
            if (round >= Rounds)
            {
                // A candidate that no point belongs to lies where an earlier one does.
                weights = Weights(points, owners, candidates.Count);
                rows = [.. candidates.Where((_, i) => weights[i] > 0)];
                if (rows.Count >= k)
                    break;
                if (potential.Total == 0 || idle >= MostIdle)
                    throw Throw.TooFewDistinctPoints(points, k);
            }
            int[] drawn = potential.Draw(draws, round, Expected(k, round), potential.Total);
            potential.Take(drawn);
            candidates.AddRange(drawn);
            idle = round >= Rounds && drawn.Length == 0 ? idle + 1 : 0;
        }
        T[] values = new T[rows.Count * points.Dimensions];
        for (int i = 0; i < rows.Count; i++)
            points.Points[rows[i]].CopyTo(values.AsSpan(i * points.Dimensions));
        var weighted = new MetricPoints<T>(
            new Points<T>(values, points.Dimensions, weights.Where(weight => weight > 0).ToArray()), points.Metric);
        int[] chosen = PlusPlusSeeding.Choose(weighted, k, trials, stream, threads, memory, cancellation);
        return Start.At(points, Array.ConvertAll(chosen, i => rows[i]));
    }

    /// <summary>How many candidates a round draws on average.</summary>
    public double Expected(int k, int round) => round < Rounds && Oversampling is { } expected ? expected : 2.0 * k;

    /// <summary>Σ w of the points that each candidate owns, rounded once.</summary>
    private static double[] Weights<T>(MetricPoints<T> points, int[] owners, int candidates)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] weights = new double[candidates];
        if (!points.IsWeighted)
        {
            foreach (int owner in owners)
                weights[owner]++;
            return weights;
        }
        int[] rows = [.. Enumerable.Range(0, owners.Length)];
        Array.Sort((int[])owners.Clone(), rows);
        var sum = new ExactSum();
        for (int i = 0; i < rows.Length; i++)
        {
            int owner = owners[rows[i]];
            sum.Add(points.Weight(rows[i]));
            if (i + 1 < rows.Length && owners[rows[i + 1]] == owner)
                continue;
            weights[owner] = sum.ToDouble();
            sum.Clear();
        }
        return weights;
    }
}
