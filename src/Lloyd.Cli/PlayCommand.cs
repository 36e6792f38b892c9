using System.CommandLine;
using Lloyd.Cli.Serving;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary><c>lloyd play</c>: the page that shows a run step by step.</summary>
internal static class PlayCommand
{
    private static readonly Argument<string?> Data = new("DATA")
    {
        Description = $"A {InputTable.Formats}; left out: the notebook's blobs",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly RunOptions Run = new(k: 3, tolerance: "0");     // to the very end: that is what there is to see
    private static readonly Option<int> Port =
        new Option<int>("--port") { Description = "The port on this machine; 0: any that is free", DefaultValueFactory = _ => 0 }
            .Whole(0, ushort.MaxValue);
    private static readonly Option<bool> NoBrowser = new("--no-browser") { Description = "Only print the address" };

    public static Command Create()
    {
        Run.Init.OneOf("k-means++", "random", "farthest").Description = "Where to start";
        var command = new Command("play", "Shows k-means at work, step by step, in the browser.\n\nExample: lloyd play iris.csv -k 3") { Data };
        foreach (Option option in Run.All)
            command.Add(option);
        foreach (Option option in new Option[] { InputTable.Columns, InputTable.OneHot, InputTable.Weight, InputTable.Missing, Port, NoBrowser })
            command.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        ServedTable? table = parsed.GetValue(Data) is { } path
            ? await Task.Run(() => Read(parsed, path, cancellation), cancellation)
            : null;
        string folder = Path.Combine(AppContext.BaseDirectory, "page");
        await using PageServer server = await PageServer.StartAsync(folder, table, parsed.GetValue(Port));
        Console.Out.WriteLine(server.Address);
        Console.Error.WriteLine("lloyd: the page is served to this machine only; Ctrl-C ends it.");
        if (!parsed.GetValue(NoBrowser))
            DefaultBrowser.Open(server.Address);
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static ServedTable Read(ParseResult parsed, string path, CancellationToken cancellation)
    {
        using Table table = InputTable.Read(parsed, path, cancellation);
        KMeans settings = Run.Settings(parsed, cancellation);
        return ServedTable.Of(parsed, table, path == "-" ? "stdin" : Path.GetFileName(path), settings, cancellation);
    }
}
