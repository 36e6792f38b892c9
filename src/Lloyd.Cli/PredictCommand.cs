using System.CommandLine;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary><c>lloyd predict</c>: the cluster of each row of a file, by a model that <c>fit</c> wrote.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A file that fit -o wrote" };
        var data = new Argument<string>("DATA") { Description = "A CSV file with the columns of the model; - reads stdin" };
        var output = new Option<string>("-o", "--output") { Description = "The CSV file to write; stdout when left out" };
        var command = new Command("predict", "Tells the cluster of each row.\n\nExample: lloyd predict iris.lloyd new.csv -o labels.csv")
        {
            model, data, output,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(parsed.GetValue(model)!, parsed.GetValue(data)!, parsed.GetValue(output), cancellation), cancellation));
        return command;
    }

    private static void Run(string modelPath, string dataPath, string? output, CancellationToken cancellation)
    {
        KMeansModel model = Load(modelPath);
        string[]? columns = model.Columns.Count > 0 ? [.. model.Columns] : null;
        Table table = dataPath == "-"
            ? Table.Read(Console.OpenStandardInput(), "stdin", columns)
            : Table.Read(dataPath, columns);
        int[] labels = model.Predict(table.ToPoints(), cancellation: cancellation);
        if (output is null or "-")
            OutputFile.WriteLabels(Console.Out, labels);
        else
            OutputFile.Write(output, (TextWriter writer) => OutputFile.WriteLabels(writer, labels));
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
