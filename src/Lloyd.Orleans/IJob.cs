using Orleans.Concurrency;

namespace Lloyd.Orleans;

/// <summary>A fit that goes on without those who asked for it.</summary>
[Alias("lloyd.job")]
internal interface IJob : IGrainWithGuidKey
{
    /// <summary>Takes a piece of the given centroids, before the start.</summary>
    [Alias("put")]
    Task PutAsync(int length, int offset, Immutable<byte[]> piece);

    /// <summary>Begins; once.</summary>
    [Alias("start")]
    Task StartAsync(JobSpec spec);

    /// <summary>Goes on after a failure, a cancellation, or the loss of its silo.</summary>
    /// <param name="maxIterations">At most how many iterations from now on; null: as many as before.</param>
    [Alias("resume")]
    Task<JobStatus> ResumeAsync(int? maxIterations);

    /// <summary>Goes on where it should, and does not: called every few seconds.</summary>
    [AlwaysInterleave, Alias("keep")]
    Task KeepGoingAsync();

    [Alias("cancel")]
    Task<JobStatus> CancelAsync();

    /// <summary>Deletes what is kept of it, unless it runs: how it was.</summary>
    [Alias("forget")]
    Task<JobStatus> ForgetAsync();

    /// <summary>What it works on; nothing where it is unknown.</summary>
    [AlwaysInterleave, Alias("data")]
    Task<ClusterData?> DataAsync();

    [AlwaysInterleave, ResponseTimeout("00:00:05"), Alias("status")]
    Task<JobStatus> StatusAsync();

    /// <summary>The first step that is there after another one, and word that someone watches.</summary>
    /// <param name="after">The ordinal of the step before; −1 for the first.</param>
    [AlwaysInterleave, ResponseTimeout("00:00:05"), Alias("step")]
    Task<StepReply> StepAsync(long after);

    /// <summary>More of a step that is too long for one message; nothing where it has gone.</summary>
    [AlwaysInterleave, Alias("fetch-step")]
    Task<Immutable<byte[]>> FetchStepAsync(long ordinal, int offset);

    /// <summary>A piece of the model, from an offset; nothing beyond its end.</summary>
    [AlwaysInterleave, Alias("model")]
    Task<Immutable<byte[]>> ModelAsync(int offset);
}

/// <param name="IsRunning">Whether more steps may come.</param>
/// <param name="Ordinal">The number of the step among those of all starts.</param>
/// <param name="Length">How many bytes the step has; 0 where there is none yet.</param>
/// <param name="Bytes">The first of them.</param>
[GenerateSerializer, Immutable, Alias("lloyd.step")]
internal sealed record StepReply(
    [property: Id(0)] bool IsRunning, [property: Id(1)] long Ordinal, [property: Id(2)] int Length, [property: Id(3)] byte[] Bytes);

/// <summary>The jobs of a cluster.</summary>
[Alias("lloyd.jobs")]
internal interface IJobList : IGrainWithIntegerKey
{
    [Alias("add")]
    Task AddAsync(Guid job);

    /// <summary>A job needs to be kept going no more.</summary>
    [Alias("end")]
    Task EndAsync(Guid job);

    /// <summary>A job is there no more.</summary>
    [Alias("remove")]
    Task RemoveAsync(Guid job);

    [Alias("active")]
    Task<Guid[]> ActiveAsync();

    /// <summary>All of them, the newest first.</summary>
    [Alias("all")]
    Task<Guid[]> AllAsync();
}
