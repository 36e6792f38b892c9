using System.CommandLine;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>The options that settle a run, for the commands that make one.</summary>
internal sealed class RunOptions
{
    private readonly Option<int> _k = new Option<int>("-k") { Description = "How many clusters" }.Whole(1, int.MaxValue);

    private readonly Option<uint> _seed =
        new Option<uint>("--seed") { Description = "The seed of every random choice", DefaultValueFactory = _ => 0 }
            .Whole(0u, uint.MaxValue);

    private readonly Option<Scaling> _scale =
        new Option<Scaling>("--scale") { Description = "How columns are brought to one scale" }.Named();

    private readonly Option<int> _iterations =
        new Option<int>("--iterations") { Description = "At most how many updates", DefaultValueFactory = _ => 300 }
            .Whole(1, int.MaxValue);

    private readonly Option<string> _tolerance;

    private readonly Option<EmptyClusters> _empty =
        new Option<EmptyClusters>("--empty") { Description = "What a cluster without points does: takes the farthest point, or keeps its place" }
            .Named();

    /// <param name="k">What k is when it is left out; nothing: it must be given.</param>
    /// <param name="tolerance">What the tolerance is when it is left out.</param>
    public RunOptions(int? k, string tolerance)
    {
        if (k is { } usual)
            _k.DefaultValueFactory = _ => usual;
        _k.Required = k is null;
        _tolerance = new("--tolerance")
        {
            Description = "Stop at this movement, relative to the variance; 0: when no label changes; none: never early",
            DefaultValueFactory = _ => tolerance,
        };
    }

    /// <summary>How the initial centroids are chosen.</summary>
    public Option<string> Init { get; } = new("--init")
    {
        Description = "Where to start: k-means++, random, farthest (always the farthest point), parallel (k-means||), or a table with k rows in original units",
        DefaultValueFactory = _ => "k-means++",
    };

    public IEnumerable<Option> All => [_k, .. AllButK];

    public IEnumerable<Option> AllButK => [_seed, Init, _scale, _iterations, _tolerance, _empty];

    /// <summary>The file that <see cref="Init"/> names; null where it names none.</summary>
    public string? InitFile(ParseResult parsed) =>
        parsed.GetValue(Init) is var init and not ("k-means++" or "random" or "farthest" or "parallel") ? init : null;

    public KMeans Settings(ParseResult parsed, CancellationToken cancellation) => Settings(parsed, parsed.GetValue(_k), cancellation);

    /// <summary>The settings for a k that was not asked for by <c>-k</c>.</summary>
    public KMeans Settings(ParseResult parsed, int k, CancellationToken cancellation) => new(k)
    {
        Seed = parsed.GetValue(_seed),
        Seeding = parsed.GetValue(Init)! switch
        {
            "k-means++" => Seeding.PlusPlus(),
            "random" => Seeding.Random,
            "farthest" => Seeding.Farthest,
            "parallel" => Seeding.Parallel(),
            string file => Given(file, cancellation),
        },
        Scaling = parsed.GetValue(_scale),
        MaxIterations = parsed.GetValue(_iterations),
        Tolerance = ParseTolerance(parsed.GetValue(_tolerance)!),
        EmptyClusters = parsed.GetValue(_empty),
    };

    private static Seeding Given(string file, CancellationToken cancellation)
    {
        if (file != "-" && !Path.Exists(file))
            throw new InvalidInputException(
                $"--init is '{Shown.Text(file)}'; give k-means++, random, farthest, parallel or a file that exists.");
        using Table table = InputTable.Read(file, new TableOptions(), cancellation);
        return Seeding.From(table.ToPoints<double>());
    }

    private static double? ParseTolerance(string text)
    {
        if (text == "none")
            return null;
        return OptionValues.TryNumber(text, out double value) && value is >= 0 and < double.PositiveInfinity
            ? value
            : throw new InvalidInputException(
                $"--tolerance is '{Shown.Text(text)}'; give a number that is 0 or more, or none.");
    }
}
