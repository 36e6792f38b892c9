using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>A copy of points in an order in which neighbours are near each other, in panels: d × 48 values in original
/// units, a lane for each point. And the boxes around them.</summary>
internal sealed class OrderedPanels<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int OnStack = 32;

    private readonly MetricPoints<T> _points;
    private readonly ScoreSpace _space;
    private readonly Memory<int> _order;
    private readonly T[] _values;           // panels; before that, rows in the same place
    private readonly double[] _weights;
    private readonly int _size;

    private OrderedPanels(MetricPoints<T> points, int count, ScoreSpace space, RentedArrays arrays)
    {
        _points = points;
        _space = space;
        _size = points.Dimensions * ScoreKernel.Points;
        Count = (count + ScoreKernel.Points - 1) / ScoreKernel.Points;
        _order = arrays.Rent<int>(count).AsMemory(0, count);
        _values = arrays.Rent<T>(checked(Count * _size));
        _weights = points.IsWeighted ? arrays.Rent<double>(count) : [];
        Boxes = new Boxes(Count, points.Dimensions, arrays);
    }

    /// <summary>All points.</summary>
    /// <param name="points">The points.</param>
    /// <param name="space">Where they are near each other.</param>
    /// <param name="arrays">Where the copy lives.</param>
    /// <param name="threads">At most how many threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static OrderedPanels<T> Of(
        MetricPoints<T> points, ScoreSpace space, RentedArrays arrays, int threads, CancellationToken cancellation)
    {
        var panels = new OrderedPanels<T>(points, points.Count, space, arrays);
        new MortonOrder<T>(points, space, threads, cancellation).Copy(panels.Rows, panels._order);
        panels.Turn(threads, cancellation);
        return panels;
    }

    /// <summary>Stretches of the order along the curve.</summary>
    /// <param name="points">The points.</param>
    /// <param name="rows">The rows of these stretches.</param>
    /// <param name="space">Where they are near each other.</param>
    /// <param name="arrays">Where the copy lives.</param>
    /// <param name="threads">At most how many threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static OrderedPanels<T> Of(
        MetricPoints<T> points, ReadOnlySpan<int> rows, ScoreSpace space, RentedArrays arrays, int threads,
        CancellationToken cancellation)
    {
        var panels = new OrderedPanels<T>(points, rows.Length, space, arrays);
        rows.CopyTo(panels._order.Span);
        for (int i = 0; i < rows.Length; i++)
            points.Points[rows[i]].CopyTo(panels.Rows.Span[(i * points.Dimensions)..]);
        panels.Turn(threads, cancellation);
        return panels;
    }

    /// <summary>How many panels.</summary>
    public int Count { get; }

    /// <summary>Those around the panels.</summary>
    public Boxes Boxes { get; }

    /// <summary>The row at each position.</summary>
    public ReadOnlySpan<int> Order => _order.Span;

    /// <summary>How many lanes of a panel are points; those that are left over repeat the last of them.</summary>
    public int Lanes(int panel) => Math.Min(ScoreKernel.Points, _order.Length - panel * ScoreKernel.Points);

    /// <summary>The weights of some points; empty where every point counts once.</summary>
    public ReadOnlySpan<double> Weights(int first, int count) => _weights.Length == 0 ? [] : _weights.AsSpan(first, count);

    /// <summary>Says that a panel is read soon.</summary>
    public void Prefetch(int panel) => Cache.PrefetchAll<T>(Values(panel));

    /// <summary>A panel in the metric.</summary>
    /// <param name="z">d × 48.</param>
    public void ReadMetric(int panel, Span<double> z) => _points.Metric.ColumnsToMetric<T>(Values(panel), z);

    /// <summary>A point of a panel in the metric.</summary>
    /// <param name="z">d.</param>
    [SkipLocalsInit]
    public void ReadMetric(int panel, int lane, Span<double> z)
    {
        ReadOnlySpan<T> values = Values(panel);
        Span<T> row = z.Length <= OnStack ? stackalloc T[OnStack] : new T[z.Length];
        for (int t = 0, at = lane; t < z.Length; t++, at += ScoreKernel.Points)
            row[t] = values[at];
        _points.Metric.ToMetric<T>(row[..z.Length], z);
    }

    /// <summary>A panel in the space of scores.</summary>
    /// <param name="y">d × 48.</param>
    public void ReadScores(int panel, Span<float> y) => _space.ReadColumns<T>(_points.Metric, Values(panel), y);

    private Memory<T> Rows => _values.AsMemory(0, _order.Length * _points.Dimensions);

    private Span<T> Values(int panel) => _values.AsSpan(panel * _size, _size);

    /// <summary>Makes panels of rows that are in the order of the curve, a block at a time.</summary>
    private void Turn(int threads, CancellationToken cancellation)
    {
        int d = _points.Dimensions;
        bool isSplit = d > BoxProbe.FewDimensions;
        int rowsInBlock = isSplit ? Boxes.RowsInBlock : Boxes.InBlock * ScoreKernel.Points;
        var rows = new MetricPoints<T>(new Points<T>(Rows, d), _points.Metric);
        using var arrays = new RentedArrays();
        var scratch = new Scratch[Blocks.Workers(_order.Length, (isSplit ? 100 : 4) * d, threads)];
        for (int worker = 0; worker < scratch.Length; worker++)
            scratch[worker] = new Scratch(
                arrays.Rent<T>(rowsInBlock * d), arrays.Rent<int>(rowsInBlock), [.. Enumerable.Range(0, rowsInBlock)],
                new float[_size], isSplit ? new SplitOrder(d, arrays) : null);
        Blocks.Run(_order.Length, rowsInBlock, scratch.Length,
            (worker, first, count) => TurnBlock(rows, first, count, scratch[worker]), cancellation);
    }

    [MethodImpl(Jit.AtOnce)]
    private void TurnBlock(MetricPoints<T> rows, int first, int count, Scratch scratch)
    {
        rows.Points.Rows(first, count).CopyTo(scratch.Rows);
        Span<int> places = scratch.Places.AsSpan(0, count), order = _order.Span.Slice(first, count);
        if (scratch.Split is not null)
        {
            scratch.Split.Find(rows, _space, first, places);
            order.CopyTo(scratch.Numbers);
            for (int i = 0; i < places.Length; i++)
                order[i] = scratch.Numbers[places[i]];
        }
        if (_weights.Length > 0)
            for (int i = 0; i < order.Length; i++)
                _weights[first + i] = _points.Weight(order[i]);
        for (int i = 0, panel = first / ScoreKernel.Points; i < count; i += ScoreKernel.Points, panel++)
        {
            Turn(scratch.Rows, places.Slice(i, Lanes(panel)), Values(panel));
            ReadScores(panel, scratch.Panel);
            Boxes.Enclose(panel, scratch.Panel);
        }
    }

    /// <summary>Makes a panel of some rows.</summary>
    [MethodImpl(Jit.AtOnce)]
    private static void Turn(ReadOnlySpan<T> rows, ReadOnlySpan<int> places, Span<T> panel)
    {
        int d = panel.Length / ScoreKernel.Points;
        for (int lane = 0; lane < places.Length; lane++)
        {
            ReadOnlySpan<T> row = rows.Slice(places[lane] * d, d);
            for (int t = 0, at = lane; t < row.Length; t++, at += ScoreKernel.Points)
                panel[at] = row[t];
        }
        for (int t = 0; t < d && places.Length < ScoreKernel.Points; t++)
        {
            Span<T> lanes = panel.Slice(t * ScoreKernel.Points, ScoreKernel.Points);
            lanes[places.Length..].Fill(lanes[places.Length - 1]);
        }
    }

    private sealed record Scratch(T[] Rows, int[] Numbers, int[] Places, float[] Panel, SplitOrder? Split);
}
