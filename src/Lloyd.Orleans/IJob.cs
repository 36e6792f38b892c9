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

    /// <summary>A piece of the model, from an offset; nothing beyond its end.</summary>
    [AlwaysInterleave, Alias("model")]
    Task<Immutable<byte[]>> ModelAsync(int offset);
}

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
