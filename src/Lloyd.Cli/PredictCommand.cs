using System.CommandLine;
using System.Numerics;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary><c>lloyd predict</c>: the cluster of each row of a file, by a model that <c>fit</c> wrote.</summary>
internal static class PredictCommand
{
    private const int DistancesAtATime = 1 << 20;

    private static readonly Argument<string> Model = new("MODEL") { Description = "A file that lloyd fit -o wrote; - reads stdin" };
    private static readonly Argument<string> Data = new("DATA") { Description = $"A {InputTable.Formats}, with the columns of the model; - reads stdin" };
    private static readonly Option<string> Labels = new("-o", "--output")
    {
        Description = "The file to write, .parquet or .npy by its name or else CSV; - is stdout, as CSV",
        HelpName = "labels.csv",
        DefaultValueFactory = _ => "-",
    };
    private static readonly Option<bool> Distances = new("--distances") { Description = "Add the distance to each centroid (not in .npy)" };

    public static Command Create()
    {
        var command = new Command("predict", "Tells the cluster of each row, as the rows come: memory does not grow with them.\n\nExample: lloyd predict iris.lloyd new.csv -o labels.csv")
        {
            Model, Data, Labels, Distances, InputTable.Ids, InputTable.Missing,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Predict(parsed, cancellation), cancellation));
        return command;
    }

    private static void Predict(ParseResult parsed, CancellationToken cancellation)
    {
        string modelPath = parsed.GetValue(Model)!, dataPath = parsed.GetValue(Data)!;
        string labels = parsed.GetValue(Labels)!;
        NamedFiles.Check([("MODEL", modelPath), ("DATA", dataPath)], ("-o", labels));
        bool withDistances = parsed.GetValue(Distances);
        string[] ids = InputTable.Names(parsed, InputTable.Ids) ?? [];
        LabelFormat format = LabelFile.FormatOf("-o", labels, ids, withDistances);
        KMeansModel model = ModelInput.Load(modelPath, cancellation);
        TableOptions options = InputTable.For(model, parsed) with { Ids = ids };
        IReadOnlyList<string> notes = [];
        // as the rows come, so that memory never holds them all
        Output.Write(labels, stream =>
        {
            using var writer = LabelWriter.Create(stream, format, withDistances ? model.K : 0);
            notes = InputTable.ReadParts(dataPath, options, part => Write(writer, part, model, withDistances, cancellation), cancellation);
        }, cancellation);
        InputTable.PrintNotes(notes);
    }

    private static int[] LabelsOf(Table part, KMeansModel model, CancellationToken cancellation) =>
        part.Rows == 0 ? []
        : part.Precision == Precision.F32 ? model.Predict(part.ToPoints<float>(), cancellation: cancellation)
        : model.Predict(part.ToPoints<double>(), cancellation: cancellation);

    private static void Write(LabelWriter writer, Table part, KMeansModel model, bool withDistances, CancellationToken cancellation)
    {
        writer.Begin(part.DroppedRows, part.Ids);
        if (!withDistances)
            writer.Add(LabelsOf(part, model, cancellation));
        else if (part.Precision == Precision.F32)
            WriteDistances(writer, part.ToPoints<float>(), model, cancellation);
        else
            WriteDistances(writer, part.ToPoints<double>(), model, cancellation);
    }

    private static void WriteDistances<T>(LabelWriter writer, Points<T> points, KMeansModel model, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int most = Math.Max(1, DistancesAtATime / model.K);
        for (int first = 0; first < points.Count; first += most)
        {
            Points<T> some = points.Slice(first, Math.Min(most, points.Count - first));
            writer.Add(model.Predict(some, cancellation: cancellation), model.Transform(some, cancellation: cancellation));
        }
    }
}
