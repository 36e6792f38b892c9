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
        Partial[] parts = NewPerWorker(workers, () => description.NewPartial(1));
        Blocks.Run(points.Count, workers, (worker, first, count) =>
        {
            double[] z = new double[points.Dimensions];
            for (int i = first; i < first + count; i++)
            {
                points.Read(i, z);
                parts[worker].Move(z, points.Weight(i), from: -1, to: 0);
            }
        }, cancellation);
        for (int worker = 1; worker < workers; worker++)
            parts[0].Add(parts[worker]);
        return parts[0].Means(new double[points.Dimensions]);
    }

    private static double[] VariancesOf<T>(
        MetricPoints<T> points, double[] means, int workers, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int d = points.Dimensions;
        // d sums of squares, then the sum of weights.
        ExactSum[][] parts = NewPerWorker(workers, () => NewPerWorker(d + 1, () => new ExactSum()));
        Blocks.Run(points.Count, workers, (worker, first, count) =>
        {
            double[] z = new double[d];
            for (int i = first; i < first + count; i++)
            {
                points.Read(i, z);
                double weight = points.Weight(i);
                for (int t = 0; t < d; t++)
                {
                    double square = (z[t] - means[t]) * (z[t] - means[t]);
                    parts[worker][t].AddWeighted(weight, square);
                }
                parts[worker][d].Add(weight);
            }
        }, cancellation);
        for (int worker = 1; worker < workers; worker++)
            for (int t = 0; t <= d; t++)
                parts[0][t].Add(parts[worker][t]);
        return Array.ConvertAll(parts[0][..d], sum => sum.DivideBy(parts[0][d]));
    }

    private static S[] NewPerWorker<S>(int count, Func<S> create)
    {
        var states = new S[count];
        for (int i = 0; i < count; i++)
            states[i] = create();
        return states;
    }
}
