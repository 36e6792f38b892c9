using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>
/// An order in which panels lie in smaller boxes than along the curve, where coordinates are many: each block of rows is
/// halved across its longest side, again and again, down to a panel (a k-d tree, J. L. Bentley, 1975).
/// </summary>
/// <remarks>Halves need not be exact medians of values, only of equal size: values of one of 64 slices of the side go
/// to either half.</remarks>
internal sealed class SplitOrder
{
    private const int Slices = 64;

    private readonly int _dimensions;
    private readonly int _stride;           // d, filled up to whole vectors
    private readonly float[] _values;       // rows × stride
    private readonly int[] _rows;           // the row of each
    private readonly float[] _sorted;       // room to sort them in
    private readonly int[] _sortedRows;
    private readonly byte[] _slices;
    private readonly float[] _min;
    private readonly float[] _max;

    private SplitOrder(int rows, int dimensions)
    {
        _dimensions = dimensions;
        _stride = (dimensions + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _values = new float[rows * _stride];
        _sorted = new float[rows * _stride];
        _rows = new int[rows];
        _sortedRows = new int[rows];
        _slices = new byte[rows];
        _min = new float[_stride];
        _max = new float[_stride];
    }

    /// <summary>Puts the rows of each block in order.</summary>
    /// <param name="points">The points.</param>
    /// <param name="space">Where sides are measured.</param>
    /// <param name="order">The row at each position.</param>
    /// <param name="threads">At most how many threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static void Refine<T>(
        MetricPoints<T> points, ScoreSpace space, Memory<int> order, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int workers = Blocks.Workers(order.Length, 100 * points.Dimensions, threads);
        var scratch = new SplitOrder?[workers];
        Blocks.Run(order.Length, Boxes.RowsInBlock, workers, (worker, first, count) =>
        {
            SplitOrder block = scratch[worker] ??= new SplitOrder(Boxes.RowsInBlock, points.Dimensions);
            Span<int> rows = order.Span.Slice(first, count);
            block.Read(points, space, rows);
            block.Halve(0, count);
            block._rows.AsSpan(0, count).CopyTo(rows);
        }, cancellation);
    }

    [MethodImpl(Jit.AtOnce)]
    private void Read<T>(MetricPoints<T> points, ScoreSpace space, ReadOnlySpan<int> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows.Length; i++)
            space.Read(points, rows[i], _values.AsSpan(i * _stride, _dimensions), 1);
        rows.CopyTo(_rows);
    }

    private void Halve(int first, int count)
    {
        if (count <= ScoreKernel.Points)
            return;
        int panels = (count + ScoreKernel.Points - 1) / ScoreKernel.Points;
        int half = (int)BitOperations.RoundUpToPowerOf2((uint)panels) / 2 * ScoreKernel.Points;
        Split(first, count, half);
        Halve(first, half);
        Halve(first + half, count - half);
    }

    /// <summary>Moves the rows that are low on the longest side to the first <paramref name="half"/> places.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void Split(int first, int count, int half)
    {
        int side = LongestSide(first, count);
        float min = _min[side], scale = Slices / (_max[side] - min);
        if (!float.IsFinite(scale))
            return;                                     // all are equal
        int stride = _stride;
        ReadOnlySpan<float> values = _values.AsSpan(first * stride, count * stride);
        ReadOnlySpan<int> rows = _rows.AsSpan(first, count);
        Span<float> sorted = _sorted;
        Span<int> sortedRows = _sortedRows, sizes = stackalloc int[Slices];
        Span<byte> slices = _slices.AsSpan(0, count);
        for (int i = 0, at = side; i < slices.Length; i++, at += stride)
        {
            int slice = Math.Min((int)((values[at] - min) * scale), Slices - 1);
            slices[i] = (byte)slice;
            sizes[slice]++;
        }
        int middle = 0, low = 0;
        while (low + sizes[middle] <= half)
            low += sizes[middle++];
        // Values of the middle slice fill the low half up.
        Span<int> places = [0, half];
        for (int i = 0, room = half - low; i < slices.Length; i++)
        {
            int isMiddle = slices[i] == middle ? 1 : 0;
            int isHigh = slices[i] > middle || isMiddle > room ? 1 : 0;     // no branch: half of them would be guessed wrong
            room -= isMiddle & (1 - isHigh);
            int to = places[isHigh]++;
            for (int t = 0; t < stride; t += Vector<float>.Count)
                new Vector<float>(values[(i * stride + t)..]).CopyTo(sorted[(to * stride + t)..]);
            sortedRows[to] = rows[i];
        }
        sorted[..(count * stride)].CopyTo(_values.AsSpan(first * stride));
        sortedRows[..count].CopyTo(_rows.AsSpan(first));
    }

    [MethodImpl(Jit.AtOnce)]
    private int LongestSide(int first, int count)
    {
        int stride = _stride;
        ReadOnlySpan<float> values = _values.AsSpan(first * stride, count * stride);
        for (int t = 0; t < stride; t += Vector<float>.Count)
        {
            Vector<float> min = new(values[t..]), max = min;
            for (int at = t; at < values.Length; at += stride)
            {
                var y = new Vector<float>(values[at..]);
                min = Vector.MinNative(min, y);
                max = Vector.MaxNative(max, y);
            }
            min.CopyTo(_min.AsSpan(t));
            max.CopyTo(_max.AsSpan(t));
        }
        int side = 0;
        for (int t = 1; t < _dimensions; t++)
            if (_max[t] - _min[t] > _max[side] - _min[side])
                side = t;
        return side;
    }
}
