using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Lloyd.Kernels;

namespace Lloyd.Exact;

/// <summary>
/// k sums of vectors of d doubles, or of d products of two doubles, exact: integers, so values can be added and taken
/// away in any order, by any number of threads or machines, and the result is the same bits.
/// </summary>
/// <remarks>
/// A value of column t is cut into L integers of about B bits, value = Σ digit[l] · 2^(lowest[t] + l·B), and each digit
/// has a 64-bit sum of its own. The first pass over the data tells which bits a column uses, and n fixes B so that
/// B + log2 n ≤ 62: no sum overflows, and nothing is carried while adding. B is at most 50, so that a digit can be made
/// an integer by an addition.
/// </remarks>
internal sealed class ExactSums
{
    private const int MostDigitBits = 50;
    private const int MostLanes = 64;
    private const int HighestUnit = 970;    // above, the double that makes an integer would overflow

    private readonly int _dimensions;       // d
    private readonly int _digits;           // L
    private readonly int _digitBits;        // B
    private readonly int[] _lowest;         // d
    private readonly double[] _units;       // stride: of means, 2 to the lowest bit of a column's values
    private readonly double[] _shifts;      // L × stride: Binary.IntegerShift units of digit l of column t
    private readonly long[] _sums;          // k × L × stride

    /// <param name="count">k, the number of sums.</param>
    /// <param name="columns">The bits that values of each of the d columns use.</param>
    /// <param name="weights">The bits that what they are multiplied by uses, or null where values are added up.</param>
    /// <param name="values">How many values are added up at most; below 2^50.</param>
    public ExactSums(int count, BitRange[] columns, BitRange? weights, long values)
    {
        _dimensions = columns.Length;
        Stride = (_dimensions + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        _digitBits = Math.Min(MostDigitBits, 62 - (64 - BitOperations.LeadingZeroCount((ulong)values)));
        BitRange[] ranges = weights is { } bits ? Array.ConvertAll(columns, column => column.Times(bits)) : columns;
        _digits = 1;
        foreach (BitRange range in ranges)
            if (!range.IsEmpty)
                _digits = Math.Max(_digits, (range.Highest - range.Lowest + _digitBits - 1) / _digitBits);
        _lowest = new int[_dimensions];
        _units = new double[Stride];
        _shifts = new double[_digits * Stride];
        HasShifts = true;
        for (int t = 0; t < _dimensions; t++)
        {
            _lowest[t] = ranges[t].IsEmpty ? 0 : ranges[t].Lowest;
            _units[t] = ranges[t].IsEmpty ? 1 : Math.ScaleB(1, columns[t].Lowest);
            HasShifts &= _lowest[t] >= Binary.LowestExponent && _lowest[t] + (_digits - 1) * _digitBits <= HighestUnit;
            for (int l = 0; l < _digits; l++)
                _shifts[l * Stride + t] = Math.ScaleB(Binary.IntegerShift, _lowest[t] + l * _digitBits);
        }
        _sums = new long[count * _digits * Stride];
        HugePages.Advise(_sums);
    }

    /// <summary>How long a vector of d values must be to be moved: d, filled up to whole vectors.</summary>
    public int Stride { get; }

    /// <summary>Whether all shifts are doubles, so that vectors can be cut into digits.</summary>
    public bool HasShifts { get; }

    /// <summary>Takes a vector from sum <paramref name="from"/> (none if negative) and adds it to sum
    /// <paramref name="to"/>.</summary>
    /// <param name="values">The d values, filled up with anything to <see cref="Stride"/>.</param>
    [MethodImpl(Jit.AtOnce)]
    public void Move(ReadOnlySpan<double> values, int from, int to)
    {
        if (!HasShifts)
        {
            MoveProducts(1, values, from, to);
            return;
        }
        ref double value = ref MemoryMarshal.GetReference(values[..Stride]);
        ref double shifts = ref MemoryMarshal.GetArrayDataReference(_shifts);
        ref long gain = ref MemoryMarshal.GetReference(Sum(to));
        ref long loss = ref from < 0 ? ref gain : ref MemoryMarshal.GetReference(Sum(from));
        for (int t = 0; t < Stride; t += Vector<double>.Count)
        {
            Vector<double> rest = Vector.LoadUnsafe(ref value, (nuint)t);
            for (int at = _shifts.Length - Stride + t; at >= 0; at -= Stride)
            {
                // All exact: rounds to whole units, and leaves their number in the lowest bits.
                Vector<double> shift = Vector.LoadUnsafe(ref shifts, (nuint)at);
                Vector<double> shifted = rest + shift;
                rest -= shifted - shift;
                Vector<long> digits = Vector.AsVectorInt64(shifted) - Vector.AsVectorInt64(shift);
                (Vector.LoadUnsafe(ref gain, (nuint)at) + digits).StoreUnsafe(ref gain, (nuint)at);
                if (from >= 0)
                    (Vector.LoadUnsafe(ref loss, (nuint)at) - digits).StoreUnsafe(ref loss, (nuint)at);
            }
        }
    }

    /// <summary>Takes some lanes of a panel from sum <paramref name="from"/> (none if negative) and adds them to sum
    /// <paramref name="to"/>.</summary>
    /// <param name="panel">d × 48 values, a lane for each vector.</param>
    /// <param name="lanes">A bit for each of them that counts; at least one.</param>
    public void MoveLanes(ReadOnlySpan<double> panel, ulong lanes, int from, int to)
    {
        if (Vector256.IsHardwareAccelerated)
            MoveLanes<Lanes512, Vector512<double>>(panel, lanes, from, to);
        else
            MoveLanes<Lanes128, Vector128<double>>(panel, lanes, from, to);
    }

    [SkipLocalsInit, MethodImpl(Jit.AtOnce)]
    private void MoveLanes<L, V>(ReadOnlySpan<double> panel, ulong lanes, int from, int to) where L : ILanes<V> where V : struct
    {
        int width = panel.Length / _dimensions, highest = _shifts.Length - Stride;
        int first = BitOperations.TrailingZeroCount(lanes) / L.Count * L.Count, end = 64 - BitOperations.LeadingZeroCount(lanes);
        Debug.Assert(width <= MostLanes && width % L.Count == 0 && end <= width);
        ref double rest = ref MemoryMarshal.GetReference(stackalloc double[MostLanes]);
        Span<long> gain = Sum(to), loss = from < 0 ? default : Sum(from);
        for (int t = 0; t < _dimensions; t++)
        {
            ref readonly double column = ref panel[t * width];
            for (int at = highest + t; at >= 0; at -= Stride)
            {
                // As in Move.
                V shift = L.Broadcast(_shifts[at]), units = L.Broadcast(0);
                for (int lane = first; lane < end; lane += L.Count)
                {
                    V value = at >= highest ? L.Keep(L.Load(in column, lane), lanes >> lane) : L.Load(in rest, lane);
                    V shifted = L.Add(value, shift);
                    units = L.AddUnits(units, shifted, shift);
                    if (at >= Stride)
                        L.Store(L.Subtract(value, L.Subtract(shifted, shift)), ref rest, lane);
                }
                long sum = L.SumUnits(units);
                gain[at] += sum;
                if (from >= 0)
                    loss[at] -= sum;
            }
        }
    }

    /// <summary>Takes weight · values, not rounded, from sum <paramref name="from"/> (none if negative) and adds it to
    /// sum <paramref name="to"/>.</summary>
    /// <param name="weight">What every value is multiplied by; greater than 0.</param>
    /// <param name="values">The d values; any that follow play no part.</param>
    public void MoveProducts(double weight, ReadOnlySpan<double> values, int from, int to)
    {
        (long w, int weightExponent) = Binary.Split(weight);
        for (int t = 0; t < _dimensions; t++)
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
                Sum(to)[l * Stride + t] += digit;
                if (from >= 0)
                    Sum(from)[l * Stride + t] -= digit;
            }
        }
    }

    /// <summary>Adds sum <paramref name="j"/> of <paramref name="other"/>, whose columns are alike.</summary>
    [MethodImpl(Jit.AtOnce)]
    public void Add(ExactSums other, int j)
    {
        Span<long> sum = Sum(j);
        ReadOnlySpan<long> added = other.Sum(j);
        for (int i = 0; i < sum.Length; i += Vector<long>.Count)
            (new Vector<long>(sum[i..]) + new Vector<long>(added[i..])).CopyTo(sum[i..]);
    }

    public void Clear(int j) => Sum(j).Clear();

    /// <summary>Writes sum <paramref name="j"/>, the same bytes on hosts of any vector width.</summary>
    public void Write(int j, BinaryWriter to)
    {
        ReadOnlySpan<long> sum = Sum(j);
        for (int l = 0; l < _digits; l++)
            to.Write(MemoryMarshal.AsBytes(sum.Slice(l * Stride, _dimensions)));
    }

    /// <summary>Reads sum <paramref name="j"/> of sums whose columns and number of values are alike.</summary>
    public void Read(int j, BinaryReader from)
    {
        Span<long> sum = Sum(j);
        for (int l = 0; l < _digits; l++)
            from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(sum.Slice(l * Stride, _dimensions)));
    }

    /// <summary>Sum <paramref name="j"/> divided by <paramref name="count"/>, each coordinate rounded once.</summary>
    /// <param name="mean">Gets d values.</param>
    public void Mean(int j, long count, Span<double> mean) => Mean(j, new DoubleDouble(count), () => count, mean);

    /// <summary>Sum <paramref name="j"/> divided by sum <paramref name="j"/> of <paramref name="weights"/> (one
    /// column), each coordinate rounded once.</summary>
    /// <param name="mean">Gets d values.</param>
    public void Mean(int j, ExactSums weights, Span<double> mean)
    {
        Span<Vector<long>> digits = stackalloc Vector<long>[weights._digits + 1];
        DoubleDouble sum = weights.Coordinates(j, 0, digits);
        var divisor = new DoubleDouble(new Vector<double>(sum.High[0]), new Vector<double>(sum.Low[0]));
        Mean(j, divisor, () => weights.ToInteger(j, 0), mean);
    }

    [MethodImpl(Jit.AtOnce)]
    private void Mean(int j, DoubleDouble divisor, Func<BigInteger> exactDivisor, Span<double> mean)
    {
        Span<Vector<long>> digits = stackalloc Vector<long>[_digits + 1];
        for (int t = 0; t < mean.Length; t += Vector<long>.Count)
        {
            Vector<double> quotients = Coordinates(j, t, digits).Divide(
                divisor, new Vector<double>(_units.AsSpan(t)), out Vector<long> certain);
            int lanes = Math.Min(Vector<long>.Count, mean.Length - t);
            if (lanes == Vector<long>.Count && Vector.EqualsAll(certain, Vector<long>.AllBitsSet))
                quotients.CopyTo(mean[t..]);
            else
                for (int lane = 0; lane < lanes; lane++)
                    mean[t + lane] = certain[lane] != 0
                        ? quotients[lane]
                        : Rounding.Quotient(ToInteger(j, t + lane), Math.ILogB(_units[t + lane]), exactDivisor());
        }
    }

    /// <summary>Coordinates <paramref name="t"/> … of sum <paramref name="j"/>, one to a lane, each in units of its
    /// lowest bit.</summary>
    /// <param name="digits">Room for L + 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleDouble Coordinates(int j, int t, Span<Vector<long>> digits)
    {
        // Carried, all digits are 0 … 2^B − 1, but for the highest, which has the sign and is at most n.
        ReadOnlySpan<long> sum = Sum(j);
        var mask = new Vector<long>((1L << _digitBits) - 1);
        Vector<long> carry = Vector<long>.Zero;
        for (int l = 0; l < _digits; l++)
        {
            Vector<long> digit = new Vector<long>(sum[(l * Stride + t)..]) + carry;
            digits[l] = digit & mask;
            carry = digit >> _digitBits;
        }
        digits[_digits] = carry;
        DoubleDouble coordinates = default;
        for (int l = _digits; l >= 0; l--)
            coordinates = coordinates.Append(1L << _digitBits, digits[l]);
        return coordinates;
    }

    /// <summary>Coordinate <paramref name="t"/> of sum <paramref name="j"/> in units of its lowest bit.</summary>
    private BigInteger ToInteger(int j, int t)
    {
        BigInteger sum = BigInteger.Zero;
        for (int l = 0; l < _digits; l++)
            sum += (BigInteger)Sum(j)[l * Stride + t] << (l * _digitBits);
        return sum;
    }

    /// <summary>L × stride.</summary>
    private Span<long> Sum(int j) => _sums.AsSpan(j * _shifts.Length, _shifts.Length);
}
