using System.CommandLine;
using Lloyd.Orleans;

namespace Lloyd.Cli;

/// <summary>Which cluster a command works with.</summary>
internal static class ClusterOptions
{
    public static readonly Option<string> Join = new("--join")
    {
        Description = "The cluster of workers, by the Redis that keeps it together; rediss:// is with TLS; its password is taken from LLOYD_REDIS_PASSWORD",
        HelpName = "redis://HOST:PORT",
    };

    public static readonly Option<string> Name = new("--name")
    {
        Description = "The name of the cluster, where a Redis keeps several",
        DefaultValueFactory = _ => WorkerSilo.DefaultCluster,
    };

    /// <exception cref="InvalidInputException">It cannot be reached, or is not named.</exception>
    public static Task<Cluster> JoinAsync(ParseResult parsed, CancellationToken cancellation) =>
        Cluster.JoinAsync(Address(parsed), parsed.GetValue(Name)!, cancellation);

    /// <summary>The address, with the password of the environment: a command line is there for all to see.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static string Address(ParseResult parsed) => RedisAddress.With(
        parsed.GetValue(Join) ?? throw new InvalidInputException("Say which cluster: --join redis://HOST:PORT."),
        Environment.GetEnvironmentVariable("LLOYD_REDIS_PASSWORD"));
}
