using System.Numerics;

namespace Lloyd.Exact;

/// <summary>
/// k sums of vectors of d doubles, exact: integers, so values can be added and taken away in any order, by any number
/// of threads or machines, and the result is the same bits.
/// </summary>
/// <remarks>
/// A value of column t is cut into L integers of B bits, value = Σ digit[l] · 2^(lowest[t] + l·B), and each digit has
/// a 64-bit sum of its own. The first pass over the data tells which bits a column uses, and n fixes B so that
/// B + log2 n ≤ 62: no sum overflows, and nothing is carried while adding.
/// </remarks>
internal sealed class ExactSums
{
    private const int HighestExponent = 1023;

    private readonly int _dimensions;
    private readonly int _digits;
    private readonly int[] _exponents;      // L × d: what one unit of digit l of column t is worth, as a power of 2 …
    private readonly double[] _units;       // … and as a number
    private readonly long[] _sums;          // k × L × d

    /// <param name="count">k, the number of sums.</param>
    /// <param name="columns">The bits that values of each of the d columns use.</param>
    /// <param name="values">How many values are added up at most.</param>
    public ExactSums(int count, ReadOnlySpan<BitRange> columns, long values)
    {
        int digitBits = 62 - (64 - BitOperations.LeadingZeroCount((ulong)values));
        _dimensions = columns.Length;
        _digits = 1;
        foreach (BitRange column in columns)
            if (!column.IsEmpty)
                _digits = Math.Max(_digits, (column.Highest - column.Lowest + digitBits - 1) / digitBits);
        _exponents = new int[_digits * _dimensions];
        _units = new double[_digits * _dimensions];
        for (int l = 0; l < _digits; l++)
        {
            for (int t = 0; t < _dimensions; t++)
            {
                int lowest = columns[t].IsEmpty ? 0 : columns[t].Lowest;
                _exponents[l * _dimensions + t] = Math.Min(lowest + l * digitBits, HighestExponent);
                _units[l * _dimensions + t] = Math.ScaleB(1, _exponents[l * _dimensions + t]);
            }
        }
        _sums = new long[count * _digits * _dimensions];
    }

    /// <summary>Takes a vector from sum <paramref name="from"/> (none if negative) and adds it to sum
    /// <paramref name="to"/>.</summary>
    /// <param name="values">The d values; used up: zeros afterwards.</param>
    public void Move(Span<double> values, int from, int to)
    {
        for (int l = _digits - 1; l >= 0; l--)
        {
            ReadOnlySpan<double> units = _units.AsSpan(l * _dimensions, _dimensions);
            Span<long> gain = Digit(to, l);
            Span<long> loss = from < 0 ? default : Digit(from, l);
            for (int t = 0; t < values.Length; t++)
            {
                double digit = Math.Truncate(values[t] / units[t]);   // all exact: a power of 2, then whole units
                values[t] -= digit * units[t];
                gain[t] += (long)digit;
                if (from >= 0)
                    loss[t] -= (long)digit;
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
            return Rounding.Quotient(ToInteger(j, t), _exponents[t], count);
        Int128 sum = Digit(j, 0)[t];
        if (_digits == 2)
            sum += (Int128)Digit(j, 1)[t] << (_exponents[_dimensions + t] - _exponents[t]);
        return Rounding.Quotient(sum, _exponents[t], (ulong)count);
    }

    /// <summary>Coordinate <paramref name="t"/> of sum <paramref name="j"/>, divided by sum <paramref name="j"/> of
    /// <paramref name="weights"/> (one column) and rounded once.</summary>
    public double Mean(int j, int t, ExactSums weights) => Rounding.Quotient(
        ToInteger(j, t), _exponents[t] - weights._exponents[0], weights.ToInteger(j, 0));

    /// <summary>Coordinate <paramref name="t"/> of sum <paramref name="j"/> in units of its lowest bit.</summary>
    private BigInteger ToInteger(int j, int t)
    {
        BigInteger sum = BigInteger.Zero;
        for (int l = 0; l < _digits; l++)
            sum += (BigInteger)Digit(j, l)[t] << (_exponents[l * _dimensions + t] - _exponents[t]);
        return sum;
    }

    private Span<long> Digit(int j, int l) => _sums.AsSpan((j * _digits + l) * _dimensions, _dimensions);
}
