using System.CommandLine;
using System.Globalization;
using Lloyd.Datasets;

namespace Lloyd.Cli;

/// <summary><c>lloyd make blobs</c>: generated data as CSV.</summary>
internal static class MakeCommand
{
    public static Command Create()
    {
        var samples = new Option<int>("--samples") { Description = "How many points", DefaultValueFactory = _ => 100 };
        var features = new Option<int>("--features") { Description = "How many coordinates", DefaultValueFactory = _ => 2 };
        var centers = new Option<int>("--centers") { Description = "How many blobs", DefaultValueFactory = _ => 3 };
        var deviation = new Option<double>("--std") { Description = "The spread of a blob", DefaultValueFactory = _ => 1 };
        var seed = new Option<uint>("--seed") { Description = "The seed of the random numbers" };
        var output = new Option<string>("-o", "--output") { Description = "The file to write; stdout when left out" };
        var withLabels = new Option<bool>("--with-labels") { Description = "Add a column with the blob of each point" };
        foreach (Option<int> count in new[] { samples, features, centers })
            count.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 1)
                    result.AddError($"{count.Name} must be at least 1.");
            });
        deviation.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is >= 0 and < double.PositiveInfinity))
                result.AddError("--std must be 0 or more.");
        });

        var blobs = new Command("blobs", "Normal blobs, bit for bit those of scikit-learn's make_blobs.\n\nExample: lloyd make blobs --samples 100 --centers 4 --std 2 --seed 42 -o blobs.csv")
        {
            samples, features, centers, deviation, seed, output, withLabels,
        };
        blobs.SetAction(parsed =>
        {
            Dataset data = Blobs.Make(
                parsed.GetValue(samples), parsed.GetValue(features), parsed.GetValue(centers),
                parsed.GetValue(deviation), parsed.GetValue(seed));
            bool labelled = parsed.GetValue(withLabels);
            if (parsed.GetValue(output) is { } path and not "-")
                OutputFile.Write(path, (TextWriter writer) => Write(writer, data, labelled));
            else
                Write(Console.Out, data, labelled);
        });
        return new Command("make", "Makes data to try things on.") { blobs };
    }

    private static void Write(TextWriter writer, Dataset data, bool withLabels)
    {
        IEnumerable<string> header = Enumerable.Range(1, data.Points.Dimensions).Select(t => $"x{t}");
        writer.WriteLine(string.Join(',', withLabels ? header.Append("blob") : header));
        for (int i = 0; i < data.Points.Count; i++)
        {
            for (int t = 0; t < data.Points.Dimensions; t++)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{(t > 0 ? "," : "")}{data.Points[i][t]:G17}"));
            writer.WriteLine(withLabels ? $",{data.Labels.Span[i]}" : "");
        }
    }
}
