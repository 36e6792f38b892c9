using Lloyd.Exact;
using Lloyd.Streams;

namespace Lloyd.Datasets;

/// <summary>
/// A circle inside a circle of radius 1: clusters with the same centre. The points are those of scikit-learn's
/// <c>make_circles(noise=Noise, factor=Factor, random_state=Seed)</c>: the same noise and order, and to 10⁻¹² the same
/// curves, whose sines and cosines are Lloyd's own.
/// </summary>
public sealed record Circles : Generator
{
    /// <summary>500 points with a noise of 0.05, the inner circle half as large as the outer.</summary>
    public Circles() : base(500) { }

    /// <summary>The standard deviation of the normal noise on each coordinate, finite and 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Noise { get; init => field = Check.NotNegative(value); } = 0.05;

    /// <summary>The radius of the inner circle, from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public double Factor
    {
        get;
        init => field = value is >= 0 and < 1
            ? value
            : throw Check.OutOfRange($"Factor is {value}; give a radius from 0 to below 1.");
    } = 0.5;

    /// <inheritdoc/>
    public override Dataset Make()
    {
        int outer = Samples / 2;
        var values = new double[Check.Length(Samples, 2)];
        var labels = new int[Samples];
        for (int i = 0; i < Samples; i++)
        {
            bool inner = i >= outer;
            // np.linspace(0, 2 * np.pi, count, endpoint=False)
            double angle = inner ? (i - outer) * (2 * Math.PI / (Samples - outer)) : i * (2 * Math.PI / outer);
            double radius = inner ? Factor : 1;
            labels[i] = inner ? 1 : 0;
            values[2 * i] = Elementary.Cos(angle) * radius;
            values[2 * i + 1] = Elementary.Sin(angle) * radius;
        }
        var random = new Mt19937(Seed);
        Rows.Shuffle(random, values, labels);
        Rows.AddNoise(random, values, Noise);
        return new Dataset(new Points<double>(values, 2), labels, Centers: null);
    }
}
