using Lloyd.Datasets;

namespace Lloyd.Choose;

/// <summary>Data that the generators of the library do not make.</summary>
internal static class Shapes
{
    /// <summary>One normal cluster, ten times longer in its first coordinate than in its last.</summary>
    public static Points<double> Stretched(int n, int d, uint seed)
    {
        var round = new Blobs { Samples = n, Positions = new Points<double>(new double[d], d), Seed = seed }.Make().Points;
        double[] values = round.Values.ToArray();
        for (int i = 0; i < values.Length; i++)
            values[i] *= Math.Pow(10, -(i % d) / (d - 1.0));
        return new Points<double>(values, d);
    }

    /// <summary>Round clusters of deviation 1 on a circle, so far from their neighbours.</summary>
    public static Points<double> Circle(int n, int k, double apart, uint seed)
    {
        double radius = apart / (2 * Math.Sin(Math.PI / k));
        double[] centers = [.. Enumerable.Range(0, k).SelectMany(j => (double[])[radius * Math.Cos(2 * Math.PI * j / k), radius * Math.Sin(2 * Math.PI * j / k)])];
        return new Blobs { Samples = n, Centers = k, Std = 1, Positions = new Points<double>(centers, 2), Seed = seed }.Make().Points;
    }
}
