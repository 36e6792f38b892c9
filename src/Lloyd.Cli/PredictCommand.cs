using System.CommandLine;
using System.Numerics;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary><c>lloyd predict</c>: the cluster of each row of a file, by a model that <c>fit</c> wrote.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A file that fit -o wrote" };
        var data = new Argument<string>("DATA") { Description = "A CSV or .npy file with the columns of the model; - reads stdin" };
        var output = new Option<string>("-o", "--output") { Description = "The CSV file to write; stdout when left out" };
        var distances = new Option<bool>("--distances") { Description = "Add the distance to each centroid" };
        var command = new Command("predict", "Tells the cluster of each row.\n\nExample: lloyd predict iris.lloyd new.csv -o labels.csv")
        {
            model, data, output, distances, InputTable.Missing,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            KMeansModel trained = Load(parsed.GetValue(model)!);
            var options = new TableOptions
            {
                Columns = trained.Columns.Count > 0 ? trained.Columns : null,
                Missing = parsed.GetValue(InputTable.Missing),
            };
            using Table table = InputTable.Read(parsed.GetValue(data)!, options, cancellation);
            if (table.Precision == Precision.F32)
                Write(trained, table, table.ToPoints<float>(), parsed.GetValue(output), parsed.GetValue(distances), cancellation);
            else
                Write(trained, table, table.ToPoints<double>(), parsed.GetValue(output), parsed.GetValue(distances), cancellation);
        }, cancellation));
        return command;
    }

    private static void Write<T>(
        KMeansModel model, Table table, Points<T> points, string? output, bool withDistances, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] labels = model.Predict(points, cancellation: cancellation);
        double[] distances = withDistances ? model.Transform(points, cancellation: cancellation) : [];
        void WriteTo(Stream stream) => TableWriter.WriteLabels(stream, labels, table.DroppedRows, distances);
        if (output is not (null or "-"))
        {
            AtomicFile.Write(output, WriteTo);
            return;
        }
        using Stream stdout = Console.OpenStandardOutput();
        WriteTo(stdout);
    }

    private static KMeansModel Load(string path)
    {
        try
        {
            return KMeansModel.Load(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The model '{path}' cannot be read: {e.Message}", e);
        }
    }
}
