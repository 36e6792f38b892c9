using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Lloyd.Kernels;

/// <summary>From rows to the columns of a panel, four by four.</summary>
internal static class Transpose
{
    private const int Side = 4;

    /// <param name="rows">Rows of d values, at most 48.</param>
    /// <param name="panel">Gets d × 48; the lanes that are left over stay as they are.</param>
    [MethodImpl(Jit.AtOnce)]
    public static void ToPanel(ReadOnlySpan<float> rows, Span<float> panel)
    {
        int d = panel.Length / ScoreKernel.Points, count = rows.Length / d;
        Debug.Assert(panel.Length == d * ScoreKernel.Points && rows.Length == count * d && count <= ScoreKernel.Points);
        ref float from = ref MemoryMarshal.GetReference(rows);
        ref float to = ref MemoryMarshal.GetReference(panel);
        int wholeRows = count / Side * Side, wholeColumns = d / Side * Side;
        for (int t = 0; t < wholeColumns; t += Side)
            for (int lane = 0; lane < wholeRows; lane += Side)
                Turn(ref Unsafe.Add(ref from, lane * d + t), d, ref Unsafe.Add(ref to, t * ScoreKernel.Points + lane));
        for (int lane = 0; lane < count; lane++)
            for (int t = lane < wholeRows ? wholeColumns : 0; t < d; t++)
                panel[t * ScoreKernel.Points + lane] = rows[lane * d + t];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(ref float from, int d, ref float to)
    {
        var a = Vector128.LoadUnsafe(ref from);
        var b = Vector128.LoadUnsafe(ref from, (nuint)d);
        var c = Vector128.LoadUnsafe(ref from, (nuint)(2 * d));
        var e = Vector128.LoadUnsafe(ref from, (nuint)(3 * d));
        (Vector128<float> acLow, Vector128<float> acHigh) = Zip(a, c);
        (Vector128<float> beLow, Vector128<float> beHigh) = Zip(b, e);
        (Vector128<float> first, Vector128<float> second) = Zip(acLow, beLow);
        (Vector128<float> third, Vector128<float> fourth) = Zip(acHigh, beHigh);
        first.StoreUnsafe(ref to);
        second.StoreUnsafe(ref to, ScoreKernel.Points);
        third.StoreUnsafe(ref to, 2 * ScoreKernel.Points);
        fourth.StoreUnsafe(ref to, 3 * ScoreKernel.Points);
    }

    /// <summary>a₀ b₀ a₁ b₁ and a₂ b₂ a₃ b₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> Low, Vector128<float> High) Zip(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
            return (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b));
        if (AdvSimd.Arm64.IsSupported)
            return (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b));
        return (Vector128.Create(a[0], b[0], a[1], b[1]), Vector128.Create(a[2], b[2], a[3], b[3]));
    }
}
