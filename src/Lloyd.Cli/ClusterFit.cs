using System.CommandLine;
using Lloyd.Data;
using Lloyd.Orleans;

namespace Lloyd.Cli;

/// <summary><c>lloyd fit --join</c> and <c>--local-workers</c>: a fit by workers.</summary>
internal static class ClusterFit
{
    public static readonly Option<int?> LocalWorkers = new("--local-workers")
    {
        Description = "Fit with so many workers inside this process, to try what --join does with nothing installed",
    };

    public static readonly Option<bool> Detach = new("--detach") { Description = "With --join: print the number of the job and leave it to the workers" };

    public static bool IsAsked(ParseResult parsed) =>
        parsed.GetValue(ClusterOptions.Join) is not null || parsed.GetValue(LocalWorkers) is not null;

    public static async Task RunAsync(
        ParseResult parsed, KMeans settings, string[] paths, string? precision, ClusterResult result, CancellationToken cancellation)
    {
        if (paths.Contains(""))
            throw new InvalidInputException("DATA is empty. Name a file or a folder.");
        if (paths.Contains("-"))
            throw new InvalidInputException("DATA is -, which is stdin; workers read files. Name a file or a folder.");
        var data = new ClusterData
        {
            Paths = Array.ConvertAll(paths, Path.GetFullPath),
            Columns = InputTable.Names(parsed, InputTable.Columns),
            Weight = parsed.GetValue(InputTable.Weight),
            Missing = parsed.GetValue(InputTable.Missing),
            Precision = precision switch { "f32" => Precision.F32, "f64" => Precision.F64, _ => null },
        };
        Check(parsed, data, result);
        bool isLocal = parsed.GetValue(LocalWorkers) is not null;
        await using Cluster cluster = isLocal
            ? await Cluster.StartLocalAsync(parsed.GetValue(LocalWorkers)!.Value, settings.Threads, cancellation: cancellation)
            : await ClusterOptions.JoinAsync(parsed, cancellation);
        ClusterJob job = await cluster.StartAsync(settings, data);
        if (!isLocal)
            Console.Error.WriteLine($"lloyd: job {job.Id}");
        if (parsed.GetValue(Detach))
            Console.WriteLine(job.Id);
        else
            await FollowAsync(job, settings, result, isLocal, cancellation);
    }

    /// <summary>Shows how far a job is until it ends, and then the result.</summary>
    public static async Task FollowAsync(
        ClusterJob job, KMeans? settings, ClusterResult result, bool isLocal, CancellationToken cancellation)
    {
        KMeansModel model;
        try
        {
            using var line = new ProgressLine("waiting for workers");
            model = await job.ModelAsync(line.Reports<JobStatus>(status => Describe(status, settings)), cancellation);
        }
        catch (OperationCanceledException) when (!isLocal)
        {
            Console.Error.WriteLine($"lloyd: job {job.Id} goes on; `lloyd cancel {job.Id}` stops it");
            throw;
        }
        await result.WriteAsync(job, model, settings, isKept: !isLocal, cancellation);
    }

    public static string Describe(JobStatus status, KMeans? settings) => status.Phase switch
    {
        JobPhase.Describing => "looking at the points",
        JobPhase.Seeding => "choosing where to start",
        JobPhase.Iterating => (settings is { Restarts: > 1 } ? $"start {status.Restart + 1} of {settings.Restarts}, " : "")
            + $"iteration {status.Iteration}, {status.Changed} points moved, {status.Workers} workers"
            + (status.Retries > 0 ? $", {status.Retries} retries" : ""),
        _ => status.Phase.NameOf(),
    };

    private static void Check(ParseResult parsed, ClusterData data, ClusterResult result)
    {
        bool isDetached = parsed.GetValue(Detach);
        if (parsed.GetValue(LocalWorkers) is { } workers)
        {
            if (parsed.GetValue(ClusterOptions.Join) is not null || isDetached)
                throw new InvalidInputException("--local-workers end with this process; leave out --join and --detach.");
            if (workers < 1)
                throw new InvalidInputException($"--local-workers is {workers}; give a whole number from 1.");
        }
        foreach ((string name, string? path) in new[] { ("-o", result.Output), ("--labels", result.Labels) })
        {
            if (path is null)
                continue;
            if (isDetached)
                throw new InvalidInputException($"With --detach there is no model to write yet; leave out {name} and give it to `lloyd status ID` later.");
            if (path != "-" && data.Paths.Any(folder => Path.GetDirectoryName(Path.GetFullPath(path)) == Path.TrimEndingDirectorySeparator(folder)))
                throw new InvalidInputException($"{name} is a file in the folder of the data, and would be taken for data; name one elsewhere.");
        }
        if (result.Labels is not null && Array.Find(data.Paths, path => !Path.Exists(path)) is { } missing)
            throw new InvalidInputException($"{missing}: there is no such file or folder here, and --labels reads it here when the model is there; leave out --labels.");
    }
}
