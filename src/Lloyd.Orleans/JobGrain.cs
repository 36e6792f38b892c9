using System.Runtime.InteropServices;
using Lloyd.Shares;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Lloyd.Orleans;

/// <summary>The loop of a job. It keeps what it has after every iteration, so that it goes on from there in another silo, or
/// after all of them have come back.</summary>
internal sealed partial class JobGrain(
    [PersistentState("order")] IPersistentState<JobOrder> order, [PersistentState("state")] IPersistentState<JobState> state,
    IClusterMembershipService membership, ILogger<JobGrain> logger)
    : Grain, IJob, IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private byte[] _centroids = [];             // as they arrive
    private CancellationTokenSource? _running;
    private Task _loop = Task.CompletedTask;
    private WorkerShares? _shares;
    private long _points;
    private long _retries;                      // before the shares that there are

    private Guid Id => this.GetPrimaryKey();

    private bool ShouldRun => state.State.Phase is JobPhase.Describing or JobPhase.Seeding or JobPhase.Iterating;

    public Task PutAsync(int length, int offset, Immutable<byte[]> piece)
    {
        if (_centroids.Length != length)
            _centroids = new byte[length];
        piece.Value.CopyTo(_centroids, offset);
        return Task.CompletedTask;
    }

    public async Task StartAsync(JobSpec spec)
    {
        if (order.State.Spec is not null)
            return;
        order.State.Spec = _centroids.Length > 0 ? spec with { Centroids = _centroids } : spec;
        await order.WriteStateAsync();
        _centroids = [];
        await ResumeAsync(maxIterations: null);
    }

    public async Task<JobStatus> ResumeAsync(int? maxIterations)
    {
        if (order.State.Spec is { } spec && !ShouldRun && state.State.Phase != JobPhase.Done)
        {
            await _loop;
            if (maxIterations is { } most)
            {
                order.State.Spec = spec with { MaxIterations = most };
                await order.WriteStateAsync();
            }
            state.State.Phase = state.State.Centroids.Length > 0 ? JobPhase.Iterating : JobPhase.Describing;
            (state.State.Error, state.State.Ended) = ("", null);
            await state.WriteStateAsync();
            await GrainFactory.GetGrain<IJobList>(0).AddAsync(Id);
        }
        await KeepGoingAsync();
        return await StatusAsync();
    }

    public Task KeepGoingAsync()
    {
        if (ShouldRun && _running is null)
        {
            _running = new CancellationTokenSource();
            _loop = RunAsync(_running.Token);
        }
        return Task.CompletedTask;
    }

    public async Task<JobStatus> CancelAsync()
    {
        if (ShouldRun)
            await StopAsync();
        if (ShouldRun)                              // it has not ended meanwhile
        {
            (state.State.Phase, state.State.Ended) = (JobPhase.Cancelled, DateTimeOffset.UtcNow);
            await state.WriteStateAsync();
            await GrainFactory.GetGrain<IJobList>(0).EndAsync(Id);
        }
        return await StatusAsync();
    }

    public Task<JobStatus> StatusAsync() => Task.FromResult(new JobStatus(
        Id, state.State.Phase, order.State.Spec?.Data.Paths.FirstOrDefault() ?? "", order.State.Spec?.K ?? 0, _points, state.State.Restart,
        state.State.Iteration, state.State.Changed, state.State.Movement, _shares?.Workers ?? 0,
        _retries + (_shares?.Retries ?? 0), state.State.Error, state.State.Ended,
        Math.Max(0, (order.State.Spec?.Data.Paths.Length ?? 0) - 1)));

    public Task<ClusterData?> DataAsync() => Task.FromResult(order.State.Spec?.Data);

    public async Task<JobStatus> ForgetAsync()
    {
        JobStatus was = await StatusAsync();
        if (was.IsRunning)
            return was;
        await _loop;
        if (was.Phase != JobPhase.Unknown)
        {
            await state.ClearStateAsync();
            await order.ClearStateAsync();
        }
        await GrainFactory.GetGrain<IJobList>(0).RemoveAsync(Id);
        DeactivateOnIdle();
        return was;
    }

    public Task<Immutable<byte[]>> ModelAsync(int offset)
    {
        byte[] model = state.State.Phase == JobPhase.Done ? state.State.Model : [];
        int length = Math.Clamp(model.Length - offset, 0, ShareWorker.MostBytes);
        return Task.FromResult(new Immutable<byte[]>(length == 0 ? [] : model.AsSpan(offset, length).ToArray()));
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _points = state.State.Parts.Sum(part => (long)part.Count);
        return KeepGoingAsync();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _running?.Cancel();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public void Dispose() => _running?.Dispose();

    private async Task StopAsync()
    {
        if (_running is null)
            return;
        await _running.CancelAsync();
        if (_shares is not null)
            await _shares.ForgetAsync();            // which ends what they compute
        await _loop;
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        await Task.Yield();
        try
        {
            LogRuns(logger, Id, state.State.Phase, state.State.Iteration);
            await FitAsync(JobSettings.SettingsOf(order.State.Spec!), cancellation);
            await EndAsync(JobPhase.Done, "", cancellation);
        }
        catch (InvalidInputException e)
        {
            await EndAsync(JobPhase.Failed, e.Message, cancellation);
        }
        catch (InconsistentStateException)
        {
            DeactivateOnIdle();                     // another activation has gone on
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // the last resort: told to whoever asks for the status
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogDefect(logger, Id, e);
            await EndAsync(JobPhase.Failed, $"A defect of lloyd itself: {e.GetType().Name}: {e.Message}", cancellation);
        }
        finally
        {
            _running = null;
        }
    }

    private async Task FitAsync(KMeans settings, CancellationToken cancellation)
    {
        JobState at = state.State;
        ClusterData data = order.State.Spec!.Data;
        if (at.Parts.Length == 0)
            await SurveyAsync(data, cancellation);
        _retries += _shares?.Retries ?? 0;
        _shares = new WorkerShares(Id, data, at.IsSingle, at.Columns.Length, at.Parts, GrainFactory, membership, logger);
        if (at.Problem.Length == 0)
        {
            SharedProblem described = await SharedProblem.OfAsync(settings, at.Columns, at.Columns.Length, _shares, cancellation);
            at.Problem = described.ToBytes();
            at.Phase = JobPhase.Seeding;
            await KeepAsync(cancellation);
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
            var start = new Start(MemoryMarshal.Cast<byte, double>(at.Centroids).ToArray(), at.Rows);
            await foreach (SharedIteration iteration in problem.IterateAsync(start, at.Restart, at.Iteration, _shares, cancellation))
                await TakeAsync(iteration, problem, cancellation);
        }
        at.Restart = settings.Restarts - 1;
    }

    private async Task TakeAsync(SharedIteration iteration, SharedProblem problem, CancellationToken cancellation)
    {
        JobState at = state.State;
        (at.Iteration, at.Changed, at.Movement) = (iteration.Number, iteration.Changed, iteration.Movement ?? at.Movement);
        Telemetry.Iterations.Add(1);
        LogIteration(logger, Id, iteration.Restart, iteration.Number, iteration.Changed);
        at.Centroids = MemoryMarshal.AsBytes<double>(iteration.Centroids).ToArray();
        if (!iteration.IsLast)
        {
            await KeepAsync(cancellation);
            return;
        }
        double inertia = await problem.InertiaAsync(iteration, _shares!, cancellation);
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
        Columns = state.State.Columns,
        PointCount = problem.Description.Count,
        Seed = problem.Settings.Seed,
        Seeding = problem.Settings.Seeding.Name,
        Scaling = problem.Settings.Scaling,
        Algorithm = problem.Settings.Algorithm,
        Options = problem.Settings.Options,
        Restart = last.Restart,
        InitialRows = state.State.Rows,
    };

    /// <summary>The files, as one of the workers sees them.</summary>
    private async Task SurveyAsync(ClusterData data, CancellationToken cancellation)
    {
        Survey? survey = null;
        while (survey is null)
        {
            SiloAddress silo = (await WorkerShares.LiveAsync(membership, cancellation))[0];
            try
            {
                survey = await GrainFactory.GetGrain<IShareWorker>(OnNamedSilo.KeyOf(Id, silo)).SurveyAsync(data);
            }
            catch (Exception e) when (WorkerShares.IsLoss(e))
            {
                await Task.Delay(s_pause, cancellation);
            }
        }
        if (survey.Error.Length > 0)
            throw new InvalidInputException(survey.Error);
        state.State.Parts = DataFiles.Cut(survey.Files);
        state.State.Columns = survey.Files[0].Columns;
        state.State.IsSingle = data.Precision is { } precision
            ? precision == Data.Precision.F32 : survey.Files.All(file => file.IsSingle);
        _points = state.State.Parts.Sum(part => (long)part.Count);
    }

    private async Task EndAsync(JobPhase phase, string error, CancellationToken cancellation)
    {
        LogEnds(logger, Id, phase, error);
        (state.State.Phase, state.State.Error, state.State.Ended) = (phase, error, DateTimeOffset.UtcNow);
        try
        {
            await KeepAsync(cancellation);
            await GrainFactory.GetGrain<IJobList>(0).EndAsync(Id);
            if (_shares is not null)
                await _shares.ForgetAsync();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        catch (InconsistentStateException)
        {
            DeactivateOnIdle();
        }
        catch (Exception e) when (WorkerShares.IsLoss(e))
        {
            LogDefect(logger, Id, e);               // it is kept as ended; that is what counts
        }
    }

    /// <summary>Writes the state, as often as it takes: the storage may be away for a while. A write that has begun is not
    /// cancelled, as nobody would know which state is stored.</summary>
    private async Task KeepAsync(CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                await state.WriteStateAsync(CancellationToken.None);
                return;
            }
#pragma warning disable CA1031 // each storage has its own exceptions
            catch (Exception e) when (e is not InconsistentStateException)
#pragma warning restore CA1031
            {
                LogNotKept(logger, Id, e.GetType().Name, e.Message);
                await Task.Delay(s_pause, cancellation);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} runs from {Phase}, iteration {Iteration}")]
    private static partial void LogRuns(ILogger logger, Guid job, JobPhase phase, int iteration);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}, start {Restart}, iteration {Iteration}: {Changed} points moved")]
    private static partial void LogIteration(ILogger logger, Guid job, int restart, int iteration, long changed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} ends: {Phase} {Error}")]
    private static partial void LogEnds(ILogger logger, Guid job, JobPhase phase, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} cannot keep its state ({Kind}: {Why}); trying again")]
    private static partial void LogNotKept(ILogger logger, Guid job, string kind, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed")]
    private static partial void LogDefect(ILogger logger, Guid job, Exception e);
}
