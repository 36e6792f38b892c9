using System.CommandLine;
using Lloyd.Cli.Painting;
using Lloyd.Cli.Serving;
using Lloyd.Data;
using Lloyd.Pictures;

namespace Lloyd.Cli;

/// <summary><c>lloyd render</c>: a picture of the clusters, of a step on the way, or of the whole run.</summary>
internal static class RenderCommand
{
    private static readonly Argument<string> Data = new("DATA") { Description = $"A {InputTable.Formats}; - reads stdin" };
    private static readonly Option<string> Picture = new("-o", "--output")
    {
        Description = "The file to write, as its name ends: .svg, .png, or .html for the whole page, which computes offline",
        HelpName = "out.svg",
        Required = true,
    };
    private static readonly RunOptions Run = new(k: 3, tolerance: "1e-4");
    private static readonly Option<int> Restarts =
        new Option<int>("--restarts") { Description = "How many starts; the best is shown", DefaultValueFactory = _ => 1 }.Whole(1, int.MaxValue);
    private static readonly Option<int?> Step = new("--step")
    {
        Description = "Show this step of the run, 0 being the initial centroids [default: its end]",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (OptionValues.TryNumber(text, out int step) && step >= 0)
                return step;
            result.AddError($"--step is '{Shown.Text(text)}'; give a whole number from 0.");
            return null;
        },
    };
    private static readonly Option<bool> Animate = new("--animate") { Description = "An SVG of the whole run that plays by itself" };
    private static readonly Option<bool> Light = new("--light") { Description = "A small .html page with this run in it, to play, instead of the engine" };
    private static readonly Option<string> Axes = new("--axes")
    {
        Description = "The one or two columns to show, by name [default: both of two, or else the first two principal components]",
        HelpName = "a,b",
    };

    public static Command Create()
    {
        var command = new Command("render",
            "Draws the clusters of a file: the end of a run, one of its steps, or all of it.\n\nPictures count clusters from 1, files from 0.\n\nExample: lloyd render iris.csv -k 3 -o iris.svg --animate")
        {
            Data, Picture,
        };
        foreach (Option option in Run.All)
            command.Add(option);
        foreach (Option option in new Option[] { Restarts, InputTable.Columns, InputTable.OneHot, InputTable.Weight, InputTable.Missing, Step, Animate, Light, Axes })
            command.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(() => Render(parsed, cancellation), cancellation));
        return command;
    }

    private static void Render(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetValue(Data)!, picture = parsed.GetValue(Picture)!;
        NamedFiles.Check([("DATA", path), ("--init", Run.InitFile(parsed))], ("-o", picture));
        PictureFile.CheckName("-o", picture, ".svg", ".png", ".html");
        bool isPage = picture.EndsWith(".html", StringComparison.OrdinalIgnoreCase);
        if (isPage)
            CheckPage(parsed);
        else if (parsed.GetValue(Light))
            throw new InvalidInputException("--light is for the whole page; end the name of the file with .html.");
        if (parsed.GetValue(Animate) && (parsed.GetValue(Step) is not null || !picture.EndsWith(".svg", StringComparison.OrdinalIgnoreCase)))
            throw new InvalidInputException("--animate shows all steps of a run in an .svg file; leave --step out, and end the name with .svg.");
        KMeans settings = Run.Settings(parsed, cancellation) with { Restarts = parsed.GetValue(Restarts) };
        using Table table = InputTable.Read(parsed, path, cancellation);
        string title = path == "-" ? "stdin" : Path.GetFileName(path);
        if (isPage)
        {
            ServedTable served = ServedTable.Of(parsed, table, title, settings, cancellation);
            using var packing = new ProgressLine("packing the page");
            byte[] page = OfflinePage.Of(Path.Combine(AppContext.BaseDirectory, "page"), served, computes: !parsed.GetValue(Light),
                packing.Reports<long>(bytes => $"packing the page, {bytes / 1_000_000} MB"), cancellation);
            Output.Write(picture, stream => stream.Write(page), cancellation);
            return;
        }
        Points<double> points = table.ToPoints<double>();
        if (parsed.GetValue(Animate))
            Svg.CheckCount(points.Count);
        DominanceHint.Print(points, settings.Scaling, cancellation);
        using var line = new ProgressLine("choosing where to start");
        PictureFile.Write(picture, Draw(parsed, settings, points, title, line, cancellation), cancellation);
    }

    /// <summary>Refuses what a page does not take: it shows every step, and chooses its starts itself.</summary>
    private static void CheckPage(ParseResult parsed)
    {
        foreach (Option option in new Option[] { Restarts, Step, Animate, Axes })
            if (parsed.GetResult(option) is { Implicit: false })
                throw new InvalidInputException($"{option.Name} is nothing that an .html page takes: on it every step, start and view can be chosen.");
        if (parsed.GetValue(Run.Init) is not ("k-means++" or "random" or "farthest"))
            throw new InvalidInputException("--init of an .html page is k-means++, random or farthest.");
    }

    private static string Draw(
        ParseResult parsed, KMeans settings, Points<double> points, string title, ProgressLine line, CancellationToken cancellation)
    {
        Plot PlotIn(Metric metric)
        {
            line.Say("drawing the points");
            return new Plot(points, PlaneOf(parsed.GetValue(Axes), points, metric, cancellation), title, cancellation);
        }
        if (parsed.GetValue(Animate))
        {
            Step[] steps = [.. Steps(settings, points, line, cancellation)];
            return Svg.Animation(PlotIn(steps[0].Metric), Frame.Of(steps.Select(step => (step, step.Centroids))), cancellation);
        }
        if (parsed.GetValue(Step) is not { } wanted)
        {
            KMeansModel model = settings.Fit(points, RunProgress.Of(settings, line), cancellation);
            return Svg.Still(PlotIn(model.Metric), Frame.Of(model), [], cancellation);
        }
        int last = -1;
        Step? before = null;
        foreach (Step step in Steps(settings, points, line, cancellation))
        {
            if ((last = step.Iteration) == wanted)
                return Svg.Still(PlotIn(step.Metric), Frame.Of(step, before), [], cancellation);
            before = step;
        }
        throw new InvalidInputException($"--step is {wanted}, and the run ends with step {last}; give a number from 0 to {last}.");
    }

    private static IEnumerable<Step> Steps(KMeans settings, Points<double> points, ProgressLine line, CancellationToken cancellation) =>
        settings.Steps(points, cancellation).Told("computing the run", settings.MaxIterations, line);

    private static Plane PlaneOf(string? axes, Points<double> points, Metric metric, CancellationToken cancellation)
    {
        if (axes is null)
            return points.Dimensions <= 2
                ? Plane.OfColumns(points.Columns, metric, 0, points.Dimensions - 1 is var y and > 0 ? y : -1)
                : Plane.OfComponents(PrincipalComponents.Of(points, metric, cancellation), metric);
        int[] columns = [.. axes.Split(',', StringSplitOptions.TrimEntries).Select(name => IndexOf(name, points.Columns))];
        return columns is [var x] ? Plane.OfColumns(points.Columns, metric, x, -1)
            : columns is [var first, var second] && first != second ? Plane.OfColumns(points.Columns, metric, first, second)
            : throw new InvalidInputException($"--axes is '{Shown.Text(axes)}'; give one column or two different ones.");
    }

    private static int IndexOf(string name, IReadOnlyList<string> columns)
    {
        for (int t = 0; t < columns.Count; t++)
            if (columns[t] == name)
                return t;
        string near = Spelling.Nearest(name, columns) is { } other ? $"did you mean '{Shown.Text(other)}'? " : "";
        throw new InvalidInputException(
            $"--axes names '{Shown.Text(name)}', which is no column that is used; {near}the columns are {string.Join(", ", columns.Select(each => Shown.Text(each)))}");
    }
}
