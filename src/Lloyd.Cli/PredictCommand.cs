using System.CommandLine;
using System.Numerics;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary><c>lloyd predict</c>: the cluster of each row of a file, by a model that <c>fit</c> wrote.</summary>
internal static class PredictCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "A file that lloyd fit -o wrote; - reads stdin" };
    private static readonly Argument<string> Data = new("DATA") { Description = $"A {InputTable.Formats}, with the columns of the model; - reads stdin" };
    private static readonly Option<string> Labels = new("-o", "--output")
    {
        Description = "The CSV file to write; - is stdout",
        HelpName = "labels.csv",
        DefaultValueFactory = _ => "-",
    };
    private static readonly Option<bool> Distances = new("--distances") { Description = "Add the distance to each centroid" };

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
        KMeansModel model = Load(modelPath, cancellation);
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
        int[] labels = model.Predict(points, cancellation: cancellation);
        double[] distances = parsed.GetValue(Distances) ? model.Transform(points, cancellation: cancellation) : [];
        Output.Write(parsed.GetValue(Labels)!,
            stream => TableWriter.WriteLabels(stream, labels, table.DroppedRows, distances, table.Ids), cancellation);
    }

    /// <summary>The columns of a file that the columns of the model come from.</summary>
    private static string[] SourceColumns(KMeansModel model)
    {
        var encoded = model.Encodings.SelectMany(e => e.Names.Select(name => (name, e.Column))).ToLookup(e => e.name, e => e.Column);
        return [.. model.Columns.Select(name => encoded[name].FirstOrDefault(name)).Distinct()];
    }

    private static KMeansModel Load(string path, CancellationToken cancellation)
    {
        try
        {
            if (path != "-")
                return KMeansModel.Load(File.ReadAllBytes(path));
            using Stream stdin = StandardInput.Open(cancellation);
            using var bytes = new MemoryStream();
            stdin.CopyTo(bytes);
            return KMeansModel.Load(bytes.ToArray());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The model '{Shown.Text(path, limit: 200)}' cannot be read: {e.Message}", e);
        }
    }
}
