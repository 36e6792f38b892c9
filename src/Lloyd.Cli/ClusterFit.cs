using System.CommandLine;
using System.Text;
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
        ParseResult parsed, KMeans settings, string path, string? precision, string? output, bool asJson,
        CancellationToken cancellation)
    {
        if (path == "-")
            throw new InvalidInputException("DATA is -, which is stdin; workers read files. Name a file or a folder.");
        var data = new ClusterData
        {
            Path = Path.GetFullPath(path),
            Columns = InputTable.Names(parsed, InputTable.Columns),
            Weight = parsed.GetValue(InputTable.Weight),
            Missing = parsed.GetValue(InputTable.Missing),
            Precision = precision switch { "f32" => Precision.F32, "f64" => Precision.F64, _ => null },
        };
        bool isLocal = parsed.GetValue(LocalWorkers) is not null;
        if (isLocal && (parsed.GetValue(ClusterOptions.Join) is not null || parsed.GetValue(Detach)))
            throw new InvalidInputException("--local-workers end with this process; leave out --join and --detach.");
        if (parsed.GetValue(LocalWorkers) is < 1)
            throw new InvalidInputException($"--local-workers is {parsed.GetValue(LocalWorkers)}; give a whole number from 1.");
        await using Cluster cluster = isLocal
            ? await Cluster.StartLocalAsync(parsed.GetValue(LocalWorkers)!.Value, settings.Threads, cancellation)
            : await ClusterOptions.JoinAsync(parsed, cancellation);
        ClusterJob job = await cluster.StartAsync(settings, data);
        if (!isLocal)
            Console.Error.WriteLine($"lloyd: job {job.Id}");
        if (parsed.GetValue(Detach))
            Console.WriteLine(job.Id);
        else
            await FollowAsync(job, settings, output, asJson, isLocal, cancellation);
    }

    /// <summary>Shows how far a job is until it ends, and then the result.</summary>
    public static async Task FollowAsync(
        ClusterJob job, KMeans? settings, string? output, bool asJson, bool isLocal, CancellationToken cancellation)
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
        Print(model, settings, output, asJson, cancellation);
    }

    public static void Print(KMeansModel model, KMeans? settings, string? output, bool asJson, CancellationToken cancellation)
    {
        if (output is not null)
            Output.Write(output, stream => stream.Write(model.Save()), cancellation);
        string result = asJson ? FitResult.JsonOf(model, settings ?? new KMeans(model.K), TimeSpan.Zero) : FitResult.Text(model);
        if (output == "-")
            Console.Error.WriteLine(result);
        else
            Output.Write("-", stream => stream.Write(Encoding.UTF8.GetBytes(result + Environment.NewLine)), cancellation);
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
}
