using System.Globalization;
using Lloyd.Datasets;

namespace Lloyd.Watch;

/// <summary>
/// Built-in data by its description, as it stands in a link: a generator of the library and what differs from its own
/// defaults, <c>blobs:n=100,c=4,std=2,seed=42</c>.
/// </summary>
internal static class BuiltIn
{
    private const int MostValues = 20_000_000;

    /// <exception cref="InvalidInputException">There is no such generator, or it does not take these numbers.</exception>
    public static Sample Make(string description)
    {
        string[] parts = description.Split(':', 2);
        try
        {
            GeneratorEntry generator = Generators.Find(parts[0]);
            GeneratorOptions options = Read(parts.Length < 2 ? "" : parts[1]);
            CheckSize(options, generator.Defaults);
            Dataset made = generator.Create(options).Make();
            int d = made.Points.Dimensions;
            string[] columns = d == 2 ? ["x", "y"] : [.. Enumerable.Range(1, d).Select(t => $"x{t}")];
            return new Sample(made.Points, columns, made.Labels.ToArray(), []);
        }
        catch (ArgumentException e)
        {
            throw new InvalidInputException(
                $"The data '{description}' cannot be made: {e.Message.Split(" (Parameter")[0]}", e);
        }
    }

    private static GeneratorOptions Read(string list)
    {
        var options = new GeneratorOptions();
        foreach (string pair in list.Split(',', StringSplitOptions.RemoveEmptyEntries))
            options = pair.Split('=') switch
            {
                ["n", var text] => options with { Samples = Read<int>(text, pair) },
                ["f", var text] => options with { Features = Read<int>(text, pair) },
                ["c", var text] => options with { Centers = Read<int>(text, pair) },
                ["std", var text] => options with { Std = Read<double>(text, pair) },
                ["noise", var text] => options with { Noise = Read<double>(text, pair) },
                ["seed", var text] => options with { Seed = Read<ulong>(text, pair) },
                _ => throw new ArgumentException($"'{pair}' is not one of n, f, c, std, noise, seed with = and a number."),
            };
        return options;
    }

    private static T Read<T>(string text, string pair) where T : ISpanParsable<T> =>
        T.TryParse(text, CultureInfo.InvariantCulture, out T? value)
            ? value
            : throw new ArgumentException($"'{pair}' does not end in a number that it can have.");

    /// <summary>A link comes from anywhere: it must not take all the memory of the browser.</summary>
    private static void CheckSize(GeneratorOptions options, GeneratorOptions defaults)
    {
        long rows = Math.Max(options.Samples ?? defaults.Samples ?? 1, options.Centers ?? 1);
        long values = rows * (options.Features ?? defaults.Features ?? 2);
        if (values > MostValues)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"these are {values} values, and the page makes at most {MostValues}; ask for fewer."));
    }
}
