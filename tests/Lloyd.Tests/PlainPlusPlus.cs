using System.Numerics;
using Lloyd.Assignment;
using Lloyd.Exact;
using Lloyd.Streams;

namespace Lloyd.Tests;

/// <summary>Greedy k-means++ in its simplest form: the oracle for <see cref="Seeding.PlusPlus"/>.</summary>
internal static class PlainPlusPlus
{
    /// <summary>The rows it chooses, or nothing where k is more than the number of distinct points.</summary>
    public static int[] Rows<T>(MetricPoints<T> points, int k, int trials, uint seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var stream = new Mt19937(seed);
        int n = points.Count;
        double[] ones = [.. Enumerable.Repeat(1.0, n)];
        double draw = stream.NextDouble();
        int[] rows = new int[k];
        rows[0] = points.IsWeighted
            ? FirstRow(points, ones, sum => sum.CompareTo(draw * Sum(points, ones).ToDouble()) > 0)
            : (int)(draw * n);
        double[] nearest = [.. Enumerable.Range(0, n).Select(i => Distance.Squared(points.Read(i), points.Read(rows[0])))];
        for (int j = 1; j < k; j++)
        {
            double total = Sum(points, nearest).ToDouble();
            if (total == 0)
                return [];
            double smallest = double.PositiveInfinity;
            double[] best = nearest;
            var candidates = new int[trials];
            for (int trial = 0; trial < trials; trial++)
            {
                double target = stream.NextDouble() * total;
                candidates[trial] = FirstRow(points, nearest, sum => sum.CompareTo(target) >= 0);
            }
            foreach (int candidate in candidates)
            {
                double[] z = points.Read(candidate);
                double[] left = [.. nearest.Select((old, i) => Math.Min(old, Distance.Squared(points.Read(i), z)))];
                double sum = Sum(points, left).ToDouble();
                if (sum < smallest)
                    (smallest, best, rows[j]) = (sum, left, candidate);
            }
            nearest = best;
        }
        return rows;
    }

    private static ExactSum Sum<T>(MetricPoints<T> points, double[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = new ExactSum();
        for (int i = 0; i < values.Length; i++)
            sum.AddWeighted(points.Weight(i), values[i]);
        return sum;
    }

    private static int FirstRow<T>(MetricPoints<T> points, double[] values, Predicate<ExactSum> enough)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = new ExactSum();
        for (int i = 0; i < values.Length - 1; i++)
        {
            sum.AddWeighted(points.Weight(i), values[i]);
            if (enough(sum))
                return i;
        }
        return values.Length - 1;
    }
}
