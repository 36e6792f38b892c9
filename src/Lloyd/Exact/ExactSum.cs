using System.Numerics;

namespace Lloyd.Exact;

/// <summary>
/// The exact sum of any doubles, and of products of two doubles, in any order (R. M. Neal, "Fast exact summation
/// using small and large superaccumulators", 2015). Used where one number comes out: inertia, variance, potentials.
/// </summary>
/// <remarks>
/// The sum is Σ digits[i] · 2^(32·i + Lowest). A digit holds 32 bits in a 64-bit integer, so 2^30 values can be added
/// before a carry must be passed on.
/// </remarks>
internal sealed class ExactSum
{
    private const int DigitBits = 32;
    private const int Lowest = -2176;                        // below 2^-2148, the lowest bit of a product of doubles
    private const int DigitCount = (2048 - Lowest) / DigitBits + 3;
    private const long Base = 1L << DigitBits;
    private const long DigitMask = Base - 1;
    private const int AddsBeforeCarry = 1 << 29;

    private readonly long[] _digits = new long[DigitCount];
    private int _adds;

    public static ExactSum[] NewArray(int count)
    {
        var sums = new ExactSum[count];
        for (int i = 0; i < count; i++)
            sums[i] = new ExactSum();
        return sums;
    }

    /// <summary>Adds each of <paramref name="others"/> to the sum in its place.</summary>
    public static void Add(ExactSum[] sums, ExactSum[] others)
    {
        for (int i = 0; i < sums.Length; i++)
            sums[i].Add(others[i]);
    }

    public void Add(double value)
    {
        (long mantissa, int exponent) = Binary.Split(value);
        Add(mantissa, exponent);
    }

    /// <summary>Adds weight · value, not rounded.</summary>
    public void AddWeighted(double weight, double value)
    {
        if (weight == 1)
        {
            Add(value);
            return;
        }
        (long w, int weightExponent) = Binary.Split(weight);
        (long v, int valueExponent) = Binary.Split(value);
        long high = Math.BigMul(w, v, out long low);
        int exponent = weightExponent + valueExponent;
        // 106 bits as two pieces of at most 53: the low 52 bits, and the rest with its sign.
        Add(low & ((1L << 52) - 1), exponent);
        Add(high << 12 | low >>> 52, exponent + 52);
    }

    public void Add(ExactSum other)
    {
        Carry();
        other.Carry();
        int highest = other._digits.AsSpan().LastIndexOfAnyExcept(0);
        for (int i = Math.Max(other._digits.AsSpan().IndexOfAnyExcept(0), 0); i <= highest; i++)
            _digits[i] += other._digits[i];
        _adds = 2;
    }

    public void Subtract(ExactSum other)
    {
        Carry();
        other.Carry();
        for (int i = 0; i < DigitCount; i++)
            _digits[i] -= other._digits[i];
        _adds = 2;
    }

    public void Clear()
    {
        Array.Clear(_digits);
        _adds = 0;
    }

    /// <summary>The sum, rounded once.</summary>
    public double ToDouble() => Rounding.Quotient(ToInteger(), Lowest, BigInteger.One);

    /// <summary>The sum divided by <paramref name="divisor"/>, rounded once.</summary>
    public double DivideBy(ExactSum divisor) => Rounding.Quotient(ToInteger(), 0, divisor.ToInteger());

    /// <summary>The sign of (sum − <paramref name="value"/>).</summary>
    public int CompareTo(double value)
    {
        Add(-value);
        Carry();
        int highest = _digits.AsSpan().LastIndexOfAnyExcept(0);
        int sign = highest < 0 ? 0 : Math.Sign(_digits[highest]);
        Add(value);
        return sign;
    }

    /// <summary>The sum as an integer in units of 2^<see cref="Lowest"/>.</summary>
    private BigInteger ToInteger()
    {
        Carry();
        var integer = BigInteger.Zero;
        for (int i = Array.FindLastIndex(_digits, digit => digit != 0); i >= 0; i--)
            integer = (integer << DigitBits) + _digits[i];
        return integer;
    }

    private void Add(long mantissa, int exponent)
    {
        if (++_adds >= AddsBeforeCarry)
            Carry();
        int shift = exponent - Lowest;
        int bit = shift & (DigitBits - 1);
        Span<long> digits = _digits.AsSpan(shift / DigitBits, 3);
        long low = (mantissa & DigitMask) << bit;
        long high = (mantissa >> DigitBits) << bit;
        digits[0] += low & DigitMask;
        digits[1] += (low >>> DigitBits) + (high & DigitMask);
        digits[2] += high >> DigitBits;
    }

    /// <summary>Brings every digit between −2^32 and 2^32, so that the highest that is not 0 has the sign of the sum.
    /// Only the few digits in use are walked.</summary>
    private void Carry()
    {
        Span<long> digits = _digits;
        int highest = digits.LastIndexOfAnyExcept(0);
        for (int i = Math.Max(digits.IndexOfAnyExcept(0), 0); i <= highest; i++)
        {
            long carry = digits[i] / Base;
            digits[i] -= carry * Base;
            digits[i + 1] += carry;
        }
        _adds = 1;
    }
}
