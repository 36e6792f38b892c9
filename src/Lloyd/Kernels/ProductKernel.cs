using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>Products in float32 that are kept: of the 48 points of a panel with rows, and of one vector with another.
/// <see cref="ScoreKernel"/> has the same panels and rows.</summary>
internal static class ProductKernel
{
    private const int Points = ScoreKernel.Points;

    /// <summary>row[0] + y · row[1 …] of each point and row.</summary>
    /// <param name="panel">d × 48.</param>
    /// <param name="rows">Rows of 1 + d floats.</param>
    /// <param name="chosen">The rows to take, a multiple of <see cref="ScoreKernel.Group"/>.</param>
    /// <param name="products">chosen × 48.</param>
    public static void Multiply(
        ReadOnlySpan<float> panel, ReadOnlySpan<float> rows, ReadOnlySpan<int> chosen, Span<float> products)
    {
        if (Vector512.IsHardwareAccelerated)
            Multiply<FloatLanes512, Vector512<float>>(panel, rows, chosen, products);
        else if (Vector256.IsHardwareAccelerated)
            Multiply<FloatLanes256, Vector256<float>>(panel, rows, chosen, products);
        else
            Multiply<FloatLanes128, Vector128<float>>(panel, rows, chosen, products);
    }

    /// <summary>For each lane, the number of the row with the smallest value.</summary>
    /// <param name="values">Rows of 48.</param>
    /// <param name="rows">48 numbers.</param>
    public static void Lowest(ReadOnlySpan<float> values, Span<int> rows)
    {
        if (Vector512.IsHardwareAccelerated)
            Lowest<FloatLanes512, Vector512<float>>(values, rows);
        else if (Vector256.IsHardwareAccelerated)
            Lowest<FloatLanes256, Vector256<float>>(values, rows);
        else
            Lowest<FloatLanes128, Vector128<float>>(values, rows);
    }

    /// <summary>The sum of the squares in each lane of a panel.</summary>
    [MethodImpl(Jit.AtOnce)]
    public static void Squares(ReadOnlySpan<float> panel, Span<float> squares)
    {
        for (int lane = 0; lane < Points; lane += Vector<float>.Count)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int at = lane; at < panel.Length; at += Points)
            {
                var y = new Vector<float>(panel[at..]);
                sum += y * y;
            }
            sum.CopyTo(squares[lane..]);
        }
    }

    /// <summary>How many additions a product goes through in <see cref="Dot"/> of vectors of d floats, at most, for
    /// any width: those of one of 16 sums or more, of these sums, and of what does not fill a vector.</summary>
    public static int DotAdditions(int d) => d / 16 + 40;

    /// <summary>a · b.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (Vector512.IsHardwareAccelerated)
            return Dot<FloatLanes512, Vector512<float>>(a, b);
        if (Vector256.IsHardwareAccelerated)
            return Dot<FloatLanes256, Vector256<float>>(a, b);
        return Dot<FloatLanes128, Vector128<float>>(a, b);
    }

    /// <summary>(x − centre) · unit · b, summed as <see cref="Dot"/> does.</summary>
    public static float CentredDot(ReadOnlySpan<float> x, ReadOnlySpan<float> centre, float unit, ReadOnlySpan<float> b)
    {
        if (Vector512.IsHardwareAccelerated)
            return CentredDot<FloatLanes512, Vector512<float>>(x, centre, unit, b);
        if (Vector256.IsHardwareAccelerated)
            return CentredDot<FloatLanes256, Vector256<float>>(x, centre, unit, b);
        return CentredDot<FloatLanes128, Vector128<float>>(x, centre, unit, b);
    }

    [MethodImpl(Jit.AtOnce)]
    private static void Multiply<L, V>(
        ReadOnlySpan<float> panel, ReadOnlySpan<float> rows, ReadOnlySpan<int> chosen, Span<float> products)
        where L : IFloatLanes<V> where V : struct
    {
        int d = panel.Length / Points;
        Debug.Assert(chosen.Length % ScoreKernel.Group == 0 && products.Length >= chosen.Length * Points);
        for (int lane = 0; lane < Points; lane += 3 * L.Count)
        {
            ref readonly float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(panel), lane);
            for (int j = 0; j < chosen.Length; j += ScoreKernel.Group)
            {
                ref readonly float r0 = ref rows[chosen[j] * (d + 1)];
                ref readonly float r1 = ref rows[chosen[j + 1] * (d + 1)];
                ref readonly float r2 = ref rows[chosen[j + 2] * (d + 1)];
                ref readonly float r3 = ref rows[chosen[j + 3] * (d + 1)];
                V s00 = L.Broadcast(r0), s01 = s00, s02 = s00;
                V s10 = L.Broadcast(r1), s11 = s10, s12 = s10;
                V s20 = L.Broadcast(r2), s21 = s20, s22 = s20;
                V s30 = L.Broadcast(r3), s31 = s30, s32 = s30;
                for (int t = 1, at = 0; t <= d; t++, at += Points)
                {
                    V y0 = L.Load(in y, at), y1 = L.Load(in y, at + L.Count), y2 = L.Load(in y, at + 2 * L.Count);
                    V r = L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in r0), t));
                    s00 = L.MultiplyAdd(y0, r, s00);
                    s01 = L.MultiplyAdd(y1, r, s01);
                    s02 = L.MultiplyAdd(y2, r, s02);
                    r = L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in r1), t));
                    s10 = L.MultiplyAdd(y0, r, s10);
                    s11 = L.MultiplyAdd(y1, r, s11);
                    s12 = L.MultiplyAdd(y2, r, s12);
                    r = L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in r2), t));
                    s20 = L.MultiplyAdd(y0, r, s20);
                    s21 = L.MultiplyAdd(y1, r, s21);
                    s22 = L.MultiplyAdd(y2, r, s22);
                    r = L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in r3), t));
                    s30 = L.MultiplyAdd(y0, r, s30);
                    s31 = L.MultiplyAdd(y1, r, s31);
                    s32 = L.MultiplyAdd(y2, r, s32);
                }
                ScoreKernel.Store<L, V>(products, j * Points + lane, s00, s01, s02);
                ScoreKernel.Store<L, V>(products, (j + 1) * Points + lane, s10, s11, s12);
                ScoreKernel.Store<L, V>(products, (j + 2) * Points + lane, s20, s21, s22);
                ScoreKernel.Store<L, V>(products, (j + 3) * Points + lane, s30, s31, s32);
            }
        }
    }

    [MethodImpl(Jit.AtOnce)]
    private static void Lowest<L, V>(ReadOnlySpan<float> values, Span<int> rows)
        where L : IFloatLanes<V> where V : struct
    {
        ref readonly float value = ref MemoryMarshal.GetReference(values);
        ref float row = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<int, float>(rows));
        for (int lane = 0; lane < Points; lane += L.Count)
        {
            V least = L.Broadcast(float.PositiveInfinity), number = L.Broadcast(0);
            for (int i = 0, at = lane; at < values.Length; i++, at += Points)
            {
                V v = L.Load(in value, at);
                number = L.WhereLess(v, least, ScoreKernel.Number<L, V>(i), number);
                least = L.Min(least, v);
            }
            L.Store(number, ref row, lane);
        }
    }

    [MethodImpl(Jit.AtOnce)]
    private static float Dot<L, V>(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        where L : IFloatLanes<V> where V : struct
    {
        Debug.Assert(a.Length == b.Length);
        ref readonly float x = ref MemoryMarshal.GetReference(a);
        ref readonly float y = ref MemoryMarshal.GetReference(b);
        V sum0 = L.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        int t = 0;
        for (; t <= a.Length - 4 * L.Count; t += 4 * L.Count)
        {
            sum0 = L.MultiplyAdd(L.Load(in x, t), L.Load(in y, t), sum0);
            sum1 = L.MultiplyAdd(L.Load(in x, t + L.Count), L.Load(in y, t + L.Count), sum1);
            sum2 = L.MultiplyAdd(L.Load(in x, t + 2 * L.Count), L.Load(in y, t + 2 * L.Count), sum2);
            sum3 = L.MultiplyAdd(L.Load(in x, t + 3 * L.Count), L.Load(in y, t + 3 * L.Count), sum3);
        }
        for (; t <= a.Length - L.Count; t += L.Count)
            sum0 = L.MultiplyAdd(L.Load(in x, t), L.Load(in y, t), sum0);
        float sum = L.Sum(L.Add(L.Add(sum0, sum1), L.Add(sum2, sum3)));
        for (; t < a.Length; t++)
            sum += a[t] * b[t];
        return sum;
    }

    [MethodImpl(Jit.AtOnce)]
    private static float CentredDot<L, V>(ReadOnlySpan<float> x, ReadOnlySpan<float> centre, float unit, ReadOnlySpan<float> b)
        where L : IFloatLanes<V> where V : struct
    {
        Debug.Assert(x.Length == b.Length && x.Length == centre.Length);
        ref readonly float value = ref MemoryMarshal.GetReference(x);
        ref readonly float middle = ref MemoryMarshal.GetReference(centre);
        ref readonly float other = ref MemoryMarshal.GetReference(b);
        V units = L.Broadcast(unit);
        V sum0 = L.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        int t = 0;
        for (; t <= x.Length - 4 * L.Count; t += 4 * L.Count)
        {
            sum0 = AddProduct<L, V>(in value, in middle, units, in other, t, sum0);
            sum1 = AddProduct<L, V>(in value, in middle, units, in other, t + L.Count, sum1);
            sum2 = AddProduct<L, V>(in value, in middle, units, in other, t + 2 * L.Count, sum2);
            sum3 = AddProduct<L, V>(in value, in middle, units, in other, t + 3 * L.Count, sum3);
        }
        for (; t <= x.Length - L.Count; t += L.Count)
            sum0 = AddProduct<L, V>(in value, in middle, units, in other, t, sum0);
        float sum = L.Sum(L.Add(L.Add(sum0, sum1), L.Add(sum2, sum3)));
        for (; t < x.Length; t++)
            sum += (x[t] - centre[t]) * unit * b[t];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AddProduct<L, V>(
        ref readonly float x, ref readonly float centre, V unit, ref readonly float b, int t, V sum)
        where L : IFloatLanes<V> where V : struct =>
        L.MultiplyAdd(L.Multiply(L.Subtract(L.Load(in x, t), L.Load(in centre, t)), unit), L.Load(in b, t), sum);
}
