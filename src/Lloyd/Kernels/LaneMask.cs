using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>A bit for each of 48 lanes.</summary>
internal static class LaneMask
{
    public const ulong All = (1UL << ScoreKernel.Points) - 1;

    /// <summary>The lanes that hold a value.</summary>
    /// <param name="values">48.</param>
    [MethodImpl(Jit.AtOnce)]
    public static ulong Equal(ReadOnlySpan<int> values, int value)
    {
        ulong lanes = 0;
        for (int lane = 0; lane < ScoreKernel.Points; lane += Vector512<int>.Count)
            lanes |= Vector512.Equals(Vector512.Create(values[lane..]), Vector512.Create(value))
                .ExtractMostSignificantBits() << lane;
        return lanes;
    }

    /// <summary>The lanes where two differ.</summary>
    /// <param name="a">48.</param>
    /// <param name="b">48.</param>
    [MethodImpl(Jit.AtOnce)]
    public static ulong Different(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        ulong equal = 0;
        for (int lane = 0; lane < ScoreKernel.Points; lane += Vector512<int>.Count)
            equal |= Vector512.Equals(Vector512.Create(a[lane..]), Vector512.Create(b[lane..]))
                .ExtractMostSignificantBits() << lane;
        return ~equal & All;
    }

    /// <summary>The lanes whose second best score does not exceed the best by more than a slack; a NaN never does.</summary>
    /// <param name="best">48 scores.</param>
    /// <param name="second">48 scores.</param>
    /// <param name="slack">The slack.</param>
    [MethodImpl(Jit.AtOnce)]
    public static ulong TooClose(ReadOnlySpan<float> best, ReadOnlySpan<float> second, float slack)
    {
        ulong clear = 0;
        for (int lane = 0; lane < ScoreKernel.Points; lane += Vector512<float>.Count)
            clear |= Vector512.GreaterThan(
                    Vector512.Create(second[lane..]) - Vector512.Create(best[lane..]), Vector512.Create(slack))
                .ExtractMostSignificantBits() << lane;
        return ~clear & All;
    }
}
