using System.Numerics;

namespace Lloyd.Exact;

/// <summary>Exact integers, and quotients of them, rounded once to the nearest double (ties to even).</summary>
internal static class Rounding
{
    private const int MantissaBits = 53;

    /// <summary><paramref name="numerator"/> · 2^<paramref name="exponent"/> / <paramref name="divisor"/>.</summary>
    public static double Quotient(BigInteger numerator, int exponent, BigInteger divisor)
    {
        if (numerator.IsZero)
            return 0;
        bool negative = numerator.Sign < 0;
        BigInteger magnitude = BigInteger.Abs(numerator);
        int shift = 65 + (int)(divisor.GetBitLength() - magnitude.GetBitLength());   // a quotient of 65 or 66 bits
        (magnitude, divisor) = shift >= 0 ? (magnitude << shift, divisor) : (magnitude, divisor << -shift);
        BigInteger quotient = BigInteger.DivRem(magnitude, divisor, out BigInteger remainder);
        return Signed(Round((UInt128)quotient, !remainder.IsZero, exponent - shift), negative);
    }

    private static double Signed(double magnitude, bool negative) => negative ? -magnitude : magnitude;

    /// <summary>value · 2^exponent, where <paramref name="sticky"/> says that a little more was cut off.</summary>
    private static double Round(UInt128 value, bool sticky, int exponent)
    {
        int bits = 128 - (int)UInt128.LeadingZeroCount(value);
        // Below the normal range a double keeps fewer bits; rounding there, once, avoids rounding twice.
        int drop = Math.Max(bits - MantissaBits, Binary.LowestExponent - exponent);
        if (drop > bits)
            return 0;                                      // below half of the smallest denormal
        if (drop > 0)
        {
            UInt128 half = UInt128.One << (drop - 1);
            UInt128 rest = value & ((half << 1) - 1);
            value >>= drop;
            if (rest > half || rest == half && (sticky || (value & 1) != 0))
                value++;
            exponent += drop;
        }
        return Math.ScaleB((double)(ulong)value, exponent);   // at most 2^53: both conversions are exact
    }
}
