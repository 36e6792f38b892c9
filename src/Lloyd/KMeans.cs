using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Lloyd.Assignment;

namespace Lloyd;

/// <summary>
/// k-means: puts n points of d coordinates into k clusters so that the sum of squared distances to the cluster means
/// is small (S. Lloyd, "Least squares quantization in PCM", 1982). An immutable set of settings; <c>with</c> makes
/// variants.
/// </summary>
/// <remarks>Labels, centroids and inertia are the same bits for every algorithm, number of threads, vector width and
/// host.</remarks>
public sealed partial record KMeans
{
    /// <summary>The value of <see cref="Algorithm"/> that chooses by the problem.</summary>
    public const string AutomaticAlgorithm = "auto";

    /// <summary>Settings for k clusters, everything else at its default.</summary>
    /// <param name="k">The number of clusters, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    public KMeans(int k) => K = k;

    /// <summary>The number of clusters, at least 1.</summary>
    public int K { get; init => field = AtLeast(1, value); }

    /// <summary>The seed of every random choice: the same seed gives the same bits. Default 0.</summary>
    public uint Seed { get; init; }

    /// <summary>How the initial centroids are chosen. Default greedy k-means++.</summary>
    public Seeding Seeding { get; init; } = Seeding.PlusPlus();

    /// <summary>How columns are brought to one scale. Default none.</summary>
    public Scaling Scaling { get; init; }

    /// <summary>What happens to a cluster without points. Default <see cref="EmptyClusters.Relocate"/>.</summary>
    public EmptyClusters EmptyClusters { get; init; }

    /// <summary>How many starts to try; the one of the smallest inertia wins, ties the first. Start 0 uses the seed
    /// itself, start r the r-th child of NumPy's <c>SeedSequence(seed)</c>. Default 1.</summary>
    public int Restarts { get; init => field = AtLeast(1, value); } = 1;

    /// <summary>The run stops when the squared movement of the centroids is at most this times the mean variance of
    /// the columns, as in scikit-learn. 0: when no label changes. Null: never before
    /// <see cref="MaxIterations"/>. Default 1e-4.</summary>
    public double? Tolerance
    {
        get;
        init => field = value is null or >= 0 and < double.PositiveInfinity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Tolerance must be 0 or more, or null.");
    } = 1e-4;

    /// <summary>At most how many updates, at least 1. Default 300.</summary>
    public int MaxIterations { get; init => field = AtLeast(1, value); } = 300;

    /// <summary>At most how many threads. Default every core.</summary>
    public int Threads { get; init => field = AtLeast(1, value); } = Environment.ProcessorCount;

    /// <summary>At most how many bytes a fit may set aside for copies of the points, which make it faster: where they would
    /// take more it does without them, slower and with the same bits. A few bytes for each point are not counted. Null,
    /// the default: no limit.</summary>
    public long? Memory { get; init; }

    /// <summary>The name of the assigner to use, or "auto". It decides the speed, never the result.</summary>
    /// <exception cref="InvalidInputException">There is no assigner of that name.</exception>
    public string Algorithm
    {
        get;
        init => field = value == AutomaticAlgorithm ? value : Assigners.Named(value).Name;
    } = AutomaticAlgorithm;

    /// <summary>The names that <see cref="Algorithm"/> can take.</summary>
    public static IReadOnlyList<string> Algorithms => [AutomaticAlgorithm, .. Assigners.Names];

    /// <summary>Clusters the points.</summary>
    /// <param name="points">n × d, n at least k.</param>
    /// <param name="progress">Told of every iteration of every start, one at a time. Small problems run several starts
    /// at once, so that their iterations mix.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidInputException">k is more than the number of (distinct) points, a value is not finite,
    /// or a column is too wide to square.</exception>
    public KMeansModel Fit<T>(
        Points<T> points, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long started = Stopwatch.GetTimestamp();
        Problem<T> problem = Problem<T>.Of(this, points, cancellation);
        long seeding = 0;
        KMeansModel? best = null;
        var oneAtATime = new Lock();
        int atOnce = Math.Min(Restarts, problem.RunsAtOnce);
        Blocks.Each(Restarts, atOnce, (_, restart) =>
        {
            long seedingStarted = Stopwatch.GetTimestamp();
            Start start = problem.Choose(restart, cancellation);
            Interlocked.Add(ref seeding, Stopwatch.GetElapsedTime(seedingStarted).Ticks);
            foreach (Iteration<T> iteration in Iterate(problem, start, cancellation))
            {
                if (progress is not null)
                    lock (oneAtATime)
                        progress.Report(new FitProgress(restart, iteration.Number, iteration.Assignments.Partial.Changed));
                if (!iteration.IsLast)
                    continue;
                double inertia = iteration.Assignments.Inertia();
                lock (oneAtATime)
                    if (best is null || (inertia, restart).CompareTo((best.Inertia, best.Restart)) < 0)
                        best = KMeansModel.Of(iteration, inertia, restart, start.Rows);
            }
        }, cancellation);
        best!.SeedingTime = TimeSpan.FromTicks(seeding / atOnce);
        best.FitTime = Stopwatch.GetElapsedTime(started) - best.SeedingTime;
        return best;
    }

    /// <summary>The run, one step at a time: a step is computed when it is asked for, and not asking again is
    /// cancelling. With restarts, the run of the start that wins.</summary>
    /// <inheritdoc cref="Fit{T}(Points{T}, IProgress{FitProgress}?, CancellationToken)"/>
    public IEnumerable<Step> Steps<T>(Points<T> points, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(points, cancellation).Steps;

    /// <summary>The run of one start, step by step: of <see cref="KMeansModel.Restart"/>, the run that a fit has
    /// chosen, bit for bit.</summary>
    /// <inheritdoc cref="Steps{T}(Points{T}, CancellationToken)"/>
    /// <param name="points">n × d, n at least k.</param>
    /// <param name="restart">Which start: 0 … <see cref="Restarts"/> − 1.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such start.</exception>
    public IEnumerable<Step> Steps<T>(Points<T> points, int restart, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(points, restart, cancellation).Steps;

    /// <summary>The whole run, kept so that every step can be looked at again.</summary>
    /// <inheritdoc cref="Fit{T}(Points{T}, IProgress{FitProgress}?, CancellationToken)"/>
    public Trace Trace<T>(Points<T> points, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (IEnumerable<Step> steps, Start start) = Run(points, cancellation);
        return new Trace(steps, start.Rows);
    }

    private (IEnumerable<Step> Steps, Start Start) Run<T>(Points<T> points, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int winner = Restarts == 1 ? 0 : Fit(points, cancellation: cancellation).Restart;
        return Run(points, winner, cancellation);
    }

    private (IEnumerable<Step> Steps, Start Start) Run<T>(
        Points<T> points, int restart, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(restart);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(restart, Restarts);
        Problem<T> problem = Problem<T>.Of(this, points, cancellation);
        Start start = problem.Choose(restart, cancellation);
        return (Iterate(problem, start, cancellation).Select(iteration => iteration.ToStep()), start);
    }

    /// <summary>The algorithm.</summary>
    /// <param name="first">The number of the first iteration: more than 0 where an iteration that was not the last is done
    /// again, to go on from there.</param>
    private IEnumerable<Iteration<T>> Iterate<T>(Problem<T> problem, Start start, CancellationToken cancellation, int first = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] centroids = start.Centroids;
        double squaredMovement = double.PositiveInfinity;
        using Assignments<T> assignments = problem.NewAssignments(cancellation);
        for (int t = first; ; t++)
        {
            assignments.Assign(centroids);                                      // every point to its nearest centroid

            bool converged = t > first && (assignments.AreSettled(EmptyClusters) || squaredMovement <= problem.Limit);
            if (converged && Tolerance is not null || t == MaxIterations)
            {
                yield return new Iteration<T>(t, problem, centroids, assignments, null, converged);
                yield break;
            }

            double[] means = EmptyClusters.Update(problem.Points, assignments);    // centroids to their means
            squaredMovement = Distance.Squared(means, centroids);
            yield return new Iteration<T>(
                t, problem, centroids, assignments, Math.Sqrt(squaredMovement), converged);
            centroids = means;
        }
    }

    /// <summary>The options that a model remembers, beside those that it has properties for.</summary>
    internal IReadOnlyDictionary<string, string> Options => new Dictionary<string, string>
    {
        ["restarts"] = Restarts.ToString(CultureInfo.InvariantCulture),
        ["iterations"] = MaxIterations.ToString(CultureInfo.InvariantCulture),
        ["tolerance"] = Tolerance?.ToString("G17", CultureInfo.InvariantCulture) ?? "none",
        ["empty"] = EmptyClusters.ToString(),
    };

    private static int AtLeast(int least, int value, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        return value;
    }
}
