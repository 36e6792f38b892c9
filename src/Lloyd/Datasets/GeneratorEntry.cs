namespace Lloyd.Datasets;

/// <summary>A generator in the catalogue: how people name it, what it makes, and what it lets them set.</summary>
public sealed class GeneratorEntry
{
    private readonly Func<GeneratorOptions, Generator> _create;

    internal GeneratorEntry(
        string name, string description, GeneratorOptions defaults, Func<GeneratorOptions, Generator> create)
    {
        Name = name;
        Description = description;
        Defaults = defaults;
        _create = create;
    }

    /// <summary>The name on the command line and in links.</summary>
    public string Name { get; }

    /// <summary>What it makes, in one line.</summary>
    public string Description { get; }

    /// <summary>The options that it takes, each with the value that it has unless another is given.</summary>
    public GeneratorOptions Defaults { get; }

    /// <summary>The generator with these options.</summary>
    /// <param name="options">What differs from <see cref="Defaults"/>; nothing for the defaults themselves.</param>
    /// <exception cref="ArgumentException">An option is given that this generator does not take, or has a value that it
    /// cannot have; the message says which, and what to do.</exception>
    public Generator Create(GeneratorOptions? options = null)
    {
        options ??= new GeneratorOptions();
        string[] surplus = [.. options.Names.Except(Defaults.Names)];
        if (surplus.Length > 0)
            throw new ArgumentException(
                $"'{Name}' takes no {string.Join(", no ", surplus)}; it takes {string.Join(", ", Defaults.Names)}.");
        return _create(options.Over(Defaults));
    }
}
