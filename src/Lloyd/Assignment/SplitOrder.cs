using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>
/// An order in which panels lie in smaller boxes than along the curve, where coordinates are many: each block of rows is
/// halved across its longest side, again and again, down to a panel (a k-d tree, J. L. Bentley, 1975). For one block at a
/// time.
/// </summary>
/// <remarks>Halves need not be exact medians of values, only of equal size: values of one of 64 slices of the side go
/// to either half.</remarks>
internal sealed class SplitOrder
{
    private const int Slices = 64;

    private readonly int _dimensions;
    private readonly int _stride;           // d, filled up to whole vectors
    private readonly Rows _block;
    private readonly Rows _room;            // to sort them in
    private readonly byte[] _slices;
    private readonly float[] _min;
    private readonly float[] _max;

    /// <param name="dimensions">d.</param>
    /// <param name="arrays">Where scratch comes from.</param>
    public SplitOrder(int dimensions, RentedArrays arrays)
    {
        const int Rows = Boxes.RowsInBlock;
        _dimensions = dimensions;
        _stride = (dimensions + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _block = new Rows(arrays.Rent<float>(Rows * _stride), arrays.Rent<int>(Rows));
        _room = new Rows(arrays.Rent<float>(Rows * _stride), arrays.Rent<int>(Rows));
        _slices = arrays.Rent<byte>(Rows);
        _min = new float[_stride];
        _max = new float[_stride];
    }

    /// <summary>Finds an order of the rows of a block.</summary>
    /// <param name="points">The points.</param>
    /// <param name="space">Where sides are measured.</param>
    /// <param name="first">Where the block begins.</param>
    /// <param name="order">Gets numbers from 0, counted from there: at most <see cref="Boxes.RowsInBlock"/>.</param>
    [MethodImpl(Jit.AtOnce)]
    public void Find<T>(MetricPoints<T> points, ScoreSpace space, int first, Span<int> order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < order.Length; i++)
        {
            Span<float> y = _block.Values.AsSpan(i * _stride, _stride);
            y[_dimensions..].Clear();
            space.Read(points, first + i, y, 1);
            _block.Numbers[i] = i;
        }
        Halve(_block, _room, 0, order);
    }

    /// <summary>Puts some rows in order.</summary>
    /// <param name="from">Where they lie, from <paramref name="first"/> on.</param>
    /// <param name="room">To sort them in, at the same place.</param>
    /// <param name="first">Where they begin.</param>
    /// <param name="order">Gets their numbers.</param>
    private void Halve(Rows from, Rows room, int first, Span<int> order)
    {
        if (order.Length <= ScoreKernel.Points)
        {
            from.Numbers.AsSpan(first, order.Length).CopyTo(order);
            return;
        }
        int panels = (order.Length + ScoreKernel.Points - 1) / ScoreKernel.Points;
        int half = (int)BitOperations.RoundUpToPowerOf2((uint)panels) / 2 * ScoreKernel.Points;
        if (Split(from, room, first, order.Length, half))
            (from, room) = (room, from);
        Halve(from, room, first, order[..half]);
        Halve(from, room, first + half, order[half..]);
    }

    /// <summary>Moves the rows that are low on the longest side to the first <paramref name="half"/> places, unless all are
    /// equal.</summary>
    [MethodImpl(Jit.AtOnce)]
    private bool Split(Rows from, Rows to, int first, int count, int half)
    {
        int stride = _stride;
        ReadOnlySpan<float> values = from.Values.AsSpan(first * stride, count * stride);
        int side = LongestSide(values);
        float min = _min[side], scale = Slices / (_max[side] - min);
        if (!float.IsFinite(scale))
            return false;
        ReadOnlySpan<int> rows = from.Numbers.AsSpan(first, count);
        Span<float> sorted = to.Values.AsSpan(first * stride, count * stride);
        Span<int> sortedRows = to.Numbers.AsSpan(first, count), sizes = stackalloc int[Slices];
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
        for (int i = 0, room = half - low, lows = 0; i < slices.Length; i++)
        {
            int isMiddle = slices[i] == middle ? 1 : 0;
            int isHigh = (slices[i] > middle ? 1 : 0) | (isMiddle > room ? 1 : 0);      // no branch: half of them would be guessed wrong
            room -= isMiddle & ~isHigh;
            int place = isHigh == 0 ? lows : half + i - lows;
            lows += 1 - isHigh;
            for (int t = 0; t < stride; t += Vector<float>.Count)
                new Vector<float>(values[(i * stride + t)..]).CopyTo(sorted[(place * stride + t)..]);
            sortedRows[place] = rows[i];
        }
        return true;
    }

    [MethodImpl(Jit.AtOnce)]
    private int LongestSide(ReadOnlySpan<float> values)
    {
        int stride = _stride;
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

    /// <param name="Values">Rows × stride.</param>
    /// <param name="Numbers">The row of each.</param>
    private sealed record Rows(float[] Values, int[] Numbers);
}
