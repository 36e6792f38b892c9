using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>Lists of few pairs among many, of a row of 48 values and a lane of it: a number each.</summary>
internal static class PairKernel
{
    private const int Points = ScoreKernel.Points;
    private const int LaneBits = 6;
    private const int AtATime = 4;

    /// <summary>How much longer a list must be than what it may get.</summary>
    public const int Surplus = Points + AtATime;

    /// <summary>The number of a pair …</summary>
    public static int Pair(int row, int lane) => row << LaneBits | lane;

    /// <summary>… and what it is made of.</summary>
    public static (int Row, int Lane) Parts(int pair) => (pair >> LaneBits, pair & ((1 << LaneBits) - 1));

    /// <summary>Lists the values below the limits of their lanes, row by row.</summary>
    /// <param name="values">Rows of 48.</param>
    /// <param name="limits">48.</param>
    /// <param name="pairs">The list.</param>
    /// <param name="count">How many are in it.</param>
    /// <returns>False if they were more than its length less <see cref="Surplus"/>.</returns>
    public static bool TryList(ReadOnlySpan<float> values, ReadOnlySpan<float> limits, Span<int> pairs, out int count)
    {
        if (Vector512.IsHardwareAccelerated)
            return TryList<FloatLanes512, Vector512<float>>(values, limits, pairs, out count);
        if (Vector256.IsHardwareAccelerated)
            return TryList<FloatLanes256, Vector256<float>>(values, limits, pairs, out count);
        return TryList<FloatLanes128, Vector128<float>>(values, limits, pairs, out count);
    }

    /// <summary>The values of some pairs.</summary>
    [MethodImpl(Jit.AtOnce)]
    public static void Gather(ReadOnlySpan<float> values, ReadOnlySpan<int> pairs, Span<float> chosen)
    {
        for (int p = 0; p < pairs.Length; p++)
        {
            (int row, int lane) = Parts(pairs[p]);
            chosen[p] = values[row * Points + lane];
        }
    }

    [MethodImpl(Jit.AtOnce)]
    private static bool TryList<L, V>(ReadOnlySpan<float> values, ReadOnlySpan<float> limits, Span<int> pairs, out int count)
        where L : IFloatLanes<V> where V : struct
    {
        Debug.Assert(values.Length % Points == 0 && limits.Length == Points && pairs.Length >= Surplus);
        ref readonly float limit = ref MemoryMarshal.GetReference(limits);
        int most = pairs.Length - Surplus;
        count = 0;
        for (int at = 0, row = 0; at < values.Length && count <= most; at += Points, row++)
        {
            ref readonly float value = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), at);
            ulong below = 0;
            for (int lane = 0; lane < Points; lane += L.Count)
                below |= (ulong)L.Greater(L.Load(in limit, lane), L.Load(in value, lane)) << lane;
            // A few without asking whether there are so many: that cannot be foreseen.
            int end = count + BitOperations.PopCount(below);
            for (; below != 0; count += AtATime)
            {
                ref int next = ref MemoryMarshal.GetReference(pairs.Slice(count, AtATime));
                for (int i = 0; i < AtATime; i++, below &= below - 1)
                    Unsafe.Add(ref next, i) = Pair(row, BitOperations.TrailingZeroCount(below));
            }
            count = end;
        }
        return count <= most;
    }
}
