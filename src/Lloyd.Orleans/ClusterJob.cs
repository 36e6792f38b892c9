using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Lloyd.Orleans;

/// <summary>A fit on a cluster.</summary>
public sealed class ClusterJob
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_betweenSteps = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly IJob _job;
    private readonly bool _outlivesUs;

    /// <param name="job">The job.</param>
    /// <param name="outlivesUs">Whether there are workers beside this process, so that another may go on with it.</param>
    internal ClusterJob(IJob job, bool outlivesUs) => (_job, _outlivesUs) = (job, outlivesUs);

    /// <summary>Its number, by which any client finds it.</summary>
    public Guid Id => _job.GetPrimaryKey();

    /// <summary>How far it is.</summary>
    /// <exception cref="InvalidInputException">The cluster does not answer.</exception>
    public Task<JobStatus> StatusAsync() => HearAsync(_job.StatusAsync());

    /// <summary>How far it is, whenever that changes, until it ends. Not asking again leaves it as it is.</summary>
    /// <exception cref="InvalidInputException">The cluster has not answered for two minutes.</exception>
    public async IAsyncEnumerable<JobStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        JobStatus? last = null;
        while (last is null or { IsRunning: true })
        {
            JobStatus now = await HearSoonAsync(_job.StatusAsync, cancellation);
            if (now != last)
                yield return last = now;
            if (last.IsRunning)
                await Task.Delay(s_every, cancellation);
        }
    }

    /// <summary>Its steps from now on, each once and in order, until it ends: the bits of
    /// <see cref="KMeans.Steps{T}(Points{T}, CancellationToken)"/>, but for <see cref="Step.Labels"/>, which stay with the workers:
    /// they are empty. Starts follow each other, each from iteration 0. Not asking again leaves the job as it is.</summary>
    /// <remarks>The job does not wait for who watches. Its latest steps are kept, 64 MB of them, so that who is slower for a while
    /// misses none; beyond, or where the silo of the job is lost, steps are left out. A job that had ended gives those that are
    /// still there. To see a job from its first step, begin it with <see cref="Cluster.StepsAsync"/>.</remarks>
    /// <exception cref="InvalidInputException">The job has failed, was cancelled, or is unknown, or the cluster has not answered
    /// for two minutes.</exception>
    public async IAsyncEnumerable<Step> StepsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        long last = -1;
        while (true)
        {
            StepReply next = await HearSoonAsync(() => _job.StepAsync(last), cancellation);
            if (next.Length > 0)
            {
                last = next.Ordinal;
                if (await HearSoonAsync(() => RestOfAsync(next), cancellation) is { } step)
                    yield return StepBytes.Read(step);
            }
            else if (next.IsRunning)
                await Task.Delay(s_betweenSteps, cancellation);
            else
                break;
        }
        CheckDone(await HearSoonAsync(_job.StatusAsync, cancellation));
    }

    /// <summary>Lets it know that someone watches, before it begins.</summary>
    internal Task BeWatchedAsync() => HearAsync(_job.StepAsync(-1));

    /// <summary>Waits for the model.</summary>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the waiting; the job goes on.</param>
    /// <exception cref="InvalidInputException">It has failed, was cancelled, or is unknown.</exception>
    public async Task<KMeansModel> ModelAsync(IProgress<JobStatus>? progress = null, CancellationToken cancellation = default)
    {
        long started = Stopwatch.GetTimestamp();
        JobStatus? end = null;
        await foreach (JobStatus status in WatchAsync(cancellation))
        {
            end = status;
            progress?.Report(status);
        }
        CheckDone(end!);
        using var model = new MemoryStream();
        while ((await HearSoonAsync(() => _job.ModelAsync((int)model.Length), cancellation)).Value is { Length: > 0 } piece)
            model.Write(piece);
        var loaded = KMeansModel.Load(model.ToArray());
        loaded.FitTime = Stopwatch.GetElapsedTime(started);
        return loaded;
    }

    /// <summary>Goes on after a failure or a cancellation, from the last iteration that was kept.</summary>
    /// <param name="maxIterations">Takes the place of <see cref="KMeans.MaxIterations"/>; a start that has come so far ends
    /// with its next iteration, so that 1 gives the model of a job that was cancelled. Null leaves it as it was.</param>
    /// <exception cref="InvalidInputException">The job runs and is to have another limit, or the cluster does not
    /// answer.</exception>
    public async Task<JobStatus> ResumeAsync(int? maxIterations = null)
    {
        if (maxIterations is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(maxIterations));
            if ((await StatusAsync()).IsRunning)
                throw StillRuns();
        }
        return await HearAsync(_job.ResumeAsync(maxIterations));
    }

    /// <summary>Stops it; it can be resumed.</summary>
    /// <exception cref="InvalidInputException">The cluster has not answered for two minutes.</exception>
    public Task<JobStatus> CancelAsync() => HearSoonAsync(_job.CancelAsync, CancellationToken.None);   // twice does no harm

    /// <summary>Deletes what the cluster keeps of it, its model too. It must have ended.</summary>
    /// <exception cref="InvalidInputException">It runs or is unknown, or the cluster does not answer.</exception>
    public async Task ForgetAsync()
    {
        JobStatus was = await HearAsync(_job.ForgetAsync());
        if (was.IsRunning)
            throw StillRuns();
        if (was.Phase == JobPhase.Unknown)
            throw new InvalidInputException(NoSuchJob);
    }

    /// <summary>What it works on.</summary>
    /// <exception cref="InvalidInputException">It is unknown, or the cluster does not answer.</exception>
    public async Task<ClusterData> DataAsync() =>
        await HearAsync(_job.DataAsync()) ?? throw new InvalidInputException(NoSuchJob);

    private void CheckDone(JobStatus end)
    {
        if (end.Phase != JobPhase.Done)
            throw new InvalidInputException(end.Phase switch
            {
                JobPhase.Failed when !_outlivesUs => end.Error,
                JobPhase.Cancelled when !_outlivesUs => "The job was cancelled.",
                JobPhase.Failed => $"{end.Error.TrimEnd('.')}. Then go on with `lloyd resume {Id}`.",
                JobPhase.Cancelled => $"Job {Id} was cancelled. Go on with `lloyd resume {Id}`.",
                _ => NoSuchJob,
            });
    }

    private InvalidInputException StillRuns() => new($"Job {Id} runs. Stop it first: `lloyd cancel {Id}`.");

    private string NoSuchJob => $"There is no job {Id} in this cluster. See `lloyd status`.";

    /// <summary>An answer of the cluster, or in words that there is none.</summary>
    internal static async Task<A> HearAsync<A>(Task<A> answer)
    {
        try
        {
            return await answer;
        }
        catch (Exception e) when (WorkerShares.IsLoss(e) || e.GetType().Namespace == "StackExchange.Redis")
        {
            throw new InvalidInputException(
                $"The cluster does not answer now ({e.Message.ReplaceLineEndings(" ")}). Try again, and see whether its workers and its Redis run.", e);
        }
    }

    /// <summary>An answer of the cluster, once there is one: silos come and go.</summary>
    private async Task<A> HearSoonAsync<A>(Func<Task<A>> ask, CancellationToken cancellation)
    {
        long since = Environment.TickCount64;
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception e) when (WorkerShares.IsLoss(e))
            {
                if (Environment.TickCount64 - since > s_patience.TotalMilliseconds)
                    throw new InvalidInputException(
                        $"The cluster does not answer. Job {Id} goes on when its workers are back: ask with `lloyd status {Id}`.", e);
            }
            await Task.Delay(s_every, cancellation);
        }
    }

    /// <summary>A step whose first bytes are here; nothing where it has gone meanwhile.</summary>
    private async Task<byte[]?> RestOfAsync(StepReply step)
    {
        if (step.Bytes.Length == step.Length)
            return step.Bytes;
        byte[] bytes = new byte[step.Length];
        step.Bytes.CopyTo(bytes, 0);
        for (int at = step.Bytes.Length; at < bytes.Length;)
        {
            byte[] piece = (await _job.FetchStepAsync(step.Ordinal, at)).Value;
            if (piece.Length == 0)
                return null;
            piece.CopyTo(bytes, at);
            at += piece.Length;
        }
        return bytes;
    }
}
