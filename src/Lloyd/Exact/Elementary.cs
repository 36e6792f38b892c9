using static System.BitConverter;
using static System.Math;

namespace Lloyd.Exact;

/// <summary>
/// Logarithm, sine and cosine from + − × ÷ and fused multiply-add alone, so that they have the same bits on every host;
/// the platform's own differ between x64 with FMA, x64 without, and WebAssembly.
/// </summary>
internal static class Elementary
{
    private const double Ln2 = 0.6931471805598903, Ln2Rest = 5.497923018708371e-14;
    private const double HalfPi = PI / 2, HalfPiRest = 6.123233995736766e-17;
    private const double TwoTo52 = 1L << 52, TwoTo27 = 1 << 27;

    /// <summary>
    /// The natural logarithm, within 0.52 ulp: bit for bit glibc's on x64 with FMA (sysdeps/ieee754/dbl-64/e_log.c,
    /// since 2.28), which is what NumPy calls on Linux. So the order of the operations, and where a product and a sum
    /// are fused and where not, are those of the compiled glibc.
    /// </summary>
    public static double Log(double x)
    {
        if (x is >= 0.9375 and < 1.064697265625)
            return LogNearOne(x - 1);
        if (!(x > 0) || double.IsInfinity(x))
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        ulong bits = double.IsNormal(x) ? DoubleToUInt64Bits(x) : DoubleToUInt64Bits(x * TwoTo52) - (52UL << 52);

        // x = 2ᵏ z with z in [0.6875, 1.375); the table has 1/c and log c for a c near z.
        ulong offset = bits - DoubleToUInt64Bits(0.6875);
        int i = (int)(offset >> 45) & 127;
        double k = (long)offset >> 52;
        double z = UInt64BitsToDouble(bits - (offset & 0xFFF0000000000000));
        double inverse = UInt64BitsToDouble(LogTable.Bits[2 * i]), logC = UInt64BitsToDouble(LogTable.Bits[2 * i + 1]);

        // log x = (k ln 2 + log c) + log(1 + r), and its first two terms and r are high + low.
        double r = FusedMultiplyAdd(z, inverse, -1), r2 = r * r;
        double known = FusedMultiplyAdd(k, Ln2, logC);
        double high = known + r;
        double low = FusedMultiplyAdd(k, Ln2Rest, known - high + r);

        // log(1 + r) − r, a minimax polynomial for |r| < 2⁻⁸.
        low = FusedMultiplyAdd(r2, -0.5000000000000001, low);
        double p = FusedMultiplyAdd(r, -0.2499999999622955, 0.33333333331825593);
        double q = FusedMultiplyAdd(r, -0.16667054827627667, 0.20000304511814496);
        return FusedMultiplyAdd(r * r2, FusedMultiplyAdd(q, r2, p), low) + high;
    }

    /// <summary>log(1 + r) where the result is small and the table would lose its last bits to cancellation.</summary>
    private static double LogNearOne(double r)
    {
        double r2 = r * r, r3 = r * r2;
        double p = FusedMultiplyAdd(r2, 0.19999999999320328,
            FusedMultiplyAdd(r, -0.24999999999998432, 0.3333333333333352));
        double q = FusedMultiplyAdd(r2, -0.12499997863982555,
            FusedMultiplyAdd(r, 0.14285715076560868, -0.16666666669929706));
        double s = FusedMultiplyAdd(r2, 0.09181994006195467,
            FusedMultiplyAdd(r, -0.10000486757818193, 0.11110712032936046));
        s = FusedMultiplyAdd(r3, -0.08328363062289341, s);
        double tail = FusedMultiplyAdd(FusedMultiplyAdd(s, r3, q), r3, p);

        // r − r²/2 as high + low: the upper half of r has a square without error.
        double upper = FusedMultiplyAdd(-TwoTo27, r, FusedMultiplyAdd(r, TwoTo27, r));
        double square = upper * upper;
        double high = FusedMultiplyAdd(square, -0.5, r);
        double low = FusedMultiplyAdd(square, -0.5, r - high);
        low = FusedMultiplyAdd(-0.5 * (r - upper), r + upper, low);
        return high + FusedMultiplyAdd(tail, r3, low);
    }

    /// <summary>The sine, within 1 ulp for |x| ≤ 2π, which is all that the generators need.</summary>
    public static double Sin(double x) => QuarterTurns(x, out double y, out double rest) switch
    {
        0 => SinNearZero(y, rest),
        1 => CosNearZero(y, rest),
        2 => -SinNearZero(y, rest),
        _ => -CosNearZero(y, rest),
    };

    /// <summary>The cosine, within 1 ulp for |x| ≤ 2π, which is all that the generators need.</summary>
    public static double Cos(double x) => QuarterTurns(x, out double y, out double rest) switch
    {
        0 => CosNearZero(y, rest),
        1 => -SinNearZero(y, rest),
        2 => -CosNearZero(y, rest),
        _ => SinNearZero(y, rest),
    };

    /// <summary>x = k π/2 + (y + rest) with |y| ≤ π/4; gives k modulo 4. (W. Cody and W. Waite, "Software manual for
    /// the elementary functions", 1980: π/2 in two parts; k·HalfPi is taken off x without error.)</summary>
    private static int QuarterTurns(double x, out double y, out double rest)
    {
        double k = Round(x / HalfPi);
        double first = FusedMultiplyAdd(-k, HalfPi, x);
        y = FusedMultiplyAdd(-k, HalfPiRest, first);
        rest = FusedMultiplyAdd(-k, HalfPiRest, first - y);
        return (int)k & 3;
    }

    /// <summary>sin(y + rest), |y| ≤ π/4, with the minimax polynomial of fdlibm's k_sin.c.</summary>
    private static double SinNearZero(double y, double rest)
    {
        double z = y * y;
        double p = 1.58969099521155010221e-10;
        p = FusedMultiplyAdd(p, z, -2.50507602534068634195e-08);
        p = FusedMultiplyAdd(p, z, 2.75573137070700676789e-06);
        p = FusedMultiplyAdd(p, z, -1.98412698298579493134e-04);
        p = FusedMultiplyAdd(p, z, 8.33333333332248946124e-03);
        p = FusedMultiplyAdd(p, z, -1.66666666666666324348e-01);
        // sin(y + rest) ≈ sin y + rest · cos y, and 1 − z/2 is cosine enough for so small a rest.
        return y + FusedMultiplyAdd(y * z, p, rest * FusedMultiplyAdd(-0.5, z, 1));
    }

    /// <summary>cos(y + rest), |y| ≤ π/4, with the minimax polynomial of fdlibm's k_cos.c.</summary>
    private static double CosNearZero(double y, double rest)
    {
        double z = y * y;
        double p = -1.13596475577881948265e-11;
        p = FusedMultiplyAdd(p, z, 2.08757232129817482790e-09);
        p = FusedMultiplyAdd(p, z, -2.75573143513906633035e-07);
        p = FusedMultiplyAdd(p, z, 2.48015872894767294178e-05);
        p = FusedMultiplyAdd(p, z, -1.38888888888741095749e-03);
        p = FusedMultiplyAdd(p, z, 4.16666666666666019037e-02);
        // 1 − z/2 rounded is `high`; what that rounding lost goes into the small terms.
        double high = FusedMultiplyAdd(-0.5, z, 1);
        double low = FusedMultiplyAdd(-0.5, z, 1 - high);
        return high + FusedMultiplyAdd(z * z, p, FusedMultiplyAdd(-y, rest, low));
    }

    /// <summary>A number that depends on every bit of <paramref name="count"/> logarithms of values spread evenly over
    /// (0, 1): two hosts that agree on it agree on the logarithm.</summary>
    public static ulong LogFingerprint(int count) => Fingerprint(count, Log);

    /// <summary>The same for the sines and cosines of angles spread evenly over (0, 2π).</summary>
    public static ulong SinCosFingerprint(int count) =>
        Fingerprint(count, u => Sin(2 * PI * u)) ^ Fingerprint(count, u => Cos(2 * PI * u)) << 1;

    private static ulong Fingerprint(int count, Func<double, double> function)
    {
        ulong fingerprint = 14695981039346656037;
        for (int i = 0; i < count; i++)
            // Fowler-Noll-Vo's mixing, a whole number at a time.
            fingerprint = (fingerprint ^ DoubleToUInt64Bits(function(Spread(i)))) * 1099511628211;
        return fingerprint;
    }

    /// <summary>Value <paramref name="i"/> of a sequence that fills (0, 1) evenly: the multiples of the golden ratio.
    /// </summary>
    internal static double Spread(int i) => (((ulong)i + 1) * 0x9E3779B97F4A7C15 >> 11) * (1.0 / (1UL << 53));
}
