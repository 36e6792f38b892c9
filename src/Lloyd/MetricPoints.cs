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

    /// <summary>Rows first … first + count − 1 as a panel (d × 32); the lanes that are left over hold zeros.</summary>
    public void ReadPanel(int first, int count, Span<double> panel)
    {
        panel.Clear();
        Span<double> z = Dimensions <= 128 ? stackalloc double[Dimensions] : new double[Dimensions];
        for (int lane = 0; lane < count; lane++)
        {
            Read(first + lane, z);
            for (int t = 0, at = lane; t < z.Length; t++, at += PanelKernel.Points)
                panel[at] = z[t];
        }
    }
}
