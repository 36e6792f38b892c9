using Lloyd.Exact;
using Lloyd.Seedings;
using Lloyd.Streams;

namespace Lloyd.Shares;

/// <summary>Initial centroids of points that are elsewhere: the ones that the same <see cref="Seeding"/> chooses where they are
/// at hand.</summary>
internal sealed class SharedSeeding(KMeans settings, Basis basis, IShares shares)
{
    private long Points => basis.Description.Count;

    /// <exception cref="InvalidInputException">The seeding is not one for points that are elsewhere, or cannot find k
    /// centroids.</exception>
    public async Task<Start> ChooseAsync(int restart, CancellationToken cancellation) => settings.Seeding switch
    {
        GivenSeeding given => given.Choose(settings.K, basis.Metric),
        RandomSeeding => await AtAsync(
            new Pcg64(SeedSequence.ForRestart(settings.Seed, restart)).Choice(Points, settings.K), cancellation),
        ParallelSeeding parallel => await ChooseAsync(parallel, restart, cancellation),
        _ => throw Throw.NotSharedSeeding(settings.Seeding.Name),
    };

    private async Task<Start> AtAsync(long[] numbers, CancellationToken cancellation)
    {
        Rows rows = (await shares.AskAsync(new ReadRows(numbers), cancellation)).Sorted();
        int d = basis.Metric.Dimensions;
        double[] values = [.. numbers.SelectMany(
            number => rows.Values.AsSpan(Array.BinarySearch(rows.Numbers, number) * d, d).ToArray())];
        return StartOf(values, numbers);
    }

    /// <summary>k-means‖, draw for draw as in <see cref="ParallelSeeding"/>.</summary>
    private async Task<Start> ChooseAsync(ParallelSeeding parallel, int restart, CancellationToken cancellation)
    {
        (int k, int d) = (settings.K, basis.Metric.Dimensions);
        Mt19937 stream = PlusPlusSeeding.StreamOf(settings.Seed, restart);
        Rows candidates = await FirstAsync(stream.NextDouble(), cancellation);
        double[] weights;
        int[] kept;
        for (int round = 0, idle = 0; ; round++)
        {
            double[] taken = basis.Metric.ToMetric(candidates.Values);
            bool areAllDone = round >= parallel.Rounds;
            if (areAllDone)
            {
                ExactSum[] owned = await shares.AskAsync(new WeighOwned(basis, taken), cancellation);
                weights = Array.ConvertAll(owned, sum => sum.ToDouble());
                kept = [.. Enumerable.Range(0, weights.Length).Where(i => weights[i] > 0)];
                if (kept.Length >= k)
                    break;
            }
            double total = (await shares.AskAsync(new MeasurePotential(basis, taken), cancellation)).ToDouble();
            if (areAllDone && (total == 0 || idle >= ParallelSeeding.MostIdle))
                throw Throw.TooFewDistinctPoints(k, Points);
            var draws = new Draws(settings.Seed, restart, round, parallel.Expected(k, round));
            Rows drawn = (await shares.AskAsync(new Draw(basis, taken, draws, total), cancellation)).Sorted();
            candidates = new Rows([.. candidates.Numbers, .. drawn.Numbers], [.. candidates.Values, .. drawn.Values]);
            idle = round >= parallel.Rounds && drawn.Numbers.Length == 0 ? idle + 1 : 0;
        }
        double[] values = [.. kept.SelectMany(i => candidates.Values.AsSpan(i * d, d).ToArray())];
        var weighted = new MetricPoints<double>(
            new Points<double>(values, d, Array.ConvertAll(kept, i => weights[i])), basis.Metric);
        int[] chosen = PlusPlusSeeding.Choose(
            weighted, k, PlusPlusSeeding.DefaultTrials(k), stream, Environment.ProcessorCount, memory: null, cancellation);
        return StartOf(
            [.. chosen.SelectMany(i => values.AsSpan(i * d, d).ToArray())],
            Array.ConvertAll(chosen, i => candidates.Numbers[kept[i]]));
    }

    /// <summary>The row that <see cref="Potential{T}.FirstRow"/> takes.</summary>
    private async Task<Rows> FirstAsync(double draw, CancellationToken cancellation)
    {
        if (!basis.Description.IsWeighted)
            return await shares.AskAsync(new ReadRows([(long)(draw * Points)]), cancellation);
        (long First, ExactSum Weight)[] segments = (await shares.AskAsync(new WeighSegments(), cancellation)).Segments;
        Array.Sort(segments, (a, b) => a.First.CompareTo(b.First));
        var total = new ExactSum();
        foreach ((_, ExactSum weight) in segments)
            total.Add(weight);
        double target = draw * total.ToDouble();
        var before = new ExactSum();
        for (int i = 0; ; i++)
        {
            var after = new ExactSum();
            after.Add(before);
            after.Add(segments[i].Weight);
            if (after.CompareTo(target) > 0 || i == segments.Length - 1)
                return await shares.AskAsync(new FindRow(segments[i].First, before, target), cancellation);
            before = after;
        }
    }

    /// <param name="values">k × d, in original units.</param>
    /// <param name="numbers">The numbers of these rows.</param>
    private Start StartOf(double[] values, long[] numbers) => new(
        basis.Metric.ToMetric(values), Points <= int.MaxValue ? Array.ConvertAll(numbers, number => (int)number) : []);
}
