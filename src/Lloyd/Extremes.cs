using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lloyd.Kernels;

namespace Lloyd;

/// <summary>
/// The extremes of each of d columns of row-major values. Whole vectors are taken as they come: after as many vectors
/// as hold whole rows, a lane is at the same column again.
/// </summary>
internal sealed class Extremes<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _dimensions;
    private readonly T[] _min;              // for each lane of these vectors
    private readonly T[] _max;
    private readonly T[] _smallest;         // magnitude, zeros left out

    public Extremes(int dimensions)
    {
        _dimensions = dimensions;
        int lanes = Vector<T>.Count;
        int period = dimensions / (int)BigInteger.GreatestCommonDivisor(dimensions, lanes) * lanes;
        _min = NewFilled(period, T.PositiveInfinity);
        _max = NewFilled(period, T.NegativeInfinity);
        _smallest = NewFilled(period, T.PositiveInfinity);
    }

    /// <summary>The lowest row that has a NaN or an infinity, or −1.</summary>
    public int NotFiniteRow { get; private set; } = -1;

    /// <summary>Takes some rows.</summary>
    /// <param name="first">The number of the first of them.</param>
    /// <param name="rows">Any number of rows of d values.</param>
    [MethodImpl(Jit.AtOnce)]
    public void Add(int first, ReadOnlySpan<T> rows)
    {
        Span<Vector<T>> min = MemoryMarshal.Cast<T, Vector<T>>(_min.AsSpan());
        Span<Vector<T>> max = MemoryMarshal.Cast<T, Vector<T>>(_max.AsSpan(0, _min.Length));
        Span<Vector<T>> smallest = MemoryMarshal.Cast<T, Vector<T>>(_smallest.AsSpan(0, _min.Length));
        var infinity = new Vector<T>(T.PositiveInfinity);
        Vector<T> zeros = Vector<T>.Zero;       // stay 0 unless a value is not finite
        int at = 0;
        for (; at <= rows.Length - _min.Length; at += _min.Length)
        {
            ReadOnlySpan<Vector<T>> vectors = MemoryMarshal.Cast<T, Vector<T>>(rows.Slice(at, _min.Length));
            for (int v = 0; v < vectors.Length; v++)
            {
                Vector<T> value = vectors[v];
                Vector<T> magnitude = Vector.Abs(value);
                zeros += value - value;
                min[v] = Vector.Min(min[v], value);     // orders −0 before 0, so that rows come in any order
                max[v] = Vector.Max(max[v], value);
                smallest[v] = Vector.MinNative(smallest[v], Vector.ConditionalSelect(
                    Vector.Equals(magnitude, Vector<T>.Zero), infinity, magnitude));
            }
        }
        T zero = Vector.Sum(zeros);
        for (int lane = 0; at < rows.Length; lane++, at++)
        {
            T value = rows[at];
            zero += value - value;
            _min[lane] = T.Min(_min[lane], value);
            _max[lane] = T.Max(_max[lane], value);
            if (value != T.Zero)
                _smallest[lane] = T.Min(_smallest[lane], T.Abs(value));
        }
        if (zero != T.Zero)
            AddNotFinite(first, rows);
    }

    public void Add(Extremes<T> other)
    {
        for (int lane = 0; lane < _min.Length; lane++)
        {
            _min[lane] = T.Min(_min[lane], other._min[lane]);
            _max[lane] = T.Max(_max[lane], other._max[lane]);
            _smallest[lane] = T.Min(_smallest[lane], other._smallest[lane]);
        }
        if (other.NotFiniteRow >= 0 && (NotFiniteRow < 0 || other.NotFiniteRow < NotFiniteRow))
            NotFiniteRow = other.NotFiniteRow;
    }

    /// <summary>The least of each column.</summary>
    public double[] Min() => OfColumns(_min, double.PositiveInfinity, double.Min);

    /// <summary>The greatest of each column.</summary>
    public double[] Max() => OfColumns(_max, double.NegativeInfinity, double.Max);

    /// <summary>The least magnitude in each column that is not 0; infinity where there is none.</summary>
    public double[] Smallest() => OfColumns(_smallest, double.PositiveInfinity, double.Min);

    private void AddNotFinite(int first, ReadOnlySpan<T> rows)
    {
        int at = 0;
        while (T.IsFinite(rows[at]))
            at++;
        int row = first + at / _dimensions;
        if (NotFiniteRow < 0 || row < NotFiniteRow)
            NotFiniteRow = row;
    }

    private double[] OfColumns(T[] lanes, double first, Func<double, double, double> choose)
    {
        double[] columns = new double[_dimensions];
        Array.Fill(columns, first);
        for (int lane = 0; lane < lanes.Length; lane++)
            columns[lane % _dimensions] = choose(columns[lane % _dimensions], double.CreateTruncating(lanes[lane]));
        return columns;
    }

    private static T[] NewFilled(int count, T value)
    {
        var values = new T[count];
        Array.Fill(values, value);
        return values;
    }
}
