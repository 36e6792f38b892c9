using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>Which centroids may be nearest to some point of a box, for 16 boxes at a time: a vector lane for each
/// box.</summary>
internal static class BoxKernel
{
    public const int Boxes = 16;

    private const int OnStack = 64;

    /// <summary>
    /// Tells which candidates may be nearest in which box. With z the best at the middle of a box, the score of c is
    /// above that of z in the whole box by at least score_c(middle) − score_z(middle) − Σ half_t · |c_t − z_t|.
    /// </summary>
    /// <param name="centroids">Rows of 1 + d floats: ½‖c‖², −c.</param>
    /// <param name="candidates">The rows to look among, at least one.</param>
    /// <param name="boxes">2d × 16: middles, half widths.</param>
    /// <param name="slack">Above this a difference is proven.</param>
    /// <param name="scores">Scratch, 16 for each candidate.</param>
    /// <param name="best">16: the candidate that is best at the middle.</param>
    /// <param name="near">For each candidate: bit i is 0 only where it is nearest to no point of box i.</param>
    public static void Filter(
        ReadOnlySpan<float> centroids, ReadOnlySpan<int> candidates, ReadOnlySpan<float> boxes, float slack,
        Span<float> scores, Span<int> best, Span<uint> near)
    {
        if (Vector512.IsHardwareAccelerated)
            Filter<FloatLanes512, Vector512<float>>(centroids, candidates, boxes, slack, scores, best, near);
        else if (Vector256.IsHardwareAccelerated)
            Filter<FloatLanes256, Vector256<float>>(centroids, candidates, boxes, slack, scores, best, near);
        else
            Filter<FloatLanes128, Vector128<float>>(centroids, candidates, boxes, slack, scores, best, near);
    }

    [MethodImpl(Jit.AtOnce), SkipLocalsInit]
    private static void Filter<L, V>(
        ReadOnlySpan<float> centroids, ReadOnlySpan<int> candidates, ReadOnlySpan<float> boxes, float slack,
        Span<float> scores, Span<int> best, Span<uint> near)
        where L : IFloatLanes<V> where V : struct
    {
        int d = boxes.Length / (2 * Boxes);
        Debug.Assert(boxes.Length == 2 * d * Boxes && best.Length == Boxes);
        Debug.Assert(scores.Length >= Boxes * candidates.Length && near.Length >= candidates.Length);
        Span<float> own = d <= OnStack ? stackalloc float[OnStack * Boxes] : new float[d * Boxes];
        near[..candidates.Length].Clear();
        for (int lane = 0; lane < Boxes; lane += L.Count)
        {
            ref readonly float middle = ref Unsafe.Add(ref MemoryMarshal.GetReference(boxes), lane);
            ref readonly float half = ref Unsafe.Add(ref MemoryMarshal.GetReference(boxes), d * Boxes + lane);
            ref float score = ref Unsafe.Add(ref MemoryMarshal.GetReference(scores), lane);
            V least = L.Broadcast(float.PositiveInfinity);
            V label = L.Broadcast(BitConverter.Int32BitsToSingle(candidates[0]));
            for (int i = 0; i < candidates.Length; i++)
            {
                ref readonly float c = ref centroids[candidates[i] * (d + 1)];
                V sum = L.Broadcast(c);
                for (int t = 0; t < d; t++)
                    sum = L.MultiplyAdd(
                        L.Load(in middle, t * Boxes), L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in c), 1 + t)), sum);
                L.Store(sum, ref score, i * Boxes);
                label = L.WhereLess(sum, least, L.Broadcast(BitConverter.Int32BitsToSingle(candidates[i])), label);
                least = L.Min(least, sum);
            }
            L.Store(label, ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(best)), lane);
            for (int i = lane; i < lane + L.Count; i++)
                for (int t = 0; t < d; t++)
                    own[t * Boxes + i] = centroids[best[i] * (d + 1) + 1 + t];

            ref readonly float z = ref Unsafe.Add(ref MemoryMarshal.GetReference(own), lane);
            V limit = L.Add(least, L.Broadcast(slack));
            for (int i = 0; i < candidates.Length; i++)
            {
                ref readonly float c = ref centroids[candidates[i] * (d + 1) + 1];
                V reach = L.Broadcast(0);
                for (int t = 0; t < d; t++)
                {
                    V apart = L.Subtract(L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in c), t)), L.Load(in z, t * Boxes));
                    reach = L.MultiplyAdd(L.Abs(apart), L.Load(in half, t * Boxes), reach);
                }
                uint farther = L.Greater(L.Subtract(L.Load(in score, i * Boxes), reach), limit);
                near[i] |= (~farther & (uint)((1UL << L.Count) - 1)) << lane;
            }
        }
    }
}
