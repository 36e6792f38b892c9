using System.CommandLine;
using System.Numerics;
using System.Text;
using Lloyd.Cli.Painting;
using Lloyd.Data;
using Lloyd.Pictures;
using Lloyd.Quality;

namespace Lloyd.Cli;

/// <summary><c>lloyd choose</c>: how many clusters there are, if any.</summary>
internal static class ChooseCommand
{
    private const int UsualMost = 12;

    private static readonly Argument<string> Data = new("DATA") { Description = $"A {InputTable.Formats}; - reads stdin" };
    private static readonly RunOptions Run = new(k: null, tolerance: "1e-4");
    private static readonly Option<Span?> Ks = new("--k")
    {
        Description = $"Which k to try [default: 2..{UsualMost}, where there are enough points]",
        HelpName = "2..12",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Span.TryParse(text) is { } span)
                return span;
            result.AddError($"--k is '{Shown.Text(text)}'; give two whole numbers, the first at least 2, as in 2..12.");
            return null;
        },
    };
    private static readonly Option<int> Restarts =
        new Option<int>("--restarts") { Description = "How many starts for each k; the best counts", DefaultValueFactory = _ => 5 }.Whole(1, int.MaxValue);
    private static readonly Option<int> Threads =
        new Option<int>("--threads") { Description = "At most how many threads", DefaultValueFactory = _ => Environment.ProcessorCount }
            .Whole(1, int.MaxValue);
    private static readonly Option<string> Plot = new("--plot") { Description = "Draw the curves into this file: .svg or .png", HelpName = "curves.svg" };
    private static readonly Option<string> Format =
        new Option<string>("--format") { Description = "How the result is printed", DefaultValueFactory = _ => "text" }.OneOf("text", "json");

    public static Command Create()
    {
        Run.Init.OneOf("k-means++", "random", "farthest", "parallel").Description = "Where to start";
        var command = new Command("choose",
            "Tells how many clusters there are, with the reason and the doubt, or that there are none.\n\nExample: lloyd choose iris.csv --k 2..8 --plot curves.svg")
        {
            Data, Ks,
        };
        foreach (Option option in Run.AllButK)
            command.Add(option);
        foreach (Option option in new Option[] { Restarts, InputTable.Columns, InputTable.OneHot, InputTable.Weight, InputTable.Missing, Threads, Plot, Format })
            command.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(() => Choose(parsed, cancellation), cancellation));
        return command;
    }

    private static void Choose(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetValue(Data)!;
        string? plot = parsed.GetValue(Plot);
        NamedFiles.Check([("DATA", path)], ("--plot", plot));
        if (plot is not null)
            PictureFile.CheckName("--plot", plot, ".svg", ".png");
        KMeans settings = Run.Settings(parsed, k: 2, cancellation) with
        {
            Restarts = parsed.GetValue(Restarts),
            Threads = parsed.GetValue(Threads),
        };
        using Table table = InputTable.Read(parsed, path, cancellation);
        Span ks = parsed.GetValue(Ks) ?? new Span(2, Math.Max(2, Math.Min(UsualMost, table.Rows - 1)));
        ChoiceOfK choice = table.Precision == Precision.F32
            ? Choose(table.ToPoints<float>(), settings, ks, cancellation)
            : Choose(table.ToPoints<double>(), settings, ks, cancellation);
        if (plot is not null)
            PictureFile.Write(plot, Curves.Of(choice, path == "-" ? "stdin" : Path.GetFileName(path)), cancellation);
        string result = parsed.GetValue(Format) == "json" ? ChoiceResult.JsonOf(choice) : ChoiceResult.Text(choice);
        Output.Write("-", stream => stream.Write(Encoding.UTF8.GetBytes(result + Environment.NewLine)), cancellation);
    }

    private static ChoiceOfK Choose<T>(Points<T> points, KMeans settings, Span ks, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DominanceHint.Print(points, settings.Scaling, cancellation);
        using var line = new ProgressLine("choosing");
        return ChoiceOfK.Of(points, settings, ks.Least, ks.Most,
            line.Reports<ChoiceProgress>(at => $"{ProgressLine.Bar(at.Done)} {at.Doing}{line.TimeLeft(at.Done)}"), cancellation);
    }

    /// <summary>A range of k, as 2..12.</summary>
    private sealed record Span(int Least, int Most)
    {
        public static Span? TryParse(string text) =>
            text.Split("..") is [var first, var last]
                && OptionValues.TryNumber(first, out int least) && OptionValues.TryNumber(last, out int most) && 2 <= least && least <= most
                ? new Span(least, most)
                : null;
    }
}
