using System.CommandLine;
using System.Numerics;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary><c>lloyd predict</c>: the cluster of each row of a file, by a model that <c>fit</c> wrote.</summary>
internal static class PredictCommand
{
    private const int RowsAtATime = 1 << 20, DistancesAtATime = 1 << 22;

    private static readonly Argument<string> Model = new("MODEL") { Description = "A file that lloyd fit -o wrote; - reads stdin" };
    private static readonly Argument<string> Data = new("DATA") { Description = $"A {InputTable.Formats}, with the columns of the model; - reads stdin" };
    private static readonly Option<string> Labels = new("-o", "--output")
    {
        Description = "The file to write, .npy by its name or else CSV; - is stdout, as CSV",
        HelpName = "labels.csv",
        DefaultValueFactory = _ => "-",
    };
    private static readonly Option<bool> Distances = new("--distances") { Description = "Add the distance to each centroid (CSV only)" };

    public static Command Create()
    {
        var command = new Command("predict", "Tells the cluster of each row.\n\nExample: lloyd predict iris.lloyd new.csv -o labels.csv")
        {
            Model, Data, Labels, Distances, InputTable.Ids, InputTable.Missing,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Predict(parsed, cancellation), cancellation));
        return command;
    }

    private static void Predict(ParseResult parsed, CancellationToken cancellation)
    {
        string modelPath = parsed.GetValue(Model)!, dataPath = parsed.GetValue(Data)!;
        NamedFiles.Check([("MODEL", modelPath), ("DATA", dataPath)], ("-o", parsed.GetValue(Labels)));
        if (IsNpy(parsed) && parsed.GetValue(Distances))
            throw new InvalidInputException("--distances are written as CSV; end the name of -o with .csv, or leave them out.");
        KMeansModel model = ModelInput.Load(modelPath, cancellation);
        using Table table = InputTable.Read(dataPath, new TableOptions
        {
            Columns = model.Columns.Count > 0 ? SourceColumns(model) : null,
            Encodings = model.Encodings,
            Ids = InputTable.Names(parsed, InputTable.Ids) ?? [],
            Missing = parsed.GetValue(InputTable.Missing),
        }, cancellation);
        InputTable.PrintNotes(table);
        if (table.Precision == Precision.F32)
            Predict(parsed, model, table, table.ToPoints<float>(), cancellation);
        else
            Predict(parsed, model, table, table.ToPoints<double>(), cancellation);
    }

    private static void Predict<T>(
        ParseResult parsed, KMeansModel model, Table table, Points<T> points, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsNpy(parsed))
        {
            int[] labels = model.Predict(points, cancellation: cancellation);
            Output.Write(parsed.GetValue(Labels)!, stream => TableWriter.WriteNpyLabels(stream, labels, table.DroppedRows), cancellation);
            return;
        }
        bool withDistances = parsed.GetValue(Distances);
        using var line = new ProgressLine("predicting");
        IProgress<double>? progress = line.Reports<double>(done => $"predicting {ProgressLine.Bar(done)}{line.TimeLeft(done)}");
        Output.Write(parsed.GetValue(Labels)!, stream =>
        {
            using var writer = new LabelWriter(stream, table.DroppedRows, withDistances ? model.K : 0, table.Ids);
            // A part at a time, so that n × k distances never are in memory.
            int most = withDistances ? Math.Max(1, DistancesAtATime / model.K) : RowsAtATime;
            for (int first = 0; first < points.Count; first += most)
            {
                Points<T> some = points.Slice(first, Math.Min(most, points.Count - first));
                writer.Add(model.Predict(some, cancellation: cancellation), withDistances ? model.Transform(some, cancellation: cancellation) : []);
                progress?.Report((double)(first + some.Count) / points.Count);
            }
        }, cancellation);
    }

    /// <summary>The columns of a file that the columns of the model come from.</summary>
    private static string[] SourceColumns(KMeansModel model)
    {
        var encoded = model.Encodings.SelectMany(e => e.Names.Select(name => (name, e.Column))).ToLookup(e => e.name, e => e.Column);
        return [.. model.Columns.Select(name => encoded[name].FirstOrDefault(name)).Distinct()];
    }

    private static bool IsNpy(ParseResult parsed) => parsed.GetValue(Labels)!.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);
}
