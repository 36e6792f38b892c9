using Lloyd.Exact;
using Lloyd.Streams;

namespace Lloyd.Datasets;

/// <summary>
/// Two half circles that reach into each other: clusters which no set of centroids tells apart. The points are those of
/// scikit-learn's <c>make_moons(noise=Noise, random_state=Seed)</c>: the same noise and order, and to 10⁻¹² the same
/// curves, whose sines and cosines are Lloyd's own.
/// </summary>
public sealed record Moons : Generator
{
    /// <summary>500 points with a noise of 0.05.</summary>
    public Moons() : base(500) { }

    /// <summary>The standard deviation of the normal noise on each coordinate, finite and 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Noise { get; init => field = Check.NotNegative(value); } = 0.05;

    /// <inheritdoc/>
    public override Dataset Make()
    {
        int outer = Samples / 2;
        var values = new double[Check.Length(Samples, 2)];
        var labels = new int[Samples];
        for (int i = 0; i < Samples; i++)
        {
            bool inner = i >= outer;
            double angle = inner ? Angle(i - outer, Samples - outer) : Angle(i, outer);
            labels[i] = inner ? 1 : 0;
            values[2 * i] = inner ? 1 - Elementary.Cos(angle) : Elementary.Cos(angle);
            values[2 * i + 1] = inner ? 1 - Elementary.Sin(angle) - 0.5 : Elementary.Sin(angle);
        }
        var random = new Mt19937(Seed);
        Rows.Shuffle(random, values, labels);
        Rows.AddNoise(random, values, Noise);
        return new Dataset(new Points<double>(values, 2), labels, Centers: null);
    }

    /// <summary>Element i of <c>np.linspace(0, np.pi, count)</c>.</summary>
    private static double Angle(int i, int count) =>
        count == 1 ? 0 : i == count - 1 ? Math.PI : i * (Math.PI / (count - 1));
}
