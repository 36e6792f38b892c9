using System.CommandLine;
using System.Text;
using Lloyd.Data;
using Lloyd.Quality;

namespace Lloyd.Cli;

/// <summary><c>lloyd explain</c>: what tells the clusters of a model apart.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "A file that lloyd fit -o wrote; - reads stdin" };
    private static readonly Argument<string> Data = new("DATA") { Description = $"A {InputTable.Formats}, with the columns of the model; - reads stdin" };
    private static readonly Option<int> Rows =
        new Option<int>("--rows") { Description = "How many typical rows and how many outliers of each cluster", DefaultValueFactory = _ => 3 }
            .Whole(0, int.MaxValue);
    private static readonly Option<string> Format =
        new Option<string>("--format") { Description = "How the result is printed", DefaultValueFactory = _ => "text" }.OneOf("text", "json");

    public static Command Create()
    {
        var command = new Command("explain",
            "Tells what sets each cluster apart: its columns, its typical rows and its outliers.\n\nExample: lloyd explain iris.lloyd iris.csv")
        {
            Model, Data, Rows, InputTable.Missing, Format,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Explain(parsed, cancellation), cancellation));
        return command;
    }

    private static void Explain(ParseResult parsed, CancellationToken cancellation)
    {
        string modelPath = parsed.GetValue(Model)!, dataPath = parsed.GetValue(Data)!;
        NamedFiles.Check([("MODEL", modelPath), ("DATA", dataPath)]);
        KMeansModel model = ModelInput.Load(modelPath, cancellation);
        using Table table = InputTable.Read(dataPath, InputTable.For(model, parsed), cancellation);
        InputTable.PrintNotes(table.Notes);
        int rows = parsed.GetValue(Rows);
        IReadOnlyList<ClusterProfile> clusters;
        using (var line = new ProgressLine("explaining"))
        {
            IProgress<long>? progress = line.Reports<long>(done => line.Rate("explaining", done, table.Rows, "rows"));
            clusters = table.Precision == Precision.F32
                ? Explanation.Of(model, table.ToPoints<float>(), rows, progress, cancellation)
                : Explanation.Of(model, table.ToPoints<double>(), rows, progress, cancellation);
        }
        string result = parsed.GetValue(Format) == "json"
            ? ExplanationResult.JsonOf(clusters, table)
            : ExplanationResult.Text(clusters, table);
        Output.Write("-", stream => stream.Write(Encoding.UTF8.GetBytes(result + Environment.NewLine)), cancellation);
    }
}
