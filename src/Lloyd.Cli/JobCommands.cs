using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Lloyd.Data;
using Lloyd.Orleans;

namespace Lloyd.Cli;

/// <summary><c>lloyd status</c>, <c>resume</c> and <c>cancel</c>: jobs on a cluster.</summary>
internal static class JobCommands
{
    private static readonly Argument<string> Id = new("ID") { Description = "The number of the job, as lloyd fit printed it" };
    private static readonly Argument<string?> AnyId = new("ID")
    {
        Description = "The number of a job; left out: all jobs",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Model = new("-o", "--output") { Description = "Write the model to this file, once it is there; - is stdout", HelpName = "model.lloyd" };
    private static readonly Option<string> Format =
        new Option<string>("--format") { Description = "How it is printed", DefaultValueFactory = _ => "text" }.OneOf("text", "json");

    public static Command Status()
    {
        Command command = New("status", "Tells how far the jobs of a cluster are.\n\nExample: lloyd status --join redis://localhost:6379", AnyId, Model, Format);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using Cluster cluster = await ClusterOptions.JoinAsync(parsed, cancellation);
            bool asJson = parsed.GetValue(Format) == "json";
            if (parsed.GetValue(AnyId) is not { } id)
            {
                foreach (ClusterJob job in await cluster.JobsAsync())
                    Console.WriteLine(Line(await job.StatusAsync(), asJson));
                return;
            }
            ClusterJob one = JobOf(cluster, id);
            JobStatus status = await one.StatusAsync();
            if (status.Phase == JobPhase.Unknown)
                throw new InvalidInputException($"There is no job {one.Id} in this cluster. See `lloyd status`.");
            if (status.Phase == JobPhase.Done)
                ClusterFit.Print(await one.ModelAsync(cancellation: cancellation), null, parsed.GetValue(Model), asJson, cancellation);
            else
                Console.WriteLine(Line(status, asJson));
        });
        return command;
    }

    public static Command Resume()
    {
        Command command = New("resume", "Goes on with a job that has failed or was cancelled, and waits for its model.\n\nExample: lloyd resume JOB --join redis://localhost:6379 -o model.lloyd", Id, ClusterFit.Detach, Model, Format);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using Cluster cluster = await ClusterOptions.JoinAsync(parsed, cancellation);
            ClusterJob job = JobOf(cluster, parsed.GetValue(Id)!);
            await job.ResumeAsync();
            if (!parsed.GetValue(ClusterFit.Detach))
                await ClusterFit.FollowAsync(job, null, parsed.GetValue(Model), parsed.GetValue(Format) == "json", isLocal: false, cancellation);
        });
        return command;
    }

    public static Command Cancel()
    {
        Command command = New("cancel", "Stops a job. It can be resumed.\n\nExample: lloyd cancel JOB --join redis://localhost:6379", Id);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using Cluster cluster = await ClusterOptions.JoinAsync(parsed, cancellation);
            Console.WriteLine(Line(await JobOf(cluster, parsed.GetValue(Id)!).CancelAsync(), asJson: false));
        });
        return command;
    }

    private static Command New(string name, string description, Argument argument, params Option[] options)
    {
        var command = new Command(name, description) { argument, ClusterOptions.Join, ClusterOptions.Name };
        foreach (Option option in options)
            command.Add(option);
        return command;
    }

    private static ClusterJob JobOf(Cluster cluster, string id) => Guid.TryParse(id, out Guid number)
        ? cluster[number]
        : throw new InvalidInputException($"'{Shown.Text(id)}' is no number of a job. See `lloyd status`.");

    private static string Line(JobStatus status, bool asJson)
    {
        if (!asJson)
            return string.Create(CultureInfo.InvariantCulture,
                $"{status.Id}\t{status.Path}\tk = {status.K}\t{status.Points} points\t{ClusterFit.Describe(status, null)}\t{status.Error}").TrimEnd();
        using var buffer = new MemoryStream();
        using (Utf8JsonWriter json = Json.To(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", status.Id);
            json.WriteString("phase", status.Phase.NameOf());
            json.WriteString("path", status.Path);
            json.WriteNumber("k", status.K);
            json.WriteNumber("points", status.Points);
            json.WriteNumber("restart", status.Restart);
            json.WriteNumber("iteration", status.Iteration);
            json.WriteNumber("changed", status.Changed);
            json.WriteNumber("workers", status.Workers);
            json.WriteNumber("retries", status.Retries);
            json.WriteString("error", status.Error);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
