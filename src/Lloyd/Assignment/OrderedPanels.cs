using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>A copy of some points in another order, in panels: d × 48 values in original units, a lane for each
/// point.</summary>
internal sealed class OrderedPanels<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MetricPoints<T> _points;
    private readonly int _count;
    private readonly T[] _values;
    private readonly double[] _weights;
    private readonly int _size;

    /// <param name="points">The points.</param>
    /// <param name="order">The row at each position.</param>
    /// <param name="arrays">Where the copy lives.</param>
    /// <param name="threads">At most how many threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    public OrderedPanels(
        MetricPoints<T> points, ReadOnlyMemory<int> order, RentedArrays arrays, int threads, CancellationToken cancellation)
    {
        _points = points;
        _size = points.Dimensions * ScoreKernel.Points;
        _count = order.Length;
        Count = (_count + ScoreKernel.Points - 1) / ScoreKernel.Points;
        _values = arrays.Rent<T>(checked(Count * _size));
        _weights = new double[points.IsWeighted ? _count : 0];
        Blocks.Run(_count, Blocks.Workers(_count, 4 * points.Dimensions, threads), (_, first, count) =>
        {
            for (int position = first; position < first + count; position += ScoreKernel.Points)
                Gather(position / ScoreKernel.Points, order.Span);
        }, cancellation);
    }

    /// <summary>How many panels.</summary>
    public int Count { get; }

    /// <summary>How many lanes of a panel are points; those that are left over repeat the last of them.</summary>
    public int Lanes(int panel) => Math.Min(ScoreKernel.Points, _count - panel * ScoreKernel.Points);

    /// <summary>The weights of a panel's points; empty where every point counts once.</summary>
    public ReadOnlySpan<double> Weights(int panel) =>
        _weights.Length == 0 ? [] : _weights.AsSpan(panel * ScoreKernel.Points, Lanes(panel));

    /// <summary>A panel in the metric.</summary>
    /// <param name="z">d × 48.</param>
    public void ReadMetric(int panel, Span<double> z) => _points.Metric.ColumnsToMetric<T>(Values(panel), z);

    /// <summary>A panel in the space of scores.</summary>
    /// <param name="y">d × 48.</param>
    public void ReadScores(int panel, ScoreSpace space, Span<float> y) => space.ReadColumns(_points.Metric, Values(panel), y);

    private ReadOnlySpan<T> Values(int panel) => _values.AsSpan(panel * _size, _size);

    [MethodImpl(Jit.AtOnce)]
    private void Gather(int panel, ReadOnlySpan<int> order)
    {
        int d = _points.Dimensions, lanes = Lanes(panel);
        ReadOnlySpan<int> rows = order.Slice(panel * ScoreKernel.Points, lanes);
        foreach (int soon in order[(panel * ScoreKernel.Points + lanes)..Math.Min((panel + 2) * ScoreKernel.Points, order.Length)])
            Cache.Prefetch(_points.Points[soon]);
        ReadOnlySpan<T> from = _points.Points.Values;
        Span<T> to = _values.AsSpan(panel * _size, _size);
        for (int lane = 0; lane < rows.Length; lane++)
        {
            ReadOnlySpan<T> row = from.Slice(rows[lane] * d, d);
            for (int t = 0, at = lane; t < row.Length; t++, at += ScoreKernel.Points)
                to[at] = row[t];
        }
        for (int t = 0; t < d && lanes < ScoreKernel.Points; t++)
            to.Slice(t * ScoreKernel.Points, ScoreKernel.Points)[lanes..].Fill(to[t * ScoreKernel.Points + lanes - 1]);
        for (int lane = 0; _weights.Length > 0 && lane < lanes; lane++)
            _weights[panel * ScoreKernel.Points + lane] = _points.Weight(rows[lane]);
    }
}
