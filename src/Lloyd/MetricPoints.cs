using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd;

/// <summary>Points as the model sees them: row i is z_i, in the metric and in float64.</summary>
internal sealed class MetricPoints<T>(Points<T> points, Metric metric)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int ValuesAtATime = 8192;
    private const int OnStack = 128;

    /// <summary>At most how many rows <see cref="ReadRows"/> reads at a time.</summary>
    public const int MostRowsAtATime = 512;

    public Points<T> Points => points;

    public Metric Metric => metric;

    public int Count => points.Count;

    public int Dimensions => points.Dimensions;

    public bool IsWeighted => !points.Weights.IsEmpty;

    /// <summary>The weights of some rows; empty where every point counts once.</summary>
    public ReadOnlySpan<double> Weights(int first, int count) =>
        IsWeighted ? points.Weights.Span.Slice(first, count) : [];

    public double Weight(int i) => IsWeighted ? points.Weights.Span[i] : 1;

    public void Read(int i, Span<double> z) => metric.ToMetric(points[i], z);

    public double[] Read(int i)
    {
        double[] z = new double[Dimensions];
        Read(i, z);
        return z;
    }

    /// <summary>Rows first … first + count − 1.</summary>
    public void Read(int first, int count, Span<double> z) => metric.ToMetric(points.Rows(first, count), z);

    /// <summary>Rows first … first + count − 1, a few at a time: as many as stay in the nearest cache.</summary>
    /// <param name="use">Gets the number of the first row and the rows, which it may overwrite.</param>
    [MethodImpl(Jit.AtOnce)]
    public void ReadRows(int first, int count, Action<int, Span<double>> use)
    {
        int most = Math.Clamp(ValuesAtATime / Dimensions, 1, Math.Min(count, MostRowsAtATime));
        double[] buffer = ArrayPool<double>.Shared.Rent(most * Dimensions);
        for (int row = first; row < first + count; row += most)
        {
            Span<double> rows = buffer.AsSpan(0, Math.Min(most, first + count - row) * Dimensions);
            Read(row, rows.Length / Dimensions, rows);
            use(row, rows);
        }
        ArrayPool<double>.Shared.Return(buffer);
    }

    /// <summary>Row i as a lane of a panel (d × 32): coordinate t at t · 32.</summary>
    [SkipLocalsInit]
    public void ReadColumn(int i, Span<double> lane)
    {
        Span<double> z = Dimensions <= OnStack ? stackalloc double[OnStack] : new double[Dimensions];
        Read(i, z);
        for (int t = 0, at = 0; t < Dimensions; t++, at += PanelKernel.Points)
            lane[at] = z[t];
    }
}
