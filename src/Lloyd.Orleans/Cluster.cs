using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Configuration;

namespace Lloyd.Orleans;

/// <summary>Fits on a cluster of workers: the bits of <see cref="KMeans.Fit{T}(Points{T}, IProgress{FitProgress}?, CancellationToken)"/>,
/// whatever the number of workers, and whichever of them fail.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private readonly IHost[] _hosts;
    private readonly IGrainFactory _grains;
    private readonly bool _isLocal;

    private Cluster(IHost[] hosts, IGrainFactory grains, bool isLocal) => (_hosts, _grains, _isLocal) = (hosts, grains, isLocal);

    /// <summary>Joins a cluster as a client.</summary>
    /// <param name="redis">Where it is: <c>redis://host:6379</c>, or another <see cref="RedisAddress"/>.</param>
    /// <param name="cluster">Its name.</param>
    /// <param name="cancellation">Ends the waiting for a worker.</param>
    /// <exception cref="InvalidInputException">The Redis cannot be used, or there is no worker in the cluster.</exception>
    public static async Task<Cluster> JoinAsync(string redis, string cluster, CancellationToken cancellation = default)
    {
        await RedisAddress.CheckAsync(redis);
        IHost host = Quiet(Host.CreateApplicationBuilder()).UseOrleansClient(client => client
            .UseRedisClustering(options => options.ConfigurationOptions = RedisAddress.Parse(redis))
            .Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = cluster)).Build();
        try
        {
            await host.StartAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            host.Dispose();
            throw new InvalidInputException(
                $"No worker of cluster '{cluster}' can be reached through {RedisAddress.Shown(redis)}. Start one with `lloyd worker --join {RedisAddress.Shown(redis)} --name {cluster}`.", e);
        }
        return new Cluster([host], host.Services.GetRequiredService<IGrainFactory>(), isLocal: false);
    }

    /// <summary>Starts workers in this process; they end with it, and so do their jobs.</summary>
    /// <param name="workers">How many, at least 1; they share the threads.</param>
    /// <param name="threads">At most how many threads compute; every core when null.</param>
    /// <param name="store">Where the files of jobs lie; a <see cref="SharedFileSystem"/> when null.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<Cluster> StartLocalAsync(
        int workers, int? threads = null, IFileStore? store = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        store ??= new SharedFileSystem();
        int each = Math.Max((threads ?? Environment.ProcessorCount) / workers, 1);
        var hosts = new List<IHost>();
        try
        {
            IPEndPoint? primary = null;
            for (int i = 0; i < workers; i++)
            {
                var listen = new IPEndPoint(IPAddress.Loopback, Ports.Free());
                primary ??= listen;
                string name = $"{i + 1}";
                IHost host = Quiet(Host.CreateApplicationBuilder()).UseOrleans(silo => silo
                    .UseDevelopmentClustering(primary)
                    .AddMemoryGrainStorageAsDefault()
                    .ConfigureEndpoints(listen.Address, listen.Port, gatewayPort: 0)
                    .Use(WorkerSilo.DefaultCluster, worker => (worker.Name, worker.Threads, worker.Store) = (name, each, store))).Build();
                hosts.Add(host);
                await host.StartAsync(cancellation);
            }
            return new Cluster([.. hosts], hosts[0].Services.GetRequiredService<IGrainFactory>(), isLocal: true);
        }
        catch
        {
            await StopAsync(hosts);
            throw;
        }
    }

    /// <summary>Begins a job, which goes on by itself.</summary>
    /// <exception cref="InvalidInputException">The seeding goes through the points once for each cluster: only
    /// <see cref="Seeding.Parallel"/>, <see cref="Seeding.Random"/> and <see cref="Seeding.From(Points{double})"/> are
    /// possible.</exception>
    public async Task<ClusterJob> StartAsync(KMeans settings, ClusterData data)
    {
        IJob job = _grains.GetGrain<IJob>(Guid.NewGuid());
        await StartAsync(job, settings, data);
        return new ClusterJob(job, !_isLocal);
    }

    /// <summary>Clusters the points, and waits for the model. Cancelled, the job is cancelled too.</summary>
    /// <exception cref="InvalidInputException">The job has failed: a file cannot be read, or points and settings do not fit
    /// together.</exception>
    public async Task<KMeansModel> FitAsync(
        KMeans settings, ClusterData data, IProgress<JobStatus>? progress = null, CancellationToken cancellation = default)
    {
        ClusterJob job = await StartAsync(settings, data);
        try
        {
            return await job.ModelAsync(progress, cancellation);
        }
        catch (OperationCanceledException)
        {
            await job.CancelAsync();
            throw;
        }
    }

    /// <summary>The run, step by step from the first: <see cref="ClusterJob.StepsAsync"/> of a job that begins when they are asked
    /// for, and is cancelled where they are asked for no more.</summary>
    /// <inheritdoc cref="ClusterJob.StepsAsync" path="/remarks"/>
    /// <exception cref="InvalidInputException">As <see cref="StartAsync(KMeans, ClusterData)"/>, or the job has failed.</exception>
    public async IAsyncEnumerable<Step> StepsAsync(
        KMeans settings, ClusterData data, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        IJob grain = _grains.GetGrain<IJob>(Guid.NewGuid());
        var job = new ClusterJob(grain, !_isLocal);
        await job.BeWatchedAsync();
        await StartAsync(grain, settings, data);
        try
        {
            await foreach (Step step in job.StepsAsync(cancellation))
                yield return step;
        }
        finally
        {
            await job.CancelAsync();            // nothing to a job that has ended
        }
    }

    /// <summary>A job, by its number.</summary>
    public ClusterJob this[Guid id] => new(_grains.GetGrain<IJob>(id), !_isLocal);

    /// <summary>The jobs of the cluster, the newest first.</summary>
    public async Task<IReadOnlyList<ClusterJob>> JobsAsync() =>
        [.. (await ClusterJob.HearAsync(_grains.GetGrain<IJobList>(0).AllAsync())).Select(id => this[id])];

    /// <summary>Leaves; workers of this process end.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(_hosts);

    private static async Task StartAsync(IJob job, KMeans settings, ClusterData data)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(data);
        JobSpec spec = JobSettings.SpecOf(settings, data);
        for (int at = 0; at < spec.Centroids.Length; at += ShareWorker.MostBytes)
        {
            byte[] piece = spec.Centroids[at..Math.Min(at + ShareWorker.MostBytes, spec.Centroids.Length)];
            await job.PutAsync(spec.Centroids.Length, at, new Immutable<byte[]>(piece));
        }
        await job.StartAsync(spec with { Centroids = [] });
    }

    private static async Task StopAsync(IReadOnlyList<IHost> hosts)
    {
        foreach (IHost host in hosts.Reverse())
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            try
            {
                await host.StopAsync(soon.Token);
            }
            catch (OperationCanceledException)
            {
            }
            host.Dispose();
        }
    }

    private static HostApplicationBuilder Quiet(HostApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        return builder;
    }
}

/// <summary>Hosts that are built in one expression.</summary>
internal static class HostBuilding
{
    public static HostApplicationBuilder UseOrleans(this HostApplicationBuilder builder, Action<ISiloBuilder> configure) =>
        (HostApplicationBuilder)OrleansSiloGenericHostExtensions.UseOrleans(builder, configure);

    public static HostApplicationBuilder UseOrleansClient(this HostApplicationBuilder builder, Action<IClientBuilder> configure) =>
        (HostApplicationBuilder)OrleansClientGenericHostExtensions.UseOrleansClient(builder, configure);
}
