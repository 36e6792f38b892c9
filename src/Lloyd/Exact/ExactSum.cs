using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

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
    private const int PieceBits = 50;                       // of values that are added many at a time
    private const double LowestInPieces = 1e-250;           // within, neither pieces nor shifts leave the range of doubles
    private const double HighestInPieces = 1e300;
    private const int MostAtATime = 1 << (62 - PieceBits);

    private static readonly ExactSum s_one = One();

    private readonly long[] _digits = new long[DigitCount];
    private int _adds;                      // since digits were last carried

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

    /// <summary>Adds rows of as many values as there are sums, each value to the sum in its place.</summary>
    [MethodImpl(Jit.AtOnce)]
    public static void AddRows(ReadOnlySpan<ExactSum> sums, ReadOnlySpan<double> rows)
    {
        // After as many vectors as hold whole rows, a lane is at the same column again.
        int lanes = Vector<double>.Count;
        int period = sums.Length / (int)BigInteger.GreatestCommonDivisor(sums.Length, lanes) * lanes;
        int most = MostAtATime * period;
        int at = 0;
        for (; at <= rows.Length - period; at += most)
        {
            ReadOnlySpan<double> whole = rows[at..Math.Min(at + most, rows.Length - (rows.Length - at) % period)];
            for (int lane = 0; lane < period; lane += lanes)
                AddPieces(sums, whole, lane, period);
        }
        for (at = rows.Length - rows.Length % period; at < rows.Length; at++)
            sums[at % sums.Length].Add(rows[at]);
    }

    /// <summary>Adds weights · values, not rounded, or just the values where there are no weights.</summary>
    public void AddWeighted(ReadOnlySpan<double> weights, ReadOnlySpan<double> values)
    {
        if (weights.IsEmpty)
            AddRows([this], values);
        else
            for (int i = 0; i < values.Length; i++)
                AddWeighted(weights[i], values[i]);
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

    public void Write(BinaryWriter to)
    {
        Carry();
        int lowest = Math.Max(_digits.AsSpan().IndexOfAnyExcept(0), 0);
        int count = _digits.AsSpan().LastIndexOfAnyExcept(0) - lowest + 1;
        to.Write((byte)lowest);
        to.Write((byte)Math.Max(count, 0));
        for (int i = 0; i < count; i++)
            to.Write(_digits[lowest + i]);
    }

    public static ExactSum Read(BinaryReader from)
    {
        var sum = new ExactSum { _adds = 1 };
        int lowest = from.ReadByte(), count = from.ReadByte();
        if (lowest + count > DigitCount)
            throw new InvalidDataException("The digits of a sum lie outside its range.");
        for (int i = 0; i < count; i++)
            sum._digits[lowest + i] = from.ReadInt64();
        return sum;
    }

    /// <summary>The sum, rounded once.</summary>
    public double ToDouble() => DivideBy(s_one);

    /// <summary>The sum divided by <paramref name="divisor"/>, rounded once.</summary>
    public double DivideBy(ExactSum divisor)
    {
        (Range digits, int exponent) = DigitsInUse();
        (Range divisorDigits, int divisorExponent) = divisor.DigitsInUse();
        exponent -= divisorExponent;
        Vector<double> quotient = ToDoubleDouble(digits).Divide(
            divisor.ToDoubleDouble(divisorDigits), new Vector<double>(Math.ScaleB(1, exponent)), out Vector<long> certain);
        return certain[0] != 0
            ? quotient[0]
            : Rounding.Quotient(ToInteger(digits), exponent, divisor.ToInteger(divisorDigits));
    }

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

    /// <summary>1, carried, so that any thread may read it.</summary>
    private static ExactSum One()
    {
        var one = new ExactSum();
        one.Add(1);
        one.Carry();
        return one;
    }

    /// <summary>The digits from the lowest to the highest that is not 0, and the exponent of the lowest of them.</summary>
    private (Range Digits, int Exponent) DigitsInUse()
    {
        Carry();
        int lowest = Math.Max(_digits.AsSpan().IndexOfAnyExcept(0), 0);
        int highest = Math.Max(_digits.AsSpan().LastIndexOfAnyExcept(0), 0);
        return (lowest..(highest + 1), lowest * DigitBits + Lowest);
    }

    /// <summary>The same number in all lanes.</summary>
    private DoubleDouble ToDoubleDouble(Range digits)
    {
        ReadOnlySpan<long> used = _digits.AsSpan(digits);
        DoubleDouble sum = default;
        for (int i = used.Length - 1; i >= 0; i--)
            sum = sum.Append(Base, new Vector<long>(used[i]));
        return sum;
    }

    private BigInteger ToInteger(Range digits)
    {
        var integer = BigInteger.Zero;
        ReadOnlySpan<long> used = _digits.AsSpan(digits);
        for (int i = used.Length - 1; i >= 0; i--)
            integer = (integer << DigitBits) + used[i];
        return integer;
    }

    /// <summary>
    /// Adds one vector of every period. Each value is cut into two integers of 50 bits, in units that follow from the
    /// largest value of a lane. All is exact: adding 1.5 · 2^52 units rounds to whole units and leaves their number in
    /// the lowest bits. What is left of a value that is far below the largest is added by itself.
    /// </summary>
    [MethodImpl(Jit.AtOnce)]
    private static void AddPieces(ReadOnlySpan<ExactSum> sums, ReadOnlySpan<double> rows, int first, int period)
    {
        Vector<double> largest = new(LowestInPieces);
        for (int at = first; at < rows.Length; at += period)
            largest = Vector.Max(largest, Vector.Abs(new Vector<double>(rows[at..])));
        if (!Vector.LessThanAll(largest, new Vector<double>(HighestInPieces)))
        {
            for (int at = first; at < rows.Length; at += period)
                AddVector(sums, new Vector<double>(rows[at..]), first);
            return;
        }
        Vector<double> powers = Vector.AsVectorDouble(Vector.AsVectorInt64(largest) & new Vector<long>(0x7FFL << 52));
        Vector<double> highShift = powers * (2 * Binary.IntegerShift / (1L << PieceBits));
        Vector<double> lowShift = highShift * (1.0 / (1L << PieceBits));
        Vector<long> highSum = Vector<long>.Zero, lowSum = Vector<long>.Zero;
        for (int at = first; at < rows.Length; at += period)
        {
            var value = new Vector<double>(rows[at..]);
            Vector<double> shifted = value + highShift;
            Vector<double> rest = value - (shifted - highShift);
            highSum += Vector.AsVectorInt64(shifted) - Vector.AsVectorInt64(highShift);
            shifted = rest + lowShift;
            rest -= shifted - lowShift;
            lowSum += Vector.AsVectorInt64(shifted) - Vector.AsVectorInt64(lowShift);
            if (!Vector.EqualsAll(rest, Vector<double>.Zero))
                AddVector(sums, rest, first);
        }
        for (int lane = 0; lane < Vector<double>.Count; lane++)
        {
            ExactSum sum = sums[(first + lane) % sums.Length];
            sum.Add(highSum[lane], Math.ILogB(highShift[lane]) - 52);
            sum.Add(lowSum[lane], Math.ILogB(lowShift[lane]) - 52);
        }
    }

    [MethodImpl(Jit.AtOnce)]
    private static void AddVector(ReadOnlySpan<ExactSum> sums, Vector<double> values, int first)
    {
        for (int lane = 0; lane < Vector<double>.Count; lane++)
            sums[(first + lane) % sums.Length].Add(values[lane]);
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
        if (_adds == 0)
            return;
        Span<long> digits = _digits;
        int highest = digits.LastIndexOfAnyExcept(0);
        for (int i = Math.Max(digits.IndexOfAnyExcept(0), 0); i <= highest; i++)
        {
            long carry = digits[i] / Base;
            digits[i] -= carry * Base;
            digits[i + 1] += carry;
        }
        _adds = 0;
    }
}
