using System.Runtime.CompilerServices;
using Lloyd.Assignment;

namespace Lloyd.Shares;

/// <summary>
/// The fit of <see cref="KMeans"/> where the points are elsewhere: it asks for sums, and gets the same bits, as exact sums do
/// not depend on who adds them up.
/// </summary>
/// <param name="Settings">The settings; how many threads there are is for those who hold the points to decide.</param>
/// <param name="Columns">The names of the columns, for messages; may be empty.</param>
/// <param name="Limit">A squared movement of the centroids that ends the run.</param>
internal sealed record SharedProblem(
    KMeans Settings, IReadOnlyList<string> Columns, Metric Metric, Description Description, double Limit)
{
    private Basis Basis => new(Settings.K, Settings.Algorithm, Metric, Description);

    /// <summary>The first passes over the points.</summary>
    /// <exception cref="InvalidInputException">Points and settings do not fit together.</exception>
    public static async Task<SharedProblem> OfAsync(
        KMeans settings, IReadOnlyList<string> columns, int dimensions, IShares shares, CancellationToken cancellation)
    {
        var identity = Metric.Identity(dimensions);
        Description description = await shares.AskAsync(new Describe(identity), cancellation);
        if (settings.K > description.Count)
            throw Throw.TooFewPoints(settings.K, description.Count);
        Metric metric = identity;
        if (settings.Scaling != Scaling.None)
        {
            double[] ranges = ScalingExtensions.Ranges(description, column => Name(columns, column));
            double[] offsets = description.Min;
            if (settings.Scaling == Scaling.Standard)
                (offsets, ranges) = await MomentsOfAsync(identity, shares, cancellation);
            metric = settings.Scaling.Fit(offsets, ranges);
            description = await shares.AskAsync(new Describe(metric), cancellation);
        }
        description.CheckSquares(column => Name(columns, column), []);
        double limit = 0;
        if (settings.Tolerance is > 0)
            limit = settings.Tolerance.Value * (await MomentsOfAsync(metric, shares, cancellation)).Variances.Sum() / dimensions;
        return new SharedProblem(settings, columns, metric, description, limit);
    }

    /// <summary>The initial centroids of a restart.</summary>
    /// <exception cref="InvalidInputException">They cannot be chosen, or are too far from the points.</exception>
    public async Task<Start> ChooseAsync(int restart, IShares shares, CancellationToken cancellation)
    {
        Start start = await new SharedSeeding(Settings, Basis, shares).ChooseAsync(restart, cancellation);
        Description.CheckSquares(column => Name(Columns, column), start.Centroids);
        return start;
    }

    /// <summary>The algorithm, as in <see cref="KMeans"/>.</summary>
    /// <param name="start">Where it starts: the initial centroids, or those of iteration <paramref name="first"/>.</param>
    /// <param name="restart">Which start it is.</param>
    /// <param name="first">The number of the first iteration: more than 0 where one that was not the last is done again, to go on
    /// from there.</param>
    public async IAsyncEnumerable<SharedIteration> IterateAsync(
        Start start, int restart, int first, IShares shares, [EnumeratorCancellation] CancellationToken cancellation)
    {
        double[] centroids = start.Centroids;
        double[]? previous = null;
        double squaredMovement = double.PositiveInfinity;
        for (int t = first; ; t++)
        {
            long number = Number(restart, t);
            Partial partial = await shares.AskAsync(
                new Assign(Basis, centroids, number, After: previous is null ? null : number - 1) { CatchUp = previous },
                cancellation);
            bool isSettled = partial.Changed == 0
                && (Settings.EmptyClusters == EmptyClusters.Keep || !partial.Counts.Contains(0));
            bool converged = t > first && (isSettled || squaredMovement <= Limit);
            long[] counts = [.. partial.Counts];
            long changed = t == 0 ? Description.Count : partial.Changed;    // those who held another start compare with its labels
            // one more than the first, so that it is known whether the last one converged
            if (converged && Settings.Tolerance is not null || t > first && t >= Settings.MaxIterations)
            {
                yield return new SharedIteration(restart, t, centroids, counts, changed, null, converged);
                yield break;
            }
            double[] means = await UpdateAsync(partial, centroids, number, shares, cancellation);
            squaredMovement = Distance.Squared(means, centroids);
            yield return new SharedIteration(
                restart, t, centroids, counts, changed, Math.Sqrt(squaredMovement), converged);
            (previous, centroids) = (centroids, means);
        }
    }

    /// <summary>Σ w · D of an iteration, rounded once.</summary>
    public async Task<double> InertiaAsync(SharedIteration iteration, IShares shares, CancellationToken cancellation) =>
        (await shares.AskAsync(
            new MeasureInertia(new Labelling(Basis, iteration.Ordinal)) { CatchUp = iteration.Centroids },
            cancellation)).ToDouble();

    public byte[] ToBytes() => Wire.Bytes(to =>
    {
        Metric.Write(to);
        Description.Write(to);
        to.Write(Limit);
    });

    public static SharedProblem FromBytes(byte[] bytes, KMeans settings, IReadOnlyList<string> columns) =>
        Wire.From(bytes, from => new SharedProblem(
            settings, columns, Metric.Read(from), Description.Read(from), from.ReadDouble()));

    /// <summary>The centroids of the next iteration, with points for the empty clusters.</summary>
    private async Task<double[]> UpdateAsync(
        Partial partial, double[] centroids, long number, IShares shares, CancellationToken cancellation)
    {
        if (Settings.EmptyClusters == EmptyClusters.Relocate && partial.Counts.Contains(0))
        {
            Outlier[] farthest = (await shares.AskAsync(
                new FindFarthest(new Labelling(Basis, number)) { CatchUp = centroids }, cancellation)).Outliers;
            List<(int Point, int To)> relocated =
                EmptyClustersExtensions.Relocate(partial.Counts, Array.ConvertAll(farthest, point => point.Label))
                ?? throw Throw.TooFewDistinctPoints(Settings.K, Description.Count);
            foreach ((int point, int to) in relocated)
                partial.Move(farthest[point].Z, farthest[point].Weight, farthest[point].Label, to);
        }
        return partial.Means(centroids, Environment.ProcessorCount);
    }

    private static async Task<(double[] Means, double[] Variances)> MomentsOfAsync(
        Metric metric, IShares shares, CancellationToken cancellation)
    {
        double[] means = (await shares.AskAsync(new Sum(metric, []), cancellation)).Means;
        return (means, (await shares.AskAsync(new Sum(metric, means), cancellation)).Means);
    }

    /// <summary>The number of an iteration among those of all starts.</summary>
    public static long Number(int restart, int iteration) => ((long)restart << 32) + iteration;

    private static string Name(IReadOnlyList<string> columns, int t) => columns.Count > 0 ? $"'{columns[t]}'" : $"{t + 1}";
}

/// <summary>Where a run is.</summary>
/// <param name="Movement">How far the next update moves the centroids; null for the last iteration.</param>
internal sealed record SharedIteration(
    int Restart, int Number, double[] Centroids, long[] Counts, long Changed, double? Movement, bool Converged)
{
    /// <summary>Whether no update follows.</summary>
    public bool IsLast => Movement is null;

    /// <summary>Its number among the iterations of all starts.</summary>
    public long Ordinal => SharedProblem.Number(Restart, Number);
}
