using System.CommandLine;
using Lloyd.Cli.Serving;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary><c>lloyd play</c>: the page that shows a run step by step.</summary>
internal static class PlayCommand
{
    private static readonly Argument<string?> Data = new("DATA")
    {
        Description = "A CSV or .npy file; left out: the notebook's blobs",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int> K = new("-k") { Description = "How many clusters to open with", DefaultValueFactory = _ => 3 };
    private static readonly Option<uint> Seed = new("--seed") { Description = "The seed to open with" };
    private static readonly Option<Scaling> Scale = new Option<Scaling>("--scale") { Description = "The scaling to open with" }.Named();
    private static readonly Option<int> Port = new("--port") { Description = "The port on this machine; 0: any that is free" };
    private static readonly Option<bool> NoBrowser = new("--no-browser") { Description = "Only print the address" };

    public static Command Create()
    {
        K.MustBe(1, int.MaxValue);
        Port.MustBe(0, ushort.MaxValue);
        var command = new Command("play", "Shows k-means at work, step by step, in the browser.\n\nExample: lloyd play iris.csv -k 3")
        {
            Data, K, Seed, Scale, InputTable.Columns, InputTable.Missing, Port, NoBrowser,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        ServedTable? table = parsed.GetValue(Data) is { } path ? Read(parsed, path, cancellation) : null;
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
        var settings = new KMeans(parsed.GetValue(K))
        {
            Seed = parsed.GetValue(Seed),
            Scaling = parsed.GetValue(Scale),
            Tolerance = 0,      // to the very end: that is what there is to see
        };
        string name = path == "-" ? "stdin" : Path.GetFileName(path);
        double[] values = table.ToPoints<double>().Values.ToArray();        // the file may be gone while the page is open
        var points = new Points<double>(values, table.Columns.Count) { Columns = table.Columns };
        return new ServedTable(name, points, table.Columns, settings, [.. table.Notes]);
    }
}
