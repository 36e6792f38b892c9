using System.Buffers;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>An order in which points that are alike lie together: by cluster, and within it by the next best
/// centroid.</summary>
internal static class LabelOrder
{
    /// <summary>Sorts some rows, by two stable counting sorts.</summary>
    /// <param name="labels">The cluster of each.</param>
    /// <param name="seconds">The next best centroid of each.</param>
    /// <param name="k">The number of clusters.</param>
    /// <param name="order">Gets their numbers, from 0.</param>
    [MethodImpl(Jit.AtOnce)]
    public static void Find(ReadOnlySpan<int> labels, ReadOnlySpan<int> seconds, int k, Span<int> order)
    {
        int[] buffer = ArrayPool<int>.Shared.Rent(k + order.Length);
        Span<int> next = buffer.AsSpan(0, k), bySecond = buffer.AsSpan(k, order.Length);
        Start(seconds, next);
        for (int i = 0; i < seconds.Length; i++)
            bySecond[next[seconds[i]]++] = i;
        Start(labels, next);
        foreach (int i in bySecond)
            order[next[labels[i]]++] = i;
        ArrayPool<int>.Shared.Return(buffer);
    }

    /// <summary>Finds the place of the first of each key.</summary>
    [MethodImpl(Jit.AtOnce)]
    private static void Start(ReadOnlySpan<int> keys, Span<int> next)
    {
        next.Clear();
        foreach (int key in keys)
            next[key]++;
        int place = 0;
        foreach (ref int start in next)
            (start, place) = (place, place + start);
    }
}
