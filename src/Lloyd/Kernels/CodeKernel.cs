using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Lloyd.Kernels;

/// <summary>
/// Lower bounds of scores from vectors rounded to seven bits a coordinate, four codes in a word: an instruction multiplies
/// four times as many bytes as floats. Products of codes are exact; the caller chooses the numbers beside them so that
/// what rounding took is allowed for.
/// </summary>
/// <remarks>bound = half square + scale · scale · ⟨codes, codes⟩ − norm · error − error · norm − rest · rest, of a point and
/// a row in each product.</remarks>
internal static class CodeKernel
{
    private const int Points = ScoreKernel.Points;

    /// <summary>Words come in multiples of this.</summary>
    public const int Unit = 32;

    /// <summary>The numbers of a point, each 48 times in a panel.</summary>
    public const int Scale = 0, Norm = 1, Error = 2, Rest = 3, PointNumbers = 4;

    /// <summary>The numbers of a row: scale, −error, −norm, −rest, as a point's number is multiplied by them, and the half square.</summary>
    public const int HalfSquare = 4, RowNumbers = 5;

    /// <summary>Whether there are instructions for it.</summary>
    public static bool IsFast => Ssse3.IsSupported || Dp.IsSupported;

    /// <summary>A bound for each point and row.</summary>
    /// <param name="panel">Words × 48: codes of points, 0 … 127.</param>
    /// <param name="points">4 × 48.</param>
    /// <param name="rows">Rows of 1 + words: where the product starts, and codes, −63 … 63.</param>
    /// <param name="numbers">5 of each row.</param>
    /// <param name="chosen">The rows to take, a multiple of <see cref="ScoreKernel.Group"/>.</param>
    /// <param name="bounds">Chosen × 48.</param>
    public static void Bounds(
        ReadOnlySpan<int> panel, ReadOnlySpan<float> points, ReadOnlySpan<int> rows, ReadOnlySpan<float> numbers,
        ReadOnlySpan<int> chosen, Span<float> bounds)
    {
        Debug.Assert(chosen.Length % ScoreKernel.Group == 0 && bounds.Length >= chosen.Length * Points);
        Debug.Assert(panel.Length % (2 * Points) == 0 && points.Length == PointNumbers * Points);
        ReadOnlySpan<float> y = MemoryMarshal.Cast<int, float>(panel), r = MemoryMarshal.Cast<int, float>(rows);
        if (Vector512.IsHardwareAccelerated)
            Bounds<FloatLanes512, Vector512<float>>(y, points, r, numbers, chosen, bounds);
        else if (Vector256.IsHardwareAccelerated)
            Bounds<FloatLanes256, Vector256<float>>(y, points, r, numbers, chosen, bounds);
        else
            Bounds<FloatLanes128, Vector128<float>>(y, points, r, numbers, chosen, bounds);
    }

    /// <summary>The product of two rows of codes.</summary>
    /// <param name="a">Codes, 0 … 127, in a multiple of <see cref="Unit"/> words.</param>
    /// <param name="b">Codes, −63 … 63.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Product(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        Debug.Assert(a.Length == b.Length && a.Length % Unit == 0);
        ref float x = ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(a));
        ref float y = ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(b));
        if (Vector512.IsHardwareAccelerated)
            return Product<FloatLanes512, Vector512<float>>(in x, in y, a.Length);
        if (Vector256.IsHardwareAccelerated)
            return Product<FloatLanes256, Vector256<float>>(in x, in y, a.Length);
        return Product<FloatLanes128, Vector128<float>>(in x, in y, a.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Product<L, V>(ref readonly float x, ref readonly float y, int words)
        where L : IFloatLanes<V> where V : struct
    {
        V sum = L.Broadcast(0);
        for (int w = 0; w < words; w += 2 * L.Count)
            sum = L.AddProducts(sum, L.Load(in x, w), L.Load(in y, w), L.Load(in x, w + L.Count), L.Load(in y, w + L.Count));
        return L.SumIntegers(sum);
    }

    [MethodImpl(Jit.AtOnce)]
    private static void Bounds<L, V>(
        ReadOnlySpan<float> panel, ReadOnlySpan<float> points, ReadOnlySpan<float> rows, ReadOnlySpan<float> numbers,
        ReadOnlySpan<int> chosen, Span<float> bounds)
        where L : IFloatLanes<V> where V : struct
    {
        int stride = panel.Length / Points + 1;
        for (int lane = 0; lane < Points; lane += 3 * L.Count)
        {
            ref readonly float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(panel), lane);
            ref readonly float point = ref Unsafe.Add(ref MemoryMarshal.GetReference(points), lane);
            for (int j = 0; j < chosen.Length; j += ScoreKernel.Group)
            {
                ref readonly float r0 = ref rows[chosen[j] * stride];
                ref readonly float r1 = ref rows[chosen[j + 1] * stride];
                ref readonly float r2 = ref rows[chosen[j + 2] * stride];
                ref readonly float r3 = ref rows[chosen[j + 3] * stride];
                V s00 = L.Broadcast(r0), s01 = s00, s02 = s00;
                V s10 = L.Broadcast(r1), s11 = s10, s12 = s10;
                V s20 = L.Broadcast(r2), s21 = s20, s22 = s20;
                V s30 = L.Broadcast(r3), s31 = s30, s32 = s30;
                for (int w = 1, at = 0; w < stride; w += 2, at += 2 * Points)
                {
                    V y0 = L.Load(in y, at), y1 = L.Load(in y, at + L.Count), y2 = L.Load(in y, at + 2 * L.Count);
                    V z0 = L.Load(in y, at + Points), z1 = L.Load(in y, at + Points + L.Count), z2 = L.Load(in y, at + Points + 2 * L.Count);
                    V a = L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in r0), w)), b = L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in r0), w + 1));
                    s00 = L.AddProducts(s00, y0, a, z0, b);
                    s01 = L.AddProducts(s01, y1, a, z1, b);
                    s02 = L.AddProducts(s02, y2, a, z2, b);
                    (a, b) = (L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in r1), w)), L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in r1), w + 1)));
                    s10 = L.AddProducts(s10, y0, a, z0, b);
                    s11 = L.AddProducts(s11, y1, a, z1, b);
                    s12 = L.AddProducts(s12, y2, a, z2, b);
                    (a, b) = (L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in r2), w)), L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in r2), w + 1)));
                    s20 = L.AddProducts(s20, y0, a, z0, b);
                    s21 = L.AddProducts(s21, y1, a, z1, b);
                    s22 = L.AddProducts(s22, y2, a, z2, b);
                    (a, b) = (L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in r3), w)), L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in r3), w + 1)));
                    s30 = L.AddProducts(s30, y0, a, z0, b);
                    s31 = L.AddProducts(s31, y1, a, z1, b);
                    s32 = L.AddProducts(s32, y2, a, z2, b);
                }
                Store<L, V>(bounds, j, lane, in point, numbers, chosen[j], s00, s01, s02);
                Store<L, V>(bounds, j + 1, lane, in point, numbers, chosen[j + 1], s10, s11, s12);
                Store<L, V>(bounds, j + 2, lane, in point, numbers, chosen[j + 2], s20, s21, s22);
                Store<L, V>(bounds, j + 3, lane, in point, numbers, chosen[j + 3], s30, s31, s32);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<L, V>(
        Span<float> bounds, int j, int lane, ref readonly float point, ReadOnlySpan<float> numbers, int row, V product0, V product1, V product2)
        where L : IFloatLanes<V> where V : struct
    {
        ref readonly float number = ref numbers[row * RowNumbers];
        ScoreKernel.Store<L, V>(
            bounds, j * Points + lane,
            Bound<L, V>(in point, 0, in number, product0), Bound<L, V>(in point, L.Count, in number, product1),
            Bound<L, V>(in point, 2 * L.Count, in number, product2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bound<L, V>(ref readonly float point, int lane, ref readonly float number, V product)
        where L : IFloatLanes<V> where V : struct
    {
        ref float n = ref Unsafe.AsRef(in number);
        V scale = L.Multiply(L.Load(in point, Scale * Points + lane), L.Broadcast(Unsafe.Add(ref n, Scale)));
        V bound = L.MultiplyAdd(scale, L.FromIntegers(product), L.Broadcast(Unsafe.Add(ref n, HalfSquare)));
        bound = L.MultiplyAdd(L.Load(in point, Norm * Points + lane), L.Broadcast(Unsafe.Add(ref n, Norm)), bound);
        bound = L.MultiplyAdd(L.Load(in point, Error * Points + lane), L.Broadcast(Unsafe.Add(ref n, Error)), bound);
        return L.MultiplyAdd(L.Load(in point, Rest * Points + lane), L.Broadcast(Unsafe.Add(ref n, Rest)), bound);
    }
}
