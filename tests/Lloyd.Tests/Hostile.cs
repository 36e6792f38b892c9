using System.Numerics;

namespace Lloyd.Tests;

/// <summary>Data on which fast or careless arithmetic goes wrong.</summary>
internal static class Hostile
{
    public static readonly string[] Kinds =
    [
        "plain", "grid", "duplicates", "bisector", "offset 1e4", "offset 1e7", "denormal", "tiny", "huge", "outlier",
        "constant", "zeros", "scales", "far apart",
    ];

    /// <summary>n × d values of a kind, and k centers among which they lie.</summary>
    public static (T[] Values, T[] Centers) Make<T>(string kind, int n, int d, int k, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        bool isFloat = typeof(T) == typeof(float);
        double Value(int t)
        {
            double value = random.NextDouble() - 0.5;
            return kind switch
            {
                "grid" => random.Next(-2, 3),                               // exact ties
                "duplicates" => Math.Round(value * 3) / 10,
                "offset 1e4" => value + 1e4,
                "offset 1e7" => value + 1e7,
                "denormal" => value * (isFloat ? 1e-43 : 1e-321),           // all squares are 0
                "tiny" => value * (isFloat ? 1e-37 : 1e-153),               // some squares are denormal
                "huge" => value * (isFloat ? 1e37 : 1e152),
                "outlier" => random.Next(10 * n) == 0 ? 1e15 : value,
                "constant" => t % 2 == 0 ? 0.1 : value,
                "zeros" => random.Next(3) switch { 0 => -0.0, 1 => 0.0, _ => value },
                "scales" => value * Math.ScaleB(1, 20 * (t % 3) - 20),
                "far apart" => value + 1000 * random.Next(3),
                _ => value,
            };
        }
        T[] centers = new T[k * d];
        for (int i = 0; i < centers.Length; i++)
            centers[i] = T.CreateChecked(Value(i % d));
        T[] values = new T[n * d];
        for (int i = 0; i < n; i++)
        {
            int a = random.Next(k), b = random.Next(k);
            for (int t = 0; t < d; t++)
                values[i * d + t] = kind == "bisector"
                    ? Midpoint(centers[a * d + t], centers[b * d + t], random.Next(-1, 2))
                    : T.CreateChecked(Value(t));
        }
        return (values, centers);
    }

    /// <summary>n weights: equal, small integers, or fractions of many sizes.</summary>
    public static double[] Weights(int n, int seed)
    {
        var random = new Random(seed);
        return (seed % 3) switch
        {
            0 => [.. Enumerable.Repeat(0.1, n)],
            1 => [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(1, 5))],
            _ => [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() * Math.ScaleB(1, random.Next(-40, 40)))],
        };
    }

    /// <summary>On the bisector of a and b, or a unit in the last place beside it.</summary>
    private static T Midpoint<T>(T a, T b, int ulps) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T middle = (a + b) / T.CreateChecked(2);
        return ulps switch { < 0 => T.BitDecrement(middle), > 0 => T.BitIncrement(middle), _ => middle };
    }
}
