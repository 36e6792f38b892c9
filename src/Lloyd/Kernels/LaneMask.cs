using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>A bit for each of 48 lanes.</summary>
internal static class LaneMask
{
    public const ulong All = (1UL << ScoreKernel.Points) - 1;

    /// <summary>The lanes that hold a value.</summary>
    /// <param name="values">48.</param>
    /// <param name="value">The value.</param>
    public static ulong Equal(ReadOnlySpan<int> values, int value)
    {
        if (Vector512.IsHardwareAccelerated)
            return Equal<FloatLanes512, Vector512<float>>(values, value);
        if (Vector256.IsHardwareAccelerated)
            return Equal<FloatLanes256, Vector256<float>>(values, value);
        return Equal<FloatLanes128, Vector128<float>>(values, value);
    }

    /// <summary>The lanes where two differ.</summary>
    /// <param name="a">48.</param>
    /// <param name="b">48.</param>
    public static ulong Different(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (Vector512.IsHardwareAccelerated)
            return Different<FloatLanes512, Vector512<float>>(a, b);
        if (Vector256.IsHardwareAccelerated)
            return Different<FloatLanes256, Vector256<float>>(a, b);
        return Different<FloatLanes128, Vector128<float>>(a, b);
    }

    /// <summary>The lanes whose second best score does not exceed the best by more than a slack; a NaN never does.</summary>
    /// <param name="best">48 scores.</param>
    /// <param name="second">48 scores.</param>
    /// <param name="slack">The slack.</param>
    public static ulong TooClose(ReadOnlySpan<float> best, ReadOnlySpan<float> second, float slack)
    {
        if (Vector512.IsHardwareAccelerated)
            return TooClose<FloatLanes512, Vector512<float>>(best, second, slack);
        if (Vector256.IsHardwareAccelerated)
            return TooClose<FloatLanes256, Vector256<float>>(best, second, slack);
        return TooClose<FloatLanes128, Vector128<float>>(best, second, slack);
    }

    [MethodImpl(Jit.AtOnce)]
    private static ulong Equal<L, V>(ReadOnlySpan<int> values, int value) where L : IFloatLanes<V> where V : struct
    {
        ref readonly float first = ref First(values);
        V sought = L.Broadcast(BitConverter.Int32BitsToSingle(value));
        ulong lanes = 0;
        for (int lane = 0; lane < ScoreKernel.Points; lane += L.Count)
            lanes |= (ulong)L.Same(L.Load(in first, lane), sought) << lane;
        return lanes;
    }

    [MethodImpl(Jit.AtOnce)]
    private static ulong Different<L, V>(ReadOnlySpan<int> a, ReadOnlySpan<int> b) where L : IFloatLanes<V> where V : struct
    {
        ref readonly float x = ref First(a);
        ref readonly float y = ref First(b);
        ulong same = 0;
        for (int lane = 0; lane < ScoreKernel.Points; lane += L.Count)
            same |= (ulong)L.Same(L.Load(in x, lane), L.Load(in y, lane)) << lane;
        return ~same & All;
    }

    [MethodImpl(Jit.AtOnce)]
    private static ulong TooClose<L, V>(ReadOnlySpan<float> best, ReadOnlySpan<float> second, float slack)
        where L : IFloatLanes<V> where V : struct
    {
        ref readonly float x = ref MemoryMarshal.GetReference(best[..ScoreKernel.Points]);
        ref readonly float y = ref MemoryMarshal.GetReference(second[..ScoreKernel.Points]);
        V least = L.Broadcast(slack);
        ulong clear = 0;
        for (int lane = 0; lane < ScoreKernel.Points; lane += L.Count)
            clear |= (ulong)L.Greater(L.Subtract(L.Load(in y, lane), L.Load(in x, lane)), least) << lane;
        return ~clear & All;
    }

    /// <summary>48 integers as what a vector of floats is loaded from; their bits are only compared.</summary>
    private static ref readonly float First(ReadOnlySpan<int> values) =>
        ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(values[..ScoreKernel.Points]));
}
