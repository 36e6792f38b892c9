using System.Numerics;

namespace Lloyd.Exact;

/// <summary>The weighted mean and variance (ddof 0) of each column: exact sums, each rounded once.</summary>
/// <param name="Means">d means.</param>
/// <param name="Variances">d means of w · (z − mean)², each square as computed in float64.</param>
internal sealed record Moments(double[] Means, double[] Variances)
{
    public static Moments Of<T>(
        MetricPoints<T> points, Description description, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int workers = Blocks.Workers(points.Count, 2 * points.Dimensions, threads);
        double[] means = MeansOf(points, description, workers, cancellation);
        return new Moments(means, VariancesOf(points, means, workers, cancellation));
    }

    private static double[] MeansOf<T>(
        MetricPoints<T> points, Description description, int workers, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Partial sum = Blocks.Sum(points.Count, workers,
            () => description.NewPartial(1),
            (part, first, count) =>
            {
                for (int i = first; i < first + count; i++)
                    part.Move(points, i, from: -1, to: 0);
            },
            (sum, part) => sum.Add(part), cancellation);
        return sum.Means(new double[points.Dimensions]);
    }

    private static double[] VariancesOf<T>(
        MetricPoints<T> points, double[] means, int workers, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int d = points.Dimensions;
        // d sums of squares, then the sum of weights.
        ExactSum[] sums = Blocks.Sum(points.Count, workers,
            () => ExactSum.NewArray(d + 1),
            (part, first, count) =>
            {
                double[] z = new double[d];
                for (int i = first; i < first + count; i++)
                {
                    points.Read(i, z);
                    double weight = points.Weight(i);
                    for (int t = 0; t < d; t++)
                        part[t].AddWeighted(weight, (z[t] - means[t]) * (z[t] - means[t]));
                    part[d].Add(weight);
                }
            },
            ExactSum.Add, cancellation);
        return Array.ConvertAll(sums[..d], sum => sum.DivideBy(sums[d]));
    }
}
