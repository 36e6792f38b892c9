using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>An assigner that goes through the points row by row.</summary>
internal abstract class RowAssigner<T> : Assigner<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Memory<int> _labels;

    protected RowAssigner(MetricPoints<T> points) : base(points)
    {
        _labels = HugePages.Allocate<int>(points.Count);
        _labels.Span.Fill(-1);
    }

    public override ReadOnlyMemory<int> Labels => _labels;

    /// <summary>The nearest centroid of rows <paramref name="first"/> … first + nearest.Length − 1.</summary>
    /// <param name="nearest">Comes with the present labels.</param>
    public abstract void Nearest(int first, Span<int> nearest);

    [MethodImpl(Jit.AtOnce)]
    public override void Assign(int first, int count, Partial difference)
    {
        int[] buffer = ArrayPool<int>.Shared.Rent(count);
        Span<int> nearest = buffer.AsSpan(0, count);
        Span<int> labels = _labels.Span.Slice(first, count);
        labels.CopyTo(nearest);
        Nearest(first, nearest);
        int changed = difference.Move(Points, first, labels, nearest);
        if (changed > 0)
            nearest.CopyTo(labels);
        difference.Changed += changed;
        ArrayPool<int>.Shared.Return(buffer);
    }
}
