using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>Lower bounds of gaps: how much more than the score of their own centroid another's is, at least, for all points
/// of a panel. 48 panels at a time are a vector lane each.</summary>
internal static class BoundKernel
{
    private const int Points = ScoreKernel.Points;
    private const float Down = 1 - 1f / (1 << 21);          // more than the roundings of a sum

    /// <summary>Lowers the bounds of 48 panels by what the centroids may have come nearer.</summary>
    /// <param name="bounds">48 for each centroid.</param>
    /// <param name="changes">48 for each centroid: how its score changed at the middle of the panel.</param>
    /// <param name="moves">For each centroid how far it moved.</param>
    /// <param name="radii">48: no point is farther from the middle of its panel.</param>
    /// <param name="own">48: what the score of a point's own centroid may have grown by.</param>
    /// <param name="enough">A gap above this is proven.</param>
    /// <param name="near">For each centroid: bit i is 0 only where its gap is proven in panel i.</param>
    public static void Lower(
        Span<float> bounds, ReadOnlySpan<float> changes, ReadOnlySpan<float> moves, ReadOnlySpan<float> radii,
        ReadOnlySpan<float> own, float enough, Span<ulong> near)
    {
        if (Vector512.IsHardwareAccelerated)
            Lower<FloatLanes512, Vector512<float>>(bounds, changes, moves, radii, own, enough, near);
        else if (Vector256.IsHardwareAccelerated)
            Lower<FloatLanes256, Vector256<float>>(bounds, changes, moves, radii, own, enough, near);
        else
            Lower<FloatLanes128, Vector128<float>>(bounds, changes, moves, radii, own, enough, near);
    }

    /// <summary>The gap of each candidate: the least over the points of a panel that belong to another.</summary>
    /// <param name="scores">48 for each candidate.</param>
    /// <param name="candidates">Their numbers, in groups of four.</param>
    /// <param name="best">48: the best scores.</param>
    /// <param name="labels">48: the numbers of the centroids that the points belong to.</param>
    /// <param name="gaps">Gets one for each candidate.</param>
    public static void Gaps(
        ReadOnlySpan<float> scores, ReadOnlySpan<int> candidates, ReadOnlySpan<float> best, ReadOnlySpan<int> labels,
        Span<float> gaps)
    {
        if (Vector512.IsHardwareAccelerated)
            Gaps<FloatLanes512, Vector512<float>>(scores, candidates, best, labels, gaps);
        else if (Vector256.IsHardwareAccelerated)
            Gaps<FloatLanes256, Vector256<float>>(scores, candidates, best, labels, gaps);
        else
            Gaps<FloatLanes128, Vector128<float>>(scores, candidates, best, labels, gaps);
    }

    [MethodImpl(Jit.AtOnce)]
    private static void Lower<L, V>(
        Span<float> bounds, ReadOnlySpan<float> changes, ReadOnlySpan<float> moves, ReadOnlySpan<float> radii,
        ReadOnlySpan<float> own, float enough, Span<ulong> near)
        where L : IFloatLanes<V> where V : struct
    {
        Debug.Assert(bounds.Length == moves.Length * ScoreKernel.Points && changes.Length >= bounds.Length);
        Debug.Assert(radii.Length == ScoreKernel.Points && own.Length == ScoreKernel.Points && near.Length >= moves.Length);
        near[..moves.Length].Clear();
        V limit = L.Broadcast(enough), down = L.Broadcast(Down);
        for (int lane = 0; lane < ScoreKernel.Points; lane += L.Count)
        {
            ref float bound = ref Unsafe.Add(ref MemoryMarshal.GetReference(bounds), lane);
            ref float change = ref Unsafe.Add(ref MemoryMarshal.GetReference(changes), lane);
            V radius = L.Load(in MemoryMarshal.GetReference(radii), lane), grown = L.Load(in MemoryMarshal.GetReference(own), lane);
            for (int j = 0, at = 0; j < moves.Length; j++, at += ScoreKernel.Points)
            {
                V least = L.Subtract(L.Add(L.Load(in bound, at), L.Load(in change, at)), grown);
                least = L.Multiply(L.Subtract(least, L.Multiply(radius, L.Broadcast(moves[j]))), down);
                L.Store(least, ref bound, at);
                near[j] |= (ulong)(~L.Greater(least, limit) & (uint)((1UL << L.Count) - 1)) << lane;
            }
        }
    }

    [MethodImpl(Jit.AtOnce)]
    private static void Gaps<L, V>(
        ReadOnlySpan<float> scores, ReadOnlySpan<int> candidates, ReadOnlySpan<float> best, ReadOnlySpan<int> labels,
        Span<float> gaps)
        where L : IFloatLanes<V> where V : struct
    {
        Debug.Assert(scores.Length >= candidates.Length * Points && gaps.Length >= candidates.Length && candidates.Length % 4 == 0);
        Debug.Assert(best.Length == Points && labels.Length == Points);
        ref float least = ref MemoryMarshal.GetReference(best);
        ref float label = ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(labels));
        V infinity = L.Broadcast(float.PositiveInfinity);
        for (int i = 0; i < candidates.Length; i += 4)
        {
            ref float score = ref Unsafe.Add(ref MemoryMarshal.GetReference(scores), i * Points);
            V number0 = ScoreKernel.Number<L, V>(candidates[i]), number1 = ScoreKernel.Number<L, V>(candidates[i + 1]);
            V number2 = ScoreKernel.Number<L, V>(candidates[i + 2]), number3 = ScoreKernel.Number<L, V>(candidates[i + 3]);
            V gap0 = infinity, gap1 = infinity, gap2 = infinity, gap3 = infinity;
            for (int lane = 0; lane < Points; lane += L.Count)
            {
                V own = L.Load(in least, lane), owner = L.Load(in label, lane);
                gap0 = L.Min(L.WhereSame(owner, number0, infinity, L.Subtract(L.Load(in score, lane), own)), gap0);
                gap1 = L.Min(L.WhereSame(owner, number1, infinity, L.Subtract(L.Load(in score, Points + lane), own)), gap1);
                gap2 = L.Min(L.WhereSame(owner, number2, infinity, L.Subtract(L.Load(in score, 2 * Points + lane), own)), gap2);
                gap3 = L.Min(L.WhereSame(owner, number3, infinity, L.Subtract(L.Load(in score, 3 * Points + lane), own)), gap3);
            }
            L.Least(gap0, gap1, gap2, gap3).CopyTo(gaps[i..]);
        }
    }
}
