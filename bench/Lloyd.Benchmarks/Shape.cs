using Lloyd.Data;

namespace Lloyd.Benchmarks;

/// <summary>Points and where their centroids start, as bench/peers/run makes them.</summary>
internal sealed record Shape(string Name, Points<float> Points, Points<double> Start)
{
    public const int Last = 20;

    /// <summary>The fit that is measured: that many iterations.</summary>
    public KMeans Settings => new(Start.Count) { MaxIterations = Last, Tolerance = 0, Seeding = Seeding.From(Start) };

    public static Shape Read(string folder, string name)
    {
        using Table table = Table.Read(Path.Combine(folder, $"{name}.npy"));
        using Table start = Table.Read(Path.Combine(folder, $"{name}_init.npy"));
        Points<float> points = table.ToPoints<float>();
        return new Shape(name, new Points<float>(points.Values.ToArray(), points.Dimensions), start.ToPoints<double>());
    }

    /// <summary>Milliseconds of an iteration that multiplies and adds for every point and centroid at the FMA peak of all cores, and
    /// does nothing else.</summary>
    public double AtThePeak => 2e-6 * Points.Count * Points.Dimensions * Start.Count / (Peak.Single * Environment.ProcessorCount);

    public override string ToString() => $"{Name} {Points.Count} × {Points.Dimensions}, k = {Start.Count}";

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
