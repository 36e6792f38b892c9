using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Lloyd.Kernels;

/// <summary>Which centroids may be nearest to some point of a box, for 16 boxes at a time: a vector lane for each
/// box.</summary>
internal static class BoxKernel
{
    public const int Boxes = 16;

    private const int OnStack = 64;
    private const int Together = 4;         // candidates: what is loaded of a box serves them all; the last is repeated

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

    /// <summary>Lists the candidates that are near each box.</summary>
    /// <param name="candidates">What <see cref="Filter"/> looked among.</param>
    /// <param name="near">What it told of each.</param>
    /// <param name="numbers">16 lists, each with room for all of them.</param>
    /// <param name="counts">16: their lengths.</param>
    [MethodImpl(Jit.AtOnce)]
    public static void List(ReadOnlySpan<int> candidates, ReadOnlySpan<uint> near, Span<int> numbers, Span<int> counts)
    {
        int room = numbers.Length / Boxes, i = 0;
        counts.Clear();
        for (; Avx512F.IsSupported && i <= candidates.Length - Vector512<int>.Count; i += Vector512<int>.Count)
        {
            Vector512<int> some = Vector512.Create(candidates[i..]), boxes = Vector512.Create(near[i..]).AsInt32();
            for (int box = 0; box < counts.Length; box++)
            {
                Vector512<int> isNear = boxes << (31 - box) >> 31;
                Avx512F.Compress(Vector512<int>.Zero, isNear, some).CopyTo(numbers[(box * room + counts[box])..]);
                counts[box] += BitOperations.PopCount(isNear.ExtractMostSignificantBits());
            }
        }
        for (; i < candidates.Length; i++)
            for (uint boxes = near[i]; boxes != 0; boxes &= boxes - 1)
            {
                int box = BitOperations.TrailingZeroCount(boxes);
                numbers[box * room + counts[box]++] = candidates[i];
            }
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
        Span<float> nearest = d <= OnStack ? stackalloc float[OnStack * Boxes] : new float[d * Boxes];
        near[..candidates.Length].Clear();
        int last = candidates.Length - 1;
        for (int lane = 0; lane < Boxes; lane += L.Count)
        {
            ref readonly float middle = ref Unsafe.Add(ref MemoryMarshal.GetReference(boxes), lane);
            ref readonly float half = ref Unsafe.Add(ref MemoryMarshal.GetReference(boxes), d * Boxes + lane);
            ref float score = ref Unsafe.Add(ref MemoryMarshal.GetReference(scores), lane);
            V least = L.Broadcast(float.PositiveInfinity);
            V label = L.Broadcast(BitConverter.Int32BitsToSingle(candidates[0]));
            for (int i = 0; i < candidates.Length; i += Together)
            {
                (int i1, int i2, int i3) = (Math.Min(i + 1, last), Math.Min(i + 2, last), Math.Min(i + 3, last));
                ref readonly float c0 = ref centroids[candidates[i] * (d + 1)];
                ref readonly float c1 = ref centroids[candidates[i1] * (d + 1)];
                ref readonly float c2 = ref centroids[candidates[i2] * (d + 1)];
                ref readonly float c3 = ref centroids[candidates[i3] * (d + 1)];
                V sum0 = L.Broadcast(c0), sum1 = L.Broadcast(c1), sum2 = L.Broadcast(c2), sum3 = L.Broadcast(c3);
                for (int t = 1, at = 0; t <= d; t++, at += Boxes)
                {
                    V y = L.Load(in middle, at);
                    sum0 = L.MultiplyAdd(y, Broadcast<L, V>(in c0, t), sum0);
                    sum1 = L.MultiplyAdd(y, Broadcast<L, V>(in c1, t), sum1);
                    sum2 = L.MultiplyAdd(y, Broadcast<L, V>(in c2, t), sum2);
                    sum3 = L.MultiplyAdd(y, Broadcast<L, V>(in c3, t), sum3);
                }
                Keep<L, V>(sum0, candidates[i], ref Unsafe.Add(ref score, i * Boxes), ref least, ref label);
                Keep<L, V>(sum1, candidates[i1], ref Unsafe.Add(ref score, i1 * Boxes), ref least, ref label);
                Keep<L, V>(sum2, candidates[i2], ref Unsafe.Add(ref score, i2 * Boxes), ref least, ref label);
                Keep<L, V>(sum3, candidates[i3], ref Unsafe.Add(ref score, i3 * Boxes), ref least, ref label);
            }
            L.Store(label, ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(best)), lane);
            for (int i = lane; i < lane + L.Count; i++)
                for (int t = 0; t < d; t++)
                    nearest[t * Boxes + i] = centroids[best[i] * (d + 1) + 1 + t];

            ref readonly float z = ref Unsafe.Add(ref MemoryMarshal.GetReference(nearest), lane);
            V limit = L.Add(least, L.Broadcast(slack));
            for (int i = 0; i < candidates.Length; i += Together)
            {
                (int i1, int i2, int i3) = (Math.Min(i + 1, last), Math.Min(i + 2, last), Math.Min(i + 3, last));
                ref readonly float c0 = ref centroids[candidates[i] * (d + 1) + 1];
                ref readonly float c1 = ref centroids[candidates[i1] * (d + 1) + 1];
                ref readonly float c2 = ref centroids[candidates[i2] * (d + 1) + 1];
                ref readonly float c3 = ref centroids[candidates[i3] * (d + 1) + 1];
                V reach0 = L.Broadcast(0), reach1 = reach0, reach2 = reach0, reach3 = reach0;
                for (int t = 0, at = 0; t < d; t++, at += Boxes)
                {
                    V own = L.Load(in z, at), width = L.Load(in half, at);
                    reach0 = L.MultiplyAdd(L.Abs(L.Subtract(Broadcast<L, V>(in c0, t), own)), width, reach0);
                    reach1 = L.MultiplyAdd(L.Abs(L.Subtract(Broadcast<L, V>(in c1, t), own)), width, reach1);
                    reach2 = L.MultiplyAdd(L.Abs(L.Subtract(Broadcast<L, V>(in c2, t), own)), width, reach2);
                    reach3 = L.MultiplyAdd(L.Abs(L.Subtract(Broadcast<L, V>(in c3, t), own)), width, reach3);
                }
                near[i] |= Near<L, V>(in score, i, reach0, limit) << lane;
                near[i1] |= Near<L, V>(in score, i1, reach1, limit) << lane;
                near[i2] |= Near<L, V>(in score, i2, reach2, limit) << lane;
                near[i3] |= Near<L, V>(in score, i3, reach3, limit) << lane;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Broadcast<L, V>(ref readonly float c, int t) where L : IFloatLanes<V> where V : struct =>
        L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in c), t));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep<L, V>(V score, int candidate, ref float to, ref V least, ref V label)
        where L : IFloatLanes<V> where V : struct
    {
        L.Store(score, ref to, 0);
        label = L.WhereLess(score, least, L.Broadcast(BitConverter.Int32BitsToSingle(candidate)), label);
        least = L.Min(least, score);
    }

    /// <summary>A bit for every box that a candidate is not proven to be farther from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Near<L, V>(ref readonly float scores, int i, V reach, V limit) where L : IFloatLanes<V> where V : struct =>
        ~L.Greater(L.Subtract(L.Load(in scores, i * Boxes), reach), limit) & (uint)((1UL << L.Count) - 1);
}
