using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>Which centroids may be nearest to some point of a box: a vector lane for each centroid.</summary>
internal static class BoxKernel
{
    /// <summary>Columns are filled up to whole multiples of this.</summary>
    public const int Lanes = 16;

    /// <summary>
    /// Keeps the candidates that may be nearest. With z the best at the middle of the box, the score of c is above that
    /// of z in the whole box by at least score_c(middle) − score_z(middle) − Σ half_t · |c_t − z_t|.
    /// </summary>
    /// <param name="columns">(1 + d) × stride: ½‖c‖², then each coordinate of −c.</param>
    /// <param name="count">How many candidates there are.</param>
    /// <param name="middle">d coordinates.</param>
    /// <param name="half">Half the width of the box in each coordinate.</param>
    /// <param name="slack">Above this a difference is proven.</param>
    /// <param name="scores">Scratch, stride.</param>
    /// <param name="kept">Gets the indices of those that are kept, ascending.</param>
    /// <returns>How many are kept.</returns>
    public static int Filter(
        ReadOnlySpan<float> columns, int count, ReadOnlySpan<float> middle, ReadOnlySpan<float> half, float slack,
        Span<float> scores, Span<int> kept)
    {
        if (Vector512.IsHardwareAccelerated)
            return Filter<FloatLanes512, Vector512<float>>(columns, count, middle, half, slack, scores, kept);
        if (Vector256.IsHardwareAccelerated)
            return Filter<FloatLanes256, Vector256<float>>(columns, count, middle, half, slack, scores, kept);
        return Filter<FloatLanes128, Vector128<float>>(columns, count, middle, half, slack, scores, kept);
    }

    [MethodImpl(Jit.AtOnce)]
    private static int Filter<L, V>(
        ReadOnlySpan<float> columns, int count, ReadOnlySpan<float> middle, ReadOnlySpan<float> half, float slack,
        Span<float> scores, Span<int> kept)
        where L : IFloatLanes<V> where V : struct
    {
        int stride = scores.Length;
        Debug.Assert(stride % Lanes == 0 && columns.Length == (1 + middle.Length) * stride);
        Debug.Assert(count <= stride && count <= kept.Length && half.Length == middle.Length);
        ref readonly float column = ref MemoryMarshal.GetReference(columns);
        ref float score = ref MemoryMarshal.GetReference(scores);
        V least = L.Broadcast(float.PositiveInfinity);
        for (int j = 0; j < count; j += L.Count)
        {
            V sum = L.Load(in column, j);
            for (int t = 0, at = j + stride; t < middle.Length; t++, at += stride)
                sum = L.MultiplyAdd(L.Load(in column, at), L.Broadcast(middle[t]), sum);
            L.Store(sum, ref score, j);
            least = L.Min(least, sum);
        }
        scores[count..].Fill(float.PositiveInfinity);       // what fills up is not a candidate

        int z = Math.Max(scores.IndexOf(L.Least(least)), 0);
        V limit = L.Broadcast(scores[z] + slack);
        int keptCount = 0;
        for (int j = 0; j < count; j += L.Count)
        {
            V bound = L.Load(in score, j);
            for (int t = 0, at = stride; t < half.Length; t++, at += stride)
            {
                V width = L.Abs(L.Subtract(L.Load(in column, at + j), L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in column), at + z))));
                bound = L.MultiplyAdd(width, L.Broadcast(-half[t]), bound);
            }
            uint farther = L.Greater(bound, limit);
            for (uint near = ~farther & (uint)((1UL << Math.Min(L.Count, count - j)) - 1); near != 0; near &= near - 1)
                kept[keptCount++] = j + BitOperations.TrailingZeroCount(near);
        }
        return keptCount;
    }
}
