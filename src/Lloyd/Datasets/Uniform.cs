using Lloyd.Streams;

namespace Lloyd.Datasets;

/// <summary>
/// No clusters at all: points spread evenly over the unit cube, bit for bit those of NumPy's
/// <c>default_rng(Seed).random((Samples, Features))</c>. k-means finds k clusters here too.
/// </summary>
public sealed record Uniform : Generator
{
    /// <summary>500 points in the unit square.</summary>
    public Uniform() : base(500) { }

    /// <summary>d, the number of coordinates, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Features { get; init => field = Check.AtLeastOne(value); } = 2;

    /// <inheritdoc/>
    public override Dataset Make()
    {
        var random = new Pcg64(Seed);
        var values = new double[Check.Length(Samples, Features)];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextDouble();
        return new Dataset(new Points<double>(values, Features), Labels: default, Centers: null);
    }
}
