using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Lloyd.Orleans;

/// <summary>A job: begins, cancels and resumes its <see cref="JobRun"/>, and keeps what that has after every iteration, so that
/// it goes on from there in another silo, or after all of them have come back.</summary>
internal sealed partial class JobGrain(
    [PersistentState("order")] IPersistentState<JobOrder> order, [PersistentState("state")] IPersistentState<JobState> state,
    IClusterMembershipService membership, ILogger<JobGrain> logger)
    : Grain, IJob, IDisposable
{
    private const long MostBytesOfSteps = 64 << 20;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly RecentSteps _steps = new(MostBytesOfSteps);
    private byte[] _centroids = [];             // as they arrive
    private CancellationTokenSource? _running;
    private Task _loop = Task.CompletedTask;
    private JobRun? _run;
    private long _retries;                      // of the runs before

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
        Id, state.State.Phase, order.State.Spec?.Data.Paths.FirstOrDefault() ?? "", order.State.Spec?.K ?? 0,
        state.State.Parts.Sum(part => (long)part.Count), state.State.Restart,
        state.State.Iteration, state.State.Changed, state.State.Movement, _run?.Workers ?? 0,
        _retries + (_run?.Retries ?? 0), state.State.Error, state.State.Ended,
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

    public Task<StepReply> StepAsync(long after) => Task.FromResult(_steps.After(after) is { } step
        ? new StepReply(ShouldRun, step.Ordinal, step.Bytes.Length, step.Bytes[..Math.Min(step.Bytes.Length, ShareWorker.MostBytes)])
        : new StepReply(ShouldRun, after, 0, []));

    public Task<Immutable<byte[]>> FetchStepAsync(long ordinal, int offset)
    {
        byte[] step = _steps.At(ordinal) ?? [];
        int length = Math.Clamp(step.Length - offset, 0, ShareWorker.MostBytes);
        return Task.FromResult(new Immutable<byte[]>(length == 0 ? [] : step.AsSpan(offset, length).ToArray()));
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(CleanAsync, RecentSteps.Patience, RecentSteps.Patience);
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
        if (_run is not null)
            await _run.ForgetAsync();
        await _loop;
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        await Task.Yield();
        try
        {
            LogRuns(logger, Id, state.State.Phase, state.State.Iteration);
            _retries += _run?.Retries ?? 0;
            _run = new JobRun(Id, order.State.Spec!, state.State, _steps, KeepAsync, GrainFactory, membership, logger);
            await _run.FitAsync(cancellation);
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

    private async Task EndAsync(JobPhase phase, string error, CancellationToken cancellation)
    {
        LogEnds(logger, Id, phase, error);
        (state.State.Phase, state.State.Error, state.State.Ended) = (phase, error, DateTimeOffset.UtcNow);
        try
        {
            await KeepAsync(cancellation);
            await GrainFactory.GetGrain<IJobList>(0).EndAsync(Id);
            if (_run is not null)
                await _run.ForgetAsync();
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

    private Task CleanAsync()
    {
        _steps.Clean();
        return Task.CompletedTask;
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} ends: {Phase} {Error}")]
    private static partial void LogEnds(ILogger logger, Guid job, JobPhase phase, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} cannot keep its state ({Kind}: {Why}); trying again")]
    private static partial void LogNotKept(ILogger logger, Guid job, string kind, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed")]
    private static partial void LogDefect(ILogger logger, Guid job, Exception e);
}
