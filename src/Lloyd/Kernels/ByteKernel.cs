using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>
/// Which of 32 points, each rounded to a byte a coordinate, may lie within reach of which of 8 centres. The caller
/// chooses norms, squares, reaches and errors so that rounding here can never hide a point.
/// </summary>
internal static class ByteKernel
{
    public const int Points = 32, Centres = 8;

    /// <summary>Bit i of masks[j] is 0 only where norm_i + square_j − scale_i · ⟨x_i, c_j⟩ &gt; (reach_i + error_j)².</summary>
    /// <param name="words">Words × 32, four coordinates of one point in each; a coordinate counts 2²⁴ times.</param>
    /// <param name="scales">32, as norms and reaches.</param>
    /// <param name="centres">4 · words × 8, coordinates from the highest byte of a word to the lowest.</param>
    /// <param name="squares">8, as errors and masks.</param>
    public static void Mark(
        ReadOnlySpan<int> words, ReadOnlySpan<float> scales, ReadOnlySpan<float> norms, ReadOnlySpan<float> reaches,
        ReadOnlySpan<float> centres, ReadOnlySpan<float> squares, ReadOnlySpan<float> errors, Span<uint> masks)
    {
        Debug.Assert(centres.Length * Points == 4 * words.Length * Centres);
        if (Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated)
            Mark<ByteLanes512, Vector512<float>>(words, scales, norms, reaches, centres, squares, errors, masks);
        else
            Mark<ByteLanes128, Vector128<float>>(words, scales, norms, reaches, centres, squares, errors, masks);
    }

    private static void Mark<L, V>(
        ReadOnlySpan<int> words, ReadOnlySpan<float> scales, ReadOnlySpan<float> norms, ReadOnlySpan<float> reaches,
        ReadOnlySpan<float> centres, ReadOnlySpan<float> squares, ReadOnlySpan<float> errors, Span<uint> masks)
        where L : IByteLanes<V> where V : struct
    {
        ref readonly int word = ref MemoryMarshal.GetReference(words);
        masks[..Centres].Clear();
        for (int lane = 0; lane < Points; lane += L.Count)
        {
            V sum0 = L.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            V sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0;
            int at = lane, shift = 0;
            for (int t = 0; t < centres.Length; t += Centres)
            {
                V x = L.LoadByte(in word, at, shift);
                ReadOnlySpan<float> c = centres.Slice(t, Centres);
                sum0 = L.MultiplyAdd(x, L.Broadcast(c[0]), sum0);
                sum1 = L.MultiplyAdd(x, L.Broadcast(c[1]), sum1);
                sum2 = L.MultiplyAdd(x, L.Broadcast(c[2]), sum2);
                sum3 = L.MultiplyAdd(x, L.Broadcast(c[3]), sum3);
                sum4 = L.MultiplyAdd(x, L.Broadcast(c[4]), sum4);
                sum5 = L.MultiplyAdd(x, L.Broadcast(c[5]), sum5);
                sum6 = L.MultiplyAdd(x, L.Broadcast(c[6]), sum6);
                sum7 = L.MultiplyAdd(x, L.Broadcast(c[7]), sum7);
                shift += 8;
                if (shift == 32)
                    (at, shift) = (at + Points, 0);
            }
            V scale = L.Multiply(L.Broadcast(-1), L.Load(in MemoryMarshal.GetReference(scales), lane));
            V norm = L.Load(in MemoryMarshal.GetReference(norms), lane);
            V reach = L.Load(in MemoryMarshal.GetReference(reaches), lane);
            masks[0] |= Reached<L, V>(sum0, scale, norm, reach, squares[0], errors[0]) << lane;
            masks[1] |= Reached<L, V>(sum1, scale, norm, reach, squares[1], errors[1]) << lane;
            masks[2] |= Reached<L, V>(sum2, scale, norm, reach, squares[2], errors[2]) << lane;
            masks[3] |= Reached<L, V>(sum3, scale, norm, reach, squares[3], errors[3]) << lane;
            masks[4] |= Reached<L, V>(sum4, scale, norm, reach, squares[4], errors[4]) << lane;
            masks[5] |= Reached<L, V>(sum5, scale, norm, reach, squares[5], errors[5]) << lane;
            masks[6] |= Reached<L, V>(sum6, scale, norm, reach, squares[6], errors[6]) << lane;
            masks[7] |= Reached<L, V>(sum7, scale, norm, reach, squares[7], errors[7]) << lane;
        }
    }

    private static uint Reached<L, V>(V product, V scale, V norm, V reach, float square, float error)
        where L : IByteLanes<V> where V : struct
    {
        V distance = L.MultiplyAdd(scale, product, L.Add(norm, L.Broadcast(square)));
        V radius = L.Add(reach, L.Broadcast(error));
        return ~L.Greater(distance, L.Multiply(radius, radius)) & (uint)((1UL << L.Count) - 1);
    }
}
