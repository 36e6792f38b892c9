using System.CommandLine;
using Lloyd.Data;
using Lloyd.Datasets;

namespace Lloyd.Cli;

/// <summary><c>lloyd make NAME</c>: generated data as CSV or .npy, by any generator of the library.</summary>
internal static class MakeCommand
{
    private static readonly Option<string> Output = new("-o", "--output")
    {
        Description = "The file to write, .npy by its name or else CSV; - is stdout, as CSV",
        DefaultValueFactory = _ => "-",
    };
    private static readonly Option<bool> WithLabels = new("--with-labels") { Description = "Add a column with the group of each point" };

    public static Command Create()
    {
        var make = new Command("make", "Makes data to try things on.\n\nExample: lloyd make blobs --samples 100 --centers 4 --std 2 --seed 42 -o blobs.csv");
        foreach (GeneratorEntry generator in Generators.All)
            make.Add(Create(generator));
        return make;
    }

    /// <summary>The command of one generator, with the options that it takes.</summary>
    private static Command Create(GeneratorEntry generator)
    {
        var command = new Command(generator.Name,
            $"{char.ToUpperInvariant(generator.Description[0])}{generator.Description[1..]}.\n\nExample: lloyd make {generator.Name} --samples 1000 -o {generator.Name}.csv");
        GeneratorOptions usual = generator.Defaults;
        Option<int>? samples = Add(command, usual.Samples, new("--samples") { Description = "How many points" });
        Option<int>? features = Add(command, usual.Features, new("--features") { Description = "How many coordinates each" });
        Option<int>? centers = Add(command, usual.Centers, new("--centers") { Description = "How many groups" });
        Option<double>? std = Add(command, usual.Std, new("--std") { Description = "The standard deviation of a group" });
        Option<double>? noise = Add(command, usual.Noise, new("--noise") { Description = "The standard deviation around the curve" });
        Option<ulong>? seed = Add(command, usual.Seed, new("--seed") { Description = "The seed of the random numbers" });
        samples?.Whole(1, int.MaxValue);
        features?.Whole(1, int.MaxValue);
        centers?.Whole(1, int.MaxValue);
        std?.Number();
        noise?.Number();
        seed?.Whole(0ul, ulong.MaxValue);
        command.Add(Output);
        command.Add(WithLabels);
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetValue(Output)!;
            NamedFiles.Check([], ("-o", path));
            var options = new GeneratorOptions
            {
                Samples = Value(parsed, samples),
                Features = Value(parsed, features),
                Centers = Value(parsed, centers),
                Std = Value(parsed, std),
                Noise = Value(parsed, noise),
                Seed = Value(parsed, seed),
            };
            // A generator runs to its end; nobody has to wait for it.
            Dataset data = await Task.Run(() => Make(generator, options), cancellation).WaitAsync(cancellation);
            await Task.Run(() => Write(data, path, parsed.GetValue(WithLabels), cancellation), cancellation);
        });
        return command;
    }

    private static Option<T>? Add<T>(Command command, T? usual, Option<T> option) where T : struct
    {
        if (usual is not { } value)
            return null;
        option.DefaultValueFactory = _ => value;
        command.Add(option);
        return option;
    }

    private static T? Value<T>(ParseResult parsed, Option<T>? option) where T : struct =>
        option is null ? null : parsed.GetValue(option);

    private static Dataset Make(GeneratorEntry generator, GeneratorOptions options)
    {
        try
        {
            return generator.Create(options).Make();
        }
        catch (ArgumentException e)     // a number that the generator cannot use
        {
            throw new InvalidInputException(e.Message, e);
        }
    }

    private static void Write(Dataset data, string path, bool withLabels, CancellationToken cancellation)
    {
        ReadOnlyMemory<int> labels = withLabels ? data.Labels : default;
        Cli.Output.Write(path, stream =>
        {
            if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
                TableWriter.WriteNpy(stream, data.Points, labels.Span);
            else
                TableWriter.WriteCsv(stream, data.Points, labels.Span);
        }, cancellation);
    }
}
