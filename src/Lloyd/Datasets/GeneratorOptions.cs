namespace Lloyd.Datasets;

/// <summary>
/// The settings that <c>lloyd make</c> and the page's data menu offer, by the names they have there. Nothing stands
/// for "not given" in a request, and for "not taken" in the defaults of a generator.
/// </summary>
public sealed record GeneratorOptions
{
    /// <summary>n, the number of points.</summary>
    public int? Samples { get; init; }

    /// <summary>d, the number of coordinates.</summary>
    public int? Features { get; init; }

    /// <summary>The number of clusters.</summary>
    public int? Centers { get; init; }

    /// <summary>The standard deviation of each cluster.</summary>
    public double? Std { get; init; }

    /// <summary>The standard deviation of the noise.</summary>
    public double? Noise { get; init; }

    /// <summary>The seed of the random numbers.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The names of the options that are given here.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            if (Samples is not null) yield return "samples";
            if (Features is not null) yield return "features";
            if (Centers is not null) yield return "centers";
            if (Std is not null) yield return "std";
            if (Noise is not null) yield return "noise";
            if (Seed is not null) yield return "seed";
        }
    }

    /// <summary>These options, and those of <paramref name="defaults"/> for what is not given here.</summary>
    internal GeneratorOptions Over(GeneratorOptions defaults) => new()
    {
        Samples = Samples ?? defaults.Samples,
        Features = Features ?? defaults.Features,
        Centers = Centers ?? defaults.Centers,
        Std = Std ?? defaults.Std,
        Noise = Noise ?? defaults.Noise,
        Seed = Seed ?? defaults.Seed,
    };
}
