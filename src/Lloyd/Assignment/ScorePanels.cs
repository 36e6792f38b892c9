using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>Points in a <see cref="ScoreSpace"/> and in an order: a float32 copy in panels of 48.</summary>
internal sealed class ScorePanels
{
    private readonly float[] _values;
    private readonly float[] _norms;        // the largest ‖y‖ of each panel
    private readonly int _points;
    private readonly int _size;

    /// <summary>Panels to be read one by one.</summary>
    /// <param name="points">n.</param>
    /// <param name="dimensions">d.</param>
    /// <param name="arrays">Where the copy lives.</param>
    public ScorePanels(int points, int dimensions, RentedArrays arrays)
    {
        _points = points;
        Count = (points + ScoreKernel.Points - 1) / ScoreKernel.Points;
        _size = ScoreKernel.Points * dimensions;
        _values = arrays.Rent<float>(checked(Count * _size));
        _norms = arrays.Rent<float>(Count);
        Order = arrays.Rent<int>(points);
        for (int row = 0; row < points; row++)
            Order[row] = row;
    }

    /// <summary>The row at each place, at first the same. Where it is changed, panels are to be read anew.</summary>
    public int[] Order { get; }

    /// <summary>How many panels.</summary>
    public int Count { get; }

    /// <summary>d × 48; lanes that are left over repeat the last point.</summary>
    public ReadOnlySpan<float> this[int panel] => _values.AsSpan(panel * _size, _size);

    /// <summary>The rows of a panel.</summary>
    public ReadOnlySpan<int> Rows(int panel) =>
        Order.AsSpan(panel * ScoreKernel.Points, Math.Min(ScoreKernel.Points, _points - panel * ScoreKernel.Points));

    /// <summary>The largest ‖y‖ in some panels.</summary>
    [MethodImpl(Jit.AtOnce)]
    public float Norm(int first, int count)
    {
        float largest = 0;
        foreach (float norm in _norms.AsSpan(first, count))
            largest = MathF.Max(largest, norm);
        return largest;
    }

    /// <summary>Copies the points of a panel.</summary>
    [MethodImpl(Jit.AtOnce)]
    public void Read<T>(MetricPoints<T> points, ScoreSpace space, int panel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int d = points.Dimensions;
        ReadOnlySpan<int> rows = Rows(panel);
        T[] gathered = ArrayPool<T>.Shared.Rent(_size);
        float[] buffer = ArrayPool<float>.Shared.Rent(_size);
        Span<float> y = buffer.AsSpan(0, _size), values = _values.AsSpan(panel * _size, _size);
        if (AreConsecutive(rows))
            space.ReadRows(points, rows[0], rows.Length, y);
        else
        {
            ReadOnlySpan<T> all = points.Points.Values;
            Span<T> some = gathered;
            if (panel + 1 < Count)
                foreach (int soon in Rows(panel + 1))
                    Cache.Prefetch(all.Slice(soon * d, d));
            for (int lane = 0; lane < rows.Length; lane++)
                RowCopy.Copy(all, rows[lane], some, lane, d);
            space.ReadRows<T>(points.Metric, gathered.AsSpan(0, rows.Length * d), y);
        }
        for (int lane = rows.Length; lane < ScoreKernel.Points; lane++)
            y.Slice((rows.Length - 1) * d, d).CopyTo(y[(lane * d)..]);
        Transpose.ToPanel(y, values);
        _norms[panel] = ScoreKernel.LargestNorm(values);
        ArrayPool<float>.Shared.Return(buffer);
        ArrayPool<T>.Shared.Return(gathered);
    }

    private static bool AreConsecutive(ReadOnlySpan<int> rows)
    {
        int i = 1;
        while (i < rows.Length && rows[i] == rows[i - 1] + 1)
            i++;
        return i == rows.Length;
    }
}
