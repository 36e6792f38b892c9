namespace Lloyd.Datasets;

/// <summary>A recipe for points: <see cref="Make"/> gives the same bits for the same settings on every host.</summary>
public abstract record Generator
{
    private protected Generator(int samples) => Samples = samples;

    /// <summary>n, the number of points, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Samples { get; init => field = Check.AtLeastOne(value); }

    /// <summary>The seed of the random numbers.</summary>
    public ulong Seed { get; init; }

    /// <summary>Makes the points.</summary>
    /// <exception cref="ArgumentException">Settings that are valid alone do not go together; the message says which,
    /// and what to do.</exception>
    public abstract Dataset Make();
}
