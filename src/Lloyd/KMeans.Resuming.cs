using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Lloyd.Assignment;
using Lloyd.Seedings;

namespace Lloyd;

public sealed partial record KMeans
{
    /// <summary>Clusters the points as <see cref="Fit{T}(Points{T}, IProgress{FitProgress}?, CancellationToken)"/> does, to the
    /// same bits, one start after the other, and leaves a checkpoint after every iteration from which it can go on.</summary>
    /// <param name="points">n × d, n at least k.</param>
    /// <param name="from">Where to go on; null begins anew.</param>
    /// <param name="keep">Takes the checkpoint of every iteration.</param>
    /// <param name="progress">Told of every iteration of every start.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidInputException">k is more than the number of (distinct) points, a value is not finite,
    /// a column is too wide to square, or the checkpoint is of other points or settings.</exception>
    public KMeansModel Fit<T>(
        Points<T> points, Checkpoint? from, Action<Checkpoint> keep, IProgress<FitProgress>? progress = null,
        CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(keep);
        long started = Stopwatch.GetTimestamp();
        Problem<T> problem = Problem<T>.Of(this, points, cancellation);
        string settings = Decisive(), data = points.Fingerprint(Threads, cancellation);
        from?.CheckFits(settings, data, K * points.Dimensions);
        FinishedStart? best = from?.Best;
        for (int restart = from?.Restart ?? 0; restart < Restarts; restart++)
        {
            Start start = from?.At ?? problem.Choose(restart, cancellation);
            foreach (Iteration<T> iteration in Iterate(problem, start, cancellation, from?.Iteration ?? 0))
            {
                progress?.Report(new FitProgress(restart, iteration.Number, iteration.Assignments.Partial.Changed));
                var at = new Start(iteration.Centroids, start.Rows);
                if (!iteration.IsLast)
                    keep(new Checkpoint(settings, data, restart, iteration.Number, at, best));
                else if (iteration.Assignments.Inertia() is var inertia && (best is null || inertia < best.Inertia))
                    best = new FinishedStart(restart, iteration.Number, iteration.Converged, inertia, at);
            }
            from = null;
        }
        KMeansModel model = ModelOf(problem, best!, cancellation);
        model.FitTime = Stopwatch.GetElapsedTime(started);
        return model;
    }

    private static KMeansModel ModelOf<T>(Problem<T> problem, FinishedStart best, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Assignments<T> assignments = problem.NewAssignments(cancellation);
        assignments.Assign(best.At.Centroids);
        var last = new Iteration<T>(best.Iteration, problem, best.At.Centroids, assignments, null, best.Converged);
        return KMeansModel.Of(last, best.Inertia, best.Restart, best.At.Rows);
    }

    /// <summary>The settings that decide the result, in words.</summary>
    private string Decisive()
    {
        string seeding = Seeding is GivenSeeding given ? $"{Seeding.Name} {given.Centroids.Fingerprint()}" : Seeding.Name;
        string options = string.Join(", ", Options.Select(option => $"{option.Key} {option.Value}"));
        return string.Create(CultureInfo.InvariantCulture, $"k = {K}, seed {Seed}, start {seeding}, scale {Scaling}, {options}");
    }
}
