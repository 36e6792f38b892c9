using System.Numerics;
using Lloyd.Assignment;

namespace Lloyd.Exact;

/// <summary>The weighted mean and variance (ddof 0) of each column: exact sums, each rounded once.</summary>
/// <param name="Means">d means.</param>
/// <param name="Variances">d means of w · (z − mean)², each square as computed in float64.</param>
internal sealed record Moments(double[] Means, double[] Variances)
{
    public static Moments Of<T>(MetricPoints<T> points, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int workers = Blocks.Workers(points.Count, 2 * points.Dimensions, threads);
        ExactSum weight = WeightOf(points);
        double[] means = Array.ConvertAll(SumsOf(points, null, workers, cancellation), sum => sum.DivideBy(weight));
        return new Moments(
            means, Array.ConvertAll(SumsOf(points, means, workers, cancellation), sum => sum.DivideBy(weight)));
    }

    /// <summary>Σ w.</summary>
    public static ExactSum WeightOf<T>(MetricPoints<T> points) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var weight = new ExactSum();
        if (points.IsWeighted)
            weight.AddWeighted([], points.Weights(0, points.Count));
        else
            weight.Add(points.Count);
        return weight;
    }

    /// <summary>The sum of each column, or of its squared differences from <paramref name="centre"/>; weighted.</summary>
    public static ExactSum[] SumsOf<T>(
        MetricPoints<T> points, double[]? centre, int workers, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int d = points.Dimensions;
        return Blocks.Sum(points.Count, workers,
            () => ExactSum.NewArray(d),
            (part, first, count) => points.ReadRows(first, count, (row, z) =>
            {
                if (centre is not null)
                    for (int at = 0; at < z.Length; at += d)
                        Distance.SquareDifferences(z.Slice(at, d), centre);
                if (!points.IsWeighted)
                    ExactSum.AddRows(part, z);
                else
                    for (int at = 0; at < z.Length; at++)
                        part[at % d].AddWeighted(points.Weight(row + at / d), z[at]);
            }),
            ExactSum.Add, cancellation);
    }
}
