namespace Lloyd.Datasets;

/// <summary>The catalogue of generators, for the command line and the page to list.</summary>
public static class Generators
{
    /// <summary>Every generator, the plainest data first.</summary>
    public static IReadOnlyList<GeneratorEntry> All { get; } =
    [
        Entry("blobs", "round clusters, as scikit-learn's make_blobs draws them", new Blobs(),
            g => new() { Features = g.Features, Centers = g.Centers, Std = g.Std },
            o => new() { Features = o.Features!.Value, Centers = o.Centers!.Value, Std = o.Std!.Value }),
        Entry("moons", "two half circles that reach into each other", new Moons(),
            g => new() { Noise = g.Noise }, o => new() { Noise = o.Noise!.Value }),
        Entry("circles", "a circle inside a circle", new Circles(),
            g => new() { Noise = g.Noise }, o => new() { Noise = o.Noise!.Value }),
        Entry("anisotropic", "three stretched clusters", new Anisotropic(), _ => new(), _ => new()),
        Entry("unequal", "three round clusters, one wide and one narrow", new UnequalVariance(),
            _ => new(), _ => new()),
        Entry("uniform", "points spread evenly over the unit cube: no clusters at all", new Uniform(),
            g => new() { Features = g.Features }, o => new() { Features = o.Features!.Value }),
        Entry("trap", "eight clusters in four pairs: for k = 8 most random starts end badly", new Trap(),
            _ => new(), _ => new()),
    ];

    /// <summary>The generator of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that there are.</exception>
    public static GeneratorEntry Find(string name) =>
        All.FirstOrDefault(entry => entry.Name == name) ?? throw new ArgumentException(
            $"There is no generator '{name}'; choose one of {string.Join(", ", All.Select(entry => entry.Name))}.");

    /// <summary>The entry of a generator: its own defaults, with the number of points and the seed that all have.
    /// </summary>
    private static GeneratorEntry Entry<T>(string name, string description, T usual,
        Func<T, GeneratorOptions> own, Func<GeneratorOptions, T> create) where T : Generator => new(
            name, description, own(usual) with { Samples = usual.Samples, Seed = usual.Seed },
            options => create(options) with { Samples = options.Samples!.Value, Seed = options.Seed!.Value });
}
