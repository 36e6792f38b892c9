using System.CommandLine;
using System.Diagnostics;
using System.Numerics;
using System.Text;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary><c>lloyd fit</c>: clusters a file.</summary>
internal static class FitCommand
{
    private static readonly Argument<string[]> Data = new Argument<string[]>("DATA")
    {
        Description = $"A {InputTable.Formats}; - reads stdin. With --join or --local-workers: such files, or folders of them, all of the same columns",
        Arity = ArgumentArity.OneOrMore,
    }.ButNoOptions();
    private static readonly RunOptions Run = new(k: null, tolerance: "1e-4");
    private static readonly Option<int> Restarts =
        new Option<int>("--restarts") { Description = "How many starts; the best wins", DefaultValueFactory = _ => 1 }.Whole(1, int.MaxValue);
    private static readonly Option<string> Precisions =
        new Option<string>("--precision") { Description = "How points are held; left out: as the file has them, text as f64" }.OneOf("f32", "f64");
    private static readonly Option<int> Threads =
        new Option<int>("--threads") { Description = "At most how many threads", DefaultValueFactory = _ => Environment.ProcessorCount }
            .Whole(1, int.MaxValue);
    private static readonly Option<string> Algorithm =
        new Option<string>("--algorithm")
        {
            Description = $"Decides the speed, never the result: {string.Join(", ", KMeans.Algorithms)}",
            HelpName = "name",
            DefaultValueFactory = _ => KMeans.AutomaticAlgorithm,
        }.OneOf([.. KMeans.Algorithms]);
    private static readonly Option<string> Model = new("-o", "--output") { Description = "Write the model to this file, for lloyd predict; - is stdout", HelpName = "model.lloyd" };
    private static readonly Option<string> Labels = new("--labels") { Description = "Write the cluster of each row to this file, .parquet or .npy by its name or else CSV; - is stdout, as CSV", HelpName = "labels.csv" };
    private static readonly Option<string> Trace = new("--trace") { Description = "Write every step of the run to this file; - is stdout", HelpName = "trace.json" };
    private static readonly Option<string> Resume = new("--checkpoint")
    {
        Description = "Keep in this file where the fit is, and go on from there if it is stopped and called again",
        HelpName = "file",
    };
    private static readonly Option<string> Format =
        new Option<string>("--format") { Description = "How the result is printed", DefaultValueFactory = _ => "text" }.OneOf("text", "json");

    public static Command Create()
    {
        var command = new Command("fit",
            "Clusters the rows of a file; with --join, those of many files, on many machines.\n\nExample: lloyd fit iris.csv -k 3 --scale standard -o iris.lloyd --labels labels.csv\n"
            + "         lloyd fit sales.parquet -k 5 --columns age,spent* --one-hot city --id customer --missing drop --scale standard --labels labels.csv\n"
            + "         lloyd fit 2024.parquet 2025.parquet -k 5 --local-workers 1")
        {
            Data,
        };
        foreach (Option option in Run.All)
            command.Add(option);
        foreach (Option option in new Option[]
        {
            Restarts, InputTable.Columns, InputTable.OneHot, InputTable.Ids, InputTable.Weight, InputTable.Missing, Precisions, Threads, InputTable.Memory, Algorithm, Model, Labels, Trace, Resume, Format,
            ClusterOptions.Join, ClusterOptions.Name, ClusterFit.LocalWorkers, ClusterFit.Detach,
        })
            command.Add(option);
        command.SetAction((parsed, cancellation) => ClusterFit.IsAsked(parsed)
            ? FitOnClusterAsync(parsed, cancellation)
            : Task.Run(() => Fit(parsed, cancellation), cancellation));
        return command;
    }

    private static async Task FitOnClusterAsync(ParseResult parsed, CancellationToken cancellation)
    {
        foreach (Option option in new Option[] { Trace, Resume, InputTable.OneHot, InputTable.Ids })
            if (parsed.GetResult(option) is { Implicit: false })
                throw new InvalidInputException($"{option.Name} is not possible on workers. Leave it out.");
        var result = new ClusterResult(parsed.GetValue(Model), parsed.GetValue(Labels), parsed.GetValue(Format) == "json");
        string[] paths = parsed.GetValue(Data)!;
        result.Check([.. paths.Select(path => ("DATA", (string?)path)), ("--init", Run.InitFile(parsed))]);
        KMeans settings = Run.Settings(parsed, cancellation) with
        {
            Restarts = parsed.GetValue(Restarts),
            Threads = parsed.GetValue(Threads),
            Algorithm = parsed.GetValue(Algorithm)!,
        };
        if (parsed.GetResult(Run.Init) is null or { Implicit: true })
        {
            settings = settings with { Seeding = Seeding.Parallel() };
            Console.Error.WriteLine("lloyd: starting with parallel (k-means||), as the points are spread over workers; --init chooses another start");
        }
        await ClusterFit.RunAsync(parsed, settings, paths, parsed.GetValue(Precisions), result, cancellation);
    }

    /// <exception cref="InvalidInputException">There are several, which only workers take.</exception>
    private static string OneFile(string[] paths)
    {
        const string Remedy = "--local-workers 1";
        if (paths is not [var path])
            throw new InvalidInputException($"DATA names {paths.Length} files ({Shown.Text(string.Join(", ", paths), limit: 200)}); "
                + $"give one, or {Remedy}, which takes several as one table.");
        return Directory.Exists(path)
            ? throw new InvalidInputException($"{Shown.Text(path, limit: 200)}: this is a folder; give a file, or {Remedy}, which takes all files of a folder as one table.")
            : path;
    }

    private static void Fit(ParseResult parsed, CancellationToken cancellation)
    {
        string path = OneFile(parsed.GetValue(Data)!);
        bool asJson = parsed.GetValue(Format) == "json";
        NamedFiles.Check([("DATA", path), ("--init", Run.InitFile(parsed))],
            ("--format json", asJson ? "-" : null), ("-o", parsed.GetValue(Model)), ("--labels", parsed.GetValue(Labels)),
            ("--trace", parsed.GetValue(Trace)), ("--checkpoint", parsed.GetValue(Resume)));
        if (parsed.GetValue(Resume) == "-")
            throw new InvalidInputException("--checkpoint is -, which is stdout; name a file, to go on from it later.");
        string? labels = parsed.GetValue(Labels);
        LabelFormat format = labels is null ? default : LabelFile.FormatOf("--labels", labels, InputTable.Names(parsed, InputTable.Ids) ?? [], withDistances: false);
        KMeans settings = Run.Settings(parsed, cancellation) with
        {
            Restarts = parsed.GetValue(Restarts),
            Threads = parsed.GetValue(Threads),
            Algorithm = parsed.GetValue(Algorithm)!,
        };
        long started = Stopwatch.GetTimestamp();
        using Table table = InputTable.Read(parsed, path, cancellation);
        TimeSpan reading = Stopwatch.GetElapsedTime(started);
        if (format == LabelFormat.Parquet)
            ParquetLabels.CheckNames(table.Ids, []);
        settings = settings with { Memory = MemoryBudget.ForCopies(parsed, table) };

        bool single = (parsed.GetValue(Precisions) ?? (table.Precision == Precision.F32 ? "f32" : "f64")) == "f32";
        KMeansModel model = single
            ? Fit(parsed, settings, table.ToPoints<float>(), cancellation)
            : Fit(parsed, settings, table.ToPoints<double>(), cancellation);
        if (labels is not null)
            Output.Write(labels, stream => TableWriter.WriteLabels(stream, model.Labels.Span, table.DroppedRows, ids: table.Ids, format: format), cancellation);
        if (parsed.GetValue(Model) is { } output)
        {
            byte[] file = single ? model.Save(table.ToPoints<float>(), cancellation) : model.Save(table.ToPoints<double>(), cancellation);
            Output.Write(output, stream => stream.Write(file), cancellation);
        }

        string result = asJson ? FitResult.JsonOf(model, settings, reading) : FitResult.Text(model);
        if (new[] { Model, Labels, Trace }.Any(option => parsed.GetValue(option) == "-"))
            Console.Error.WriteLine(result);
        else
            Output.Write("-", stream => stream.Write(Encoding.UTF8.GetBytes(result + Environment.NewLine)), cancellation);
        if (parsed.GetValue(Resume) is { } checkpoint)
            File.Delete(checkpoint);        // now that all is written
    }

    private static KMeansModel Fit<T>(ParseResult parsed, KMeans settings, Points<T> points, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DominanceHint.Print(points, settings.Scaling, cancellation);
        KMeansModel model;
        using (var line = new ProgressLine("choosing where to start"))
        {
            IProgress<FitProgress>? progress = RunProgress.Of(settings, line);
            model = parsed.GetValue(Resume) is { } file
                ? FitWithCheckpoints(file, settings, points, progress, cancellation)
                : settings.Fit(points, progress, cancellation);
        }
        if (parsed.GetValue(Trace) is not { } trace)
            return model;
        using (var line = new ProgressLine("tracing the run"))
            Output.Write(trace, stream => TraceFile.Write(
                stream, model, settings.Steps(points, model.Restart, cancellation).Told("tracing the run", model.Iterations, line)), cancellation);
        return model;
    }

    private static KMeansModel FitWithCheckpoints<T>(
        string file, KMeans settings, Points<T> points, IProgress<FitProgress>? progress, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Checkpoint? from = CheckpointFile.Read(file);
        if (from is not null)
            Console.Error.WriteLine($"lloyd: going on from '{Shown.Text(file, limit: 200)}': start {from.Restart + 1}, iteration {from.Iteration}");
        return settings.Fit(points, from, checkpoint => CheckpointFile.Write(file, checkpoint), progress, cancellation);
    }
}
