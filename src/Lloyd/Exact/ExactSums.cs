using System.Numerics;
using System.Runtime.InteropServices;

namespace Lloyd.Exact;

/// <summary>
/// k sums of vectors of d doubles, or of d products of two doubles, exact: integers, so values can be added and taken
/// away in any order, by any number of threads or machines, and the result is the same bits.
/// </summary>
/// <remarks>
/// A value of column t is cut into L integers of B bits, value = Σ digit[l] · 2^(lowest[t] + l·B), and each digit has
/// a 64-bit sum of its own. The first pass over the data tells which bits a column uses, and n fixes B so that
/// B + log2 n ≤ 62: no sum overflows, and nothing is carried while adding. B is at most 50, so that a digit can be made
/// an integer by an addition.
/// </remarks>
internal sealed class ExactSums
{
    private const int HighestExponent = 1023;
    private const int MostDigitBits = 50;
    private const double IntegerShift = 1.5 * (1L << 52);

    private readonly int _stride;           // d, filled up to whole vectors
    private readonly int _digits;           // L
    private readonly int _digitBits;        // B
    private readonly int[] _lowest;         // d
    private readonly double[] _units;       // L × stride: what one unit of digit l of column t is worth …
    private readonly double[] _inverses;    // … and 1 / unit, in two factors, as 2^1074 is not a double
    private readonly double[] _inverseRests;
    private readonly long[] _sums;          // k × L × stride

    /// <param name="count">k, the number of sums.</param>
    /// <param name="columns">The bits that values of each of the d columns use.</param>
    /// <param name="values">How many values are added up at most.</param>
    public ExactSums(int count, ReadOnlySpan<BitRange> columns, long values)
    {
        _stride = Stride(columns.Length);
        _digitBits = Math.Min(MostDigitBits, 62 - (64 - BitOperations.LeadingZeroCount((ulong)values)));
        _digits = 1;
        foreach (BitRange column in columns)
            if (!column.IsEmpty)
                _digits = Math.Max(_digits, (column.Highest - column.Lowest + _digitBits - 1) / _digitBits);
        _lowest = new int[columns.Length];
        _units = new double[_digits * _stride];
        _inverses = new double[_units.Length];
        _inverseRests = new double[_units.Length];
        for (int t = 0; t < columns.Length; t++)
        {
            BitRange column = columns[t].IsEmpty ? default : columns[t];
            // A column may get more digits than it needs; the unit of the highest must still be a double.
            int highest = Math.Max(HighestExponent, column.Highest - _digitBits);
            _lowest[t] = Math.Min(column.Lowest, highest - (_digits - 1) * _digitBits);
            for (int l = 0; l < _digits; l++)
            {
                int exponent = _lowest[t] + l * _digitBits;
                int part = Math.Max(exponent, -HighestExponent);
                _units[l * _stride + t] = Math.ScaleB(1, exponent);
                _inverses[l * _stride + t] = Math.ScaleB(1, -part);
                _inverseRests[l * _stride + t] = Math.ScaleB(1, part - exponent);
            }
        }
        _sums = new long[count * _digits * _stride];
    }

    /// <summary>How long a vector of d values must be for moving.</summary>
    public static int Stride(int dimensions) =>
        (dimensions + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;

    /// <summary>Takes a vector from sum <paramref name="from"/> (none if negative) and adds it to sum
    /// <paramref name="to"/>.</summary>
    /// <param name="values">The d values, filled up with zeros to the stride; used up: zeros afterwards.</param>
    public void Move(Span<double> values, int from, int to)
    {
        Span<Vector<double>> rest = MemoryMarshal.Cast<double, Vector<double>>(values);
        for (int l = _digits - 1; l >= 0; l--)
        {
            int first = l * _stride;
            ReadOnlySpan<Vector<double>> units = Vectors(_units, first);
            ReadOnlySpan<Vector<double>> inverses = Vectors(_inverses, first);
            ReadOnlySpan<Vector<double>> inverseRests = Vectors(_inverseRests, first);
            Span<Vector<long>> gain = MemoryMarshal.Cast<long, Vector<long>>(Digit(to, l));
            Span<Vector<long>> loss = MemoryMarshal.Cast<long, Vector<long>>(Digit(Math.Max(from, 0), l));
            for (int v = 0; v < rest.Length; v++)
            {
                // All exact: powers of 2, then whole units. Adding 1.5 · 2^52 leaves an integer in the lowest bits.
                Vector<double> digits = Vector.Truncate(rest[v] * inverses[v] * inverseRests[v]);
                rest[v] -= digits * units[v];
                var shift = new Vector<double>(IntegerShift);
                Vector<long> integers = Vector.AsVectorInt64(digits + shift) - Vector.AsVectorInt64(shift);
                gain[v] += integers;
                if (from >= 0)
                    loss[v] -= integers;
            }
        }
    }

    /// <summary>Takes sum <paramref name="j"/> of <paramref name="other"/>, whose columns are alike, from sum
    /// <paramref name="from"/> (none if negative) and adds it to sum <paramref name="to"/>.</summary>
    public void Move(ExactSums other, int j, int from, int to)
    {
        int size = _digits * _stride;
        ReadOnlySpan<long> moved = other._sums.AsSpan(j * size, size);
        Span<long> gain = _sums.AsSpan(to * size, size);
        Span<long> loss = from < 0 ? default : _sums.AsSpan(from * size, size);
        for (int i = 0; i < size; i++)
        {
            gain[i] += moved[i];
            if (from >= 0)
                loss[i] -= moved[i];
        }
    }

    /// <summary>Takes weight · values, not rounded, from sum <paramref name="from"/> (none if negative) and adds it to
    /// sum <paramref name="to"/>.</summary>
    /// <param name="weight">What every value is multiplied by; greater than 0.</param>
    /// <param name="values">The d values.</param>
    public void MoveProducts(double weight, ReadOnlySpan<double> values, int from, int to)
    {
        (long w, int weightExponent) = Binary.Split(weight);
        for (int t = 0; t < values.Length; t++)
        {
            (long v, int valueExponent) = Binary.Split(values[t]);
            UInt128 product = (UInt128)(ulong)w * (ulong)Math.Abs(v);
            if (product == 0)
                continue;
            // Without the zeros at its end it is a whole number of units of the lowest bit.
            int zeros = (int)UInt128.TrailingZeroCount(product);
            product >>= zeros;
            int shift = weightExponent + valueExponent + zeros - _lowest[t];
            for (int l = shift / _digitBits; product != 0; l++)
            {
                int bit = Math.Max(shift - l * _digitBits, 0);
                int taken = _digitBits - bit;
                long digit = (long)(product & ((UInt128.One << taken) - 1)) << bit;
                product >>= taken;
                digit = v < 0 ? -digit : digit;
                Digit(to, l)[t] += digit;
                if (from >= 0)
                    Digit(from, l)[t] -= digit;
            }
        }
    }

    public void Add(ExactSums other)
    {
        for (int i = 0; i < _sums.Length; i++)
            _sums[i] += other._sums[i];
    }

    public void Clear() => Array.Clear(_sums);

    /// <summary>Coordinate <paramref name="t"/> of sum <paramref name="j"/>, divided by <paramref name="count"/> and
    /// rounded once.</summary>
    public double Mean(int j, int t, long count)
    {
        if (_digits > 2)
            return Rounding.Quotient(ToInteger(j, t), _lowest[t], count);
        Int128 sum = Digit(j, 0)[t];
        if (_digits == 2)
            sum += (Int128)Digit(j, 1)[t] << _digitBits;
        return Rounding.Quotient(sum, _lowest[t], (ulong)count);
    }

    /// <summary>Coordinate <paramref name="t"/> of sum <paramref name="j"/>, divided by sum <paramref name="j"/> of
    /// <paramref name="weights"/> (one column) and rounded once.</summary>
    public double Mean(int j, int t, ExactSums weights) => Rounding.Quotient(
        ToInteger(j, t), _lowest[t] - weights._lowest[0], weights.ToInteger(j, 0));

    /// <summary>Coordinate <paramref name="t"/> of sum <paramref name="j"/> in units of its lowest bit.</summary>
    private BigInteger ToInteger(int j, int t)
    {
        BigInteger sum = BigInteger.Zero;
        for (int l = 0; l < _digits; l++)
            sum += (BigInteger)Digit(j, l)[t] << (l * _digitBits);
        return sum;
    }

    private Span<long> Digit(int j, int l) => _sums.AsSpan((j * _digits + l) * _stride, _stride);

    private ReadOnlySpan<Vector<double>> Vectors(double[] values, int first) =>
        MemoryMarshal.Cast<double, Vector<double>>(values.AsSpan(first, _stride));
}
