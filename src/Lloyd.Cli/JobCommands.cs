using System.CommandLine;
using System.Globalization;
using Lloyd.Data;
using Lloyd.Orleans;

namespace Lloyd.Cli;

/// <summary><c>lloyd status</c>, <c>resume</c>, <c>cancel</c> and <c>forget</c>: jobs on a cluster.</summary>
internal static class JobCommands
{
    private static readonly Argument<string> Id = new("ID") { Description = "The number of the job, as lloyd fit printed it" };
    private static readonly Argument<string?> AnyId = new("ID")
    {
        Description = "The number of a job; left out: all jobs",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Argument<string[]> Ids =
        new Argument<string[]>("ID") { Description = "The numbers of jobs that have ended", Arity = ArgumentArity.ZeroOrMore }.ButNoOptions();

    private static readonly Option<string> Model = new("-o", "--output") { Description = "Write the model to this file, once it is there; - is stdout", HelpName = "model.lloyd" };
    private static readonly Option<string> Labels = new("--labels") { Description = "Write the cluster of each row to this file, once the model is there; reads the data here; - is stdout", HelpName = "labels.csv" };
    private static readonly Option<string> Format =
        new Option<string>("--format") { Description = "How it is printed", DefaultValueFactory = _ => "text" }.OneOf("text", "json");
    private static readonly Option<int?> Iterations = new("--iterations") { Description = "At most how many updates, instead of what fit was told; a job that has come so far ends with the next one" };
    private static readonly Option<int?> Ended = new("--ended") { Description = "All jobs that ended so many days ago or earlier; 0: all that have ended", HelpName = "DAYS" };

    public static Command Status()
    {
        Command command = New("status", "Tells how far the jobs of a cluster are.\n\nExample: lloyd status --join redis://localhost:6379", AnyId, Model, Labels, Format);
        command.SetAction(async (parsed, cancellation) =>
        {
            ClusterResult result = ResultOf(parsed);
            await using Cluster cluster = await ClusterOptions.JoinAsync(parsed, cancellation);
            if (parsed.GetValue(AnyId) is { } id)
                await ShowAsync(JobOf(cluster, id), result, cancellation);
            else
                foreach (ClusterJob job in await cluster.JobsAsync())
                    Console.WriteLine(Line(await job.StatusAsync(), result.AsJson));
        });
        return command;
    }

    public static Command Resume()
    {
        Command command = New("resume",
            "Goes on with a job that has failed or was cancelled, and waits for its model.\n\nExample: lloyd resume ID --join redis://localhost:6379 -o big.lloyd\n"
            + "         lloyd resume ID --join redis://localhost:6379 -o big.lloyd --iterations 1     the model of a cancelled job, as far as it has come",
            Id, Iterations, ClusterFit.Detach, Model, Labels, Format);
        command.SetAction(async (parsed, cancellation) =>
        {
            ClusterResult result = ResultOf(parsed);
            if (parsed.GetValue(Iterations) is < 1 and var most)
                throw new InvalidInputException($"--iterations is {most}; give a whole number from 1.");
            await using Cluster cluster = await ClusterOptions.JoinAsync(parsed, cancellation);
            ClusterJob job = JobOf(cluster, parsed.GetValue(Id)!);
            await job.ResumeAsync(parsed.GetValue(Iterations));
            if (!parsed.GetValue(ClusterFit.Detach))
                await ClusterFit.FollowAsync(job, null, result, isLocal: false, cancellation);
        });
        return command;
    }

    public static Command Cancel()
    {
        Command command = New("cancel", "Stops a job. It can be resumed.\n\nExample: lloyd cancel ID --join redis://localhost:6379", Id);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using Cluster cluster = await ClusterOptions.JoinAsync(parsed, cancellation);
            Console.WriteLine(Line(await JobOf(cluster, parsed.GetValue(Id)!).CancelAsync(), asJson: false));
        });
        return command;
    }

    public static Command Forget()
    {
        Command command = New("forget",
            "Deletes jobs that have ended, and their models, from the Redis of a cluster.\n\nExample: lloyd forget ID --join redis://localhost:6379\n"
            + "         lloyd forget --ended 30 --join redis://localhost:6379",
            Ids, Ended);
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] ids = parsed.GetValue(Ids) ?? [];
            int? days = parsed.GetValue(Ended);
            if (days is < 0)
                throw new InvalidInputException($"--ended is {days}; give a whole number from 0.");
            if (ids.Length > 0 == days is not null)
                throw new InvalidInputException("Say which jobs: either their numbers, or --ended DAYS.");
            await using Cluster cluster = await ClusterOptions.JoinAsync(parsed, cancellation);
            IReadOnlyList<ClusterJob> jobs = days is { } some
                ? await EndedAsync(cluster, DateTimeOffset.UtcNow - TimeSpan.FromDays(some))
                : [.. ids.Select(id => JobOf(cluster, id))];
            foreach (ClusterJob job in jobs)
            {
                await job.ForgetAsync();
                Console.WriteLine(job.Id);
            }
        });
        return command;
    }

    private static async Task<IReadOnlyList<ClusterJob>> EndedAsync(Cluster cluster, DateTimeOffset latest)
    {
        var ended = new List<ClusterJob>();
        foreach (ClusterJob job in await cluster.JobsAsync())
            if ((await job.StatusAsync()).Ended <= latest)
                ended.Add(job);
        return ended;
    }

    private static async Task ShowAsync(ClusterJob job, ClusterResult result, CancellationToken cancellation)
    {
        JobStatus status = await job.StatusAsync();
        if (status.Phase == JobPhase.Unknown)
            throw new InvalidInputException($"There is no job {job.Id} in this cluster. See `lloyd status`.");
        if (status.Phase == JobPhase.Done)
            await result.WriteAsync(job, await job.ModelAsync(cancellation: cancellation), null, isKept: true, cancellation);
        else
            Console.WriteLine(Line(status, result.AsJson));
    }

    private static Command New(string name, string description, Argument argument, params Option[] options)
    {
        var command = new Command(name, description) { argument, ClusterOptions.Join, ClusterOptions.Name };
        foreach (Option option in options)
            command.Add(option);
        return command;
    }

    private static ClusterResult ResultOf(ParseResult parsed)
    {
        var result = new ClusterResult(parsed.GetValue(Model), parsed.GetValue(Labels), parsed.GetValue(Format) == "json");
        result.Check();
        return result;
    }

    private static ClusterJob JobOf(Cluster cluster, string id) => Guid.TryParse(id, out Guid number)
        ? cluster[number]
        : throw new InvalidInputException($"'{Shown.Text(id)}' is no number of a job. See `lloyd status`.");

    private static string Where(JobStatus status) =>
        status.MorePaths > 0 ? $"{status.Path} and {status.MorePaths} more" : status.Path;

    private static string Line(JobStatus status, bool asJson)
    {
        if (!asJson)
            return string.Create(CultureInfo.InvariantCulture,
                $"{status.Id}\t{Where(status)}\tk = {status.K}\t{status.Points} points\t{ClusterFit.Describe(status, null)}{status.Ended:' at 'yyyy-MM-dd HH:mm'Z'}\t{status.Error}").TrimEnd();
        return Json.Text(json =>
        {
            json.WriteStartObject();
            json.WriteString("id", status.Id);
            json.WriteString("phase", status.Phase.NameOf());
            json.WriteString("path", status.Path);
            json.WriteNumber("morePaths", status.MorePaths);
            json.WriteNumber("k", status.K);
            json.WriteNumber("points", status.Points);
            json.WriteNumber("restart", status.Restart);
            json.WriteNumber("iteration", status.Iteration);
            json.WriteNumber("changed", status.Changed);
            json.WriteNumber("workers", status.Workers);
            json.WriteNumber("retries", status.Retries);
            json.WriteString("error", status.Error);
            if (status.Ended is { } ended)
                json.WriteString("ended", ended);
            json.WriteEndObject();
        });
    }
}
