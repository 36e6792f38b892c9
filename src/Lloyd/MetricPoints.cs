using System.Numerics;
using Lloyd.Kernels;

namespace Lloyd;

/// <summary>Points as the model sees them: row i is z_i, in the metric and in float64.</summary>
internal sealed class MetricPoints<T>(Points<T> points, Metric metric)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Points<T> Points => points;

    public Metric Metric => metric;

    public int Count => points.Count;

    public int Dimensions => points.Dimensions;

    public bool IsWeighted => !points.Weights.IsEmpty;

    public double Weight(int i) => IsWeighted ? points.Weights.Span[i] : 1;

    public void Read(int i, Span<double> z) => metric.ToMetric(points[i], z);

    public double[] Read(int i)
    {
        double[] z = new double[Dimensions];
        Read(i, z);
        return z;
    }

    /// <summary>A copy of the points in another order.</summary>
    /// <param name="rows">The row at each position.</param>
    public MetricPoints<T> InOrder(int[] rows, int threads, CancellationToken cancellation)
    {
        int d = Dimensions;
        T[] values = GC.AllocateUninitializedArray<T>(rows.Length * d);
        double[] weights = new double[IsWeighted ? rows.Length : 0];
        Blocks.Run(rows.Length, Blocks.Workers(rows.Length, 4 * d, threads), (_, first, count) =>
        {
            ReadOnlySpan<T> from = points.Values;
            Span<T> to = values.AsSpan(first * d, count * d);
            for (int i = 0, at = 0; i < count; i++)
                for (int t = 0, row = rows[first + i] * d; t < d; t++, at++)
                    to[at] = from[row + t];
            for (int i = first; IsWeighted && i < first + count; i++)
                weights[i] = Weight(rows[i]);
        }, cancellation);
        return new MetricPoints<T>(new Points<T>(values, d, weights), metric);
    }

    /// <summary>Row i as a lane of a panel (d × 32): coordinate t at t · 32.</summary>
    public void ReadColumn(int i, Span<double> lane)
    {
        Span<double> z = Dimensions <= 128 ? stackalloc double[Dimensions] : new double[Dimensions];
        Read(i, z);
        for (int t = 0, at = 0; t < z.Length; t++, at += PanelKernel.Points)
            lane[at] = z[t];
    }

    /// <summary>Rows first … first + count − 1 as a panel (d × 32); the lanes that are left over hold zeros.</summary>
    public void ReadPanel(int first, int count, Span<double> panel)
    {
        panel.Clear();
        for (int lane = 0; lane < count; lane++)
            ReadColumn(first + lane, panel[lane..]);
    }
}
