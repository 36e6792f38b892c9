using System.Runtime.InteropServices;
using Lloyd.Shares;
using Microsoft.Extensions.Logging;

namespace Lloyd.Orleans;

/// <summary>The fit of a job, from its first look at the files or from the iteration that was kept last.</summary>
/// <param name="id">The number of the job.</param>
/// <param name="spec">What it is to do.</param>
/// <param name="at">Where it is.</param>
/// <param name="steps">Take its iterations while someone watches.</param>
/// <param name="keep">Keeps where it is, after each iteration.</param>
internal sealed partial class JobRun(
    Guid id, JobSpec spec, JobState at, RecentSteps steps, Func<CancellationToken, Task> keep, IGrainFactory grains,
    IClusterMembershipService membership, ILogger logger)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private WorkerShares? _shares;

    /// <summary>How many silos hold points.</summary>
    public int Workers => _shares?.Workers ?? 0;

    /// <summary>How often a question was asked again.</summary>
    public long Retries => _shares?.Retries ?? 0;

    /// <summary>Lets every silo forget the job, which ends what they compute.</summary>
    public Task ForgetAsync() => _shares?.ForgetAsync() ?? Task.CompletedTask;

    /// <exception cref="InvalidInputException">The points cannot be read, or points and settings do not fit together.</exception>
    public async Task FitAsync(CancellationToken cancellation)
    {
        KMeans settings = JobSettings.SettingsOf(spec);
        if (at.Parts.Length == 0)
            await SurveyAsync(cancellation);
        _shares = new WorkerShares(id, spec.Data, at.IsSingle, at.Columns.Length, at.Parts, grains, membership, logger);
        if (at.Problem.Length == 0)
        {
            SharedProblem described = await SharedProblem.OfAsync(settings, at.Columns, at.Columns.Length, _shares, cancellation);
            at.Problem = described.ToBytes();
            at.Phase = JobPhase.Seeding;
            await keep(cancellation);
        }
        var problem = SharedProblem.FromBytes(at.Problem, settings, at.Columns);
        for (; at.Restart < settings.Restarts; at.Restart++)
        {
            if (at.Centroids.Length == 0)
            {
                at.Phase = JobPhase.Seeding;
                Start chosen = await problem.ChooseAsync(at.Restart, _shares, cancellation);
                (at.Rows, at.Iteration) = (chosen.Rows, 0);
                at.Centroids = MemoryMarshal.AsBytes<double>(chosen.Centroids).ToArray();
            }
            at.Phase = JobPhase.Iterating;
            await IterateAsync(problem, _shares, cancellation);
        }
        at.Restart = settings.Restarts - 1;
    }

    private async Task IterateAsync(SharedProblem problem, WorkerShares shares, CancellationToken cancellation)
    {
        var start = new Start(MemoryMarshal.Cast<byte, double>(at.Centroids).ToArray(), at.Rows);
        (int first, long changed) = (at.Iteration, at.Changed);
        await foreach (SharedIteration iteration in problem.IterateAsync(start, at.Restart, first, shares, cancellation))
        {
            // Done again, it does not know the labels before: how many changed was kept.
            bool isAgain = first > 0 && iteration.Number == first;
            await TakeAsync(isAgain ? iteration with { Changed = changed } : iteration, problem, shares, cancellation);
        }
    }

    private async Task TakeAsync(
        SharedIteration iteration, SharedProblem problem, WorkerShares shares, CancellationToken cancellation)
    {
        (at.Iteration, at.Changed, at.Movement) = (iteration.Number, iteration.Changed, iteration.Movement ?? at.Movement);
        Telemetry.Iterations.Add(1);
        LogIteration(logger, id, iteration.Restart, iteration.Number, iteration.Changed);
        at.Centroids = MemoryMarshal.AsBytes<double>(iteration.Centroids).ToArray();
        double inertia = 0;
        if (iteration.IsLast || steps.AreWatched)
        {
            inertia = await problem.InertiaAsync(iteration, shares, cancellation);
            steps.Add(iteration.Ordinal, StepBytes.Of(iteration, problem.Metric, inertia));
        }
        if (!iteration.IsLast)
        {
            await keep(cancellation);
            return;
        }
        if (at.Model.Length == 0 || inertia < at.Inertia)
            (at.Model, at.Inertia) = (ModelOf(iteration, problem, inertia).Save(), inertia);
        at.Centroids = [];
    }

    private KMeansModel ModelOf(SharedIteration last, SharedProblem problem, double inertia) => new(last.Centroids, problem.Metric)
    {
        Inertia = inertia,
        Iterations = last.Number,
        Converged = last.Converged,
        Counts = last.Counts,
        Columns = at.Columns,
        PointCount = problem.Description.Count,
        Seed = problem.Settings.Seed,
        Seeding = problem.Settings.Seeding.Name,
        Scaling = problem.Settings.Scaling,
        Algorithm = problem.Settings.Algorithm,
        Options = problem.Settings.Options,
        Restart = last.Restart,
        InitialRows = at.Rows,
    };

    /// <summary>The files, as one of the workers sees them.</summary>
    private async Task SurveyAsync(CancellationToken cancellation)
    {
        Survey? survey = null;
        while (survey is null)
        {
            SiloAddress silo = (await WorkerShares.LiveAsync(membership, cancellation))[0];
            try
            {
                survey = await grains.GetGrain<IShareWorker>(OnNamedSilo.KeyOf(id, silo)).SurveyAsync(spec.Data);
            }
            catch (Exception e) when (WorkerShares.IsLoss(e))
            {
                await Task.Delay(s_pause, cancellation);
            }
        }
        if (survey.Error.Length > 0)
            throw new InvalidInputException(survey.Error);
        at.Parts = DataFiles.Cut(survey.Files);
        at.Columns = survey.Files[0].Columns;
        at.IsSingle = spec.Data.Precision is { } precision
            ? precision == Data.Precision.F32 : survey.Files.All(file => file.IsSingle);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}, start {Restart}, iteration {Iteration}: {Changed} points moved")]
    private static partial void LogIteration(ILogger logger, Guid job, int restart, int iteration, long changed);
}
