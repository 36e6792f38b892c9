using System.CommandLine;
using Lloyd.Data;
using Lloyd.Datasets;

namespace Lloyd.Cli;

/// <summary><c>lloyd make NAME</c>: generated data as CSV or .npy, by any generator of the library.</summary>
internal static class MakeCommand
{
    private static readonly Option<int?> Samples = new("--samples") { Description = "How many points" };
    private static readonly Option<int?> Features = new("--features") { Description = "How many coordinates" };
    private static readonly Option<int?> Centers = new("--centers") { Description = "How many groups" };
    private static readonly Option<double?> Std = new("--std") { Description = "The spread of a group" };
    private static readonly Option<double?> Noise = new("--noise") { Description = "The spread around the curve" };
    private static readonly Option<ulong?> Seed = new("--seed") { Description = "The seed of the random numbers" };
    private static readonly Option<string> Output = new("-o", "--output") { Description = "The file to write, .npy or CSV; stdout when left out" };
    private static readonly Option<bool> WithLabels = new("--with-labels") { Description = "Add a column with the group of each point" };

    public static Command Create()
    {
        var make = new Command("make", "Makes data to try things on.\n\nExample: lloyd make blobs --samples 100 --centers 4 --std 2 --seed 42 -o blobs.csv");
        foreach (GeneratorEntry generator in Generators.All)
            make.Add(Create(generator));
        return make;
    }

    private static Command Create(GeneratorEntry generator)
    {
        var command = new Command(generator.Name, generator.Description);
        string[] taken = [.. generator.Defaults.Names];
        foreach (Option option in new Option[] { Samples, Features, Centers, Std, Noise, Seed })
            if (taken.Contains(option.Name[2..]))
                command.Add(option);
        command.Add(Output);
        command.Add(WithLabels);
        command.SetAction(parsed => Write(Make(generator, parsed), parsed.GetValue(Output), parsed.GetValue(WithLabels)));
        return command;
    }

    private static Dataset Make(GeneratorEntry generator, ParseResult parsed)
    {
        try
        {
            return generator.Create(new GeneratorOptions
            {
                Samples = parsed.GetValue(Samples),
                Features = parsed.GetValue(Features),
                Centers = parsed.GetValue(Centers),
                Std = parsed.GetValue(Std),
                Noise = parsed.GetValue(Noise),
                Seed = parsed.GetValue(Seed),
            }).Make();
        }
        catch (ArgumentException e)     // a number that the generator cannot use
        {
            throw new InvalidInputException(e.Message.Split(" (Parameter")[0], e);
        }
    }

    private static void Write(Dataset data, string? path, bool withLabels)
    {
        ReadOnlyMemory<int> labels = withLabels ? data.Labels : default;
        if (path is not (null or "-"))
        {
            TableWriter.Write(path, data.Points, labels);
            return;
        }
        using Stream stdout = Console.OpenStandardOutput();
        TableWriter.WriteCsv(stdout, data.Points, labels.Span);
    }
}
