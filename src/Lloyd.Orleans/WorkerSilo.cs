using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;

namespace Lloyd.Orleans;

/// <summary>How silos of workers are set up.</summary>
public static class WorkerSilo
{
    /// <summary>The name of a cluster that is given none.</summary>
    public const string DefaultCluster = "lloyd";

    /// <summary>Makes a silo a worker whose membership and jobs are kept in Redis.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="redis">Where it is: a <see cref="RedisAddress"/>.</param>
    /// <param name="cluster">The name of the cluster.</param>
    /// <param name="listen">Where other silos reach this one; the next port is for clients.</param>
    /// <param name="worker">What it brings.</param>
    public static ISiloBuilder UseLloydWorker(
        this ISiloBuilder silo, string redis, string cluster, IPEndPoint listen, Action<WorkerOptions> worker)
    {
        ArgumentNullException.ThrowIfNull(listen);
        ConfigurationOptions connection = RedisAddress.Parse(redis);
        return silo
            .UseRedisClustering(options => options.ConfigurationOptions = connection)
            .AddRedisGrainStorageAsDefault(builder => builder.Configure<Serializer>((options, serializer) =>
            {
                options.ConfigurationOptions = connection;
                options.DeleteStateOnClear = true;
                options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            }))
            .ConfigureEndpoints(listen.Address, listen.Port, listen.Port + 1, listenOnAnyHostAddress: false)
            .Use(cluster, worker);
    }

    /// <summary>What all silos have in common.</summary>
    internal static ISiloBuilder Use(this ISiloBuilder silo, string cluster, Action<WorkerOptions> worker)
    {
        // The scheduler's threads are shared with the kernels: with too few, probes would wait for an assignment.
        ThreadPool.GetMinThreads(out int threads, out int io);
        ThreadPool.SetMinThreads(Math.Max(threads, 2 * Environment.ProcessorCount + 8), io);
        silo.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = cluster);
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(2);
            options.NumMissedProbesLimit = 3;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            // After all were killed, new ones wait until the old have not written for three of these: by default 90 s.
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
            options.DefunctSiloExpiration = TimeSpan.FromHours(1);
        });
        // Pure questions need no lease on their range: a silo's death is over in a second.
        silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);
        silo.AddDistributedGrainDirectory();
        silo.AddPlacementDirector<OnNamedSilo, OnNamedSilo.Director>();
        silo.Services.Configure(worker);
        silo.Services.AddHostedService<JobKeeper>();
        silo.Services.AddSingleton<WorkerHealth>();
        return silo;
    }
}
