using System.CommandLine;
using System.Net;
using Lloyd.Data;
using Lloyd.Orleans;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lloyd.Cli;

/// <summary><c>lloyd worker</c>: a machine of a cluster.</summary>
internal static class WorkerCommand
{
    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Where other workers reach this one; clients use the next port. Left out: free ports on loopback",
        HelpName = "IP:PORT",
    };

    private static readonly Option<bool> Insecure = new("--insecure") { Description = "Listen beyond loopback, although nothing is encrypted and nobody has to say who they are" };
    private static readonly Option<string> Label = new("--worker") { Description = "How messages and logs call this worker", DefaultValueFactory = _ => Environment.MachineName };
    private static readonly Option<int> Threads =
        new Option<int>("--threads") { Description = "At most how many threads", DefaultValueFactory = _ => Environment.ProcessorCount }
            .Whole(1, int.MaxValue);
    private static readonly Option<int?> Health = new("--health") { Description = "Answer GET /health on this port of loopback", HelpName = "PORT" };
    private static readonly Option<string> Logs =
        new Option<string>("--log") { Description = "How logs are written to stderr", DefaultValueFactory = _ => "text" }.OneOf("text", "json");

    public static Command Create()
    {
        var command = new Command("worker",
            "Works for the jobs of a cluster until it is stopped.\n\nExample: lloyd worker --join redis://localhost:6379 --health 8080")
        {
            ClusterOptions.Join, ClusterOptions.Name, Listen, Insecure, Label, Threads, InputTable.Memory, Health, Logs,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string redis = ClusterOptions.Address(parsed);
        IPEndPoint listen = AddressOf(parsed);
        await RedisAddress.CheckAsync(redis);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        Log(builder.Logging, asJson: parsed.GetValue(Logs) == "json");
        builder.WebHost.UseUrls(parsed.GetValue(Health) is { } port ? $"http://127.0.0.1:{port}" : "http://127.0.0.1:0");
        builder.UseOrleans(silo => silo.UseLloydWorker(redis, parsed.GetValue(ClusterOptions.Name)!, listen, worker =>
        {
            worker.Name = parsed.GetValue(Label)!;
            worker.Threads = parsed.GetValue(Threads);
            worker.Memory = InputTable.Half(parsed);
        }));
        await using WebApplication app = builder.Build();
        app.MapGet("/health", AnswerAsync);
        await StartAsync(app, cancellation);
        Console.Error.WriteLine($"lloyd: worker {parsed.GetValue(Label)} of cluster '{parsed.GetValue(ClusterOptions.Name)}' works at {listen}; Ctrl-C ends it");
        await app.WaitForShutdownAsync(cancellation);
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidInputException($"The worker cannot start: {Shown.Text(e.Message, limit: 300)} Is the port free?", e);
        }
    }

    private static Task AnswerAsync(HttpContext context)
    {
        WorkerHealth health = context.RequestServices.GetRequiredService<WorkerHealth>();
        context.Response.StatusCode = health.IsActive ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        byte[] answer = Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("status", health.IsActive ? "ok" : "not in the cluster");
            json.WriteString("address", health.Address);
            json.WriteNumber("workers", health.Workers);
            json.WriteEndObject();
        });
        return context.Response.Body.WriteAsync(answer).AsTask();
    }

    private static IPEndPoint AddressOf(ParseResult parsed)
    {
        if (parsed.GetValue(Listen) is not { } text)
            return new IPEndPoint(IPAddress.Loopback, Ports.FreePair());
        if (!IPEndPoint.TryParse(text, out IPEndPoint? listen) || listen.Port is 0 or IPEndPoint.MaxPort)
            throw new InvalidInputException($"--listen is '{Shown.Text(text)}'; give an IP address of this machine and a port: 10.0.0.5:11111.");
        if (!IPAddress.IsLoopback(listen.Address) && !parsed.GetValue(Insecure))
            throw new InvalidInputException(
                $"At {listen.Address} whoever reaches the worker can have it read files and give away what is in them: nothing is encrypted, and nobody has to say who they are. If only machines that you trust reach it, add --insecure.");
        return listen;
    }

    private static void Log(ILoggingBuilder logging, bool asJson)
    {
        logging.ClearProviders();
        logging.AddFilter("Lloyd", LogLevel.Information).AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
        if (asJson)
            logging.AddJsonConsole(options => (options.UseUtcTimestamp, options.TimestampFormat) = (true, "O"));
        else
            logging.AddSimpleConsole(options =>
                (options.SingleLine, options.UseUtcTimestamp, options.TimestampFormat) = (true, true, "yyyy-MM-dd HH:mm:ss "));
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
