using System.Buffers;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>
/// Where scores are computed: y = (z − centre) · 2^exponent, rounded to float32, so that no offset of the data and no
/// scale of it costs a score its digits. Scores are a filter; how far they can be trusted is <see cref="ScoreCentroids.Slack(double)"/>.
/// </summary>
internal sealed class ScoreSpace
{
    // Within, neither the unit nor the squares of the float64 formula leave the range where rounding is relative.
    private const int LargestExponent = 100;
    private const int OnStack = 128;
    private const int LargestOnStack = 1024;        // of panels

    private readonly float[] _centre;
    private readonly float[] _centres;              // of as many rows as a vector has lanes
    private readonly double _unit;
    private readonly bool _isUsable;

    /// <param name="description">The points, in the metric.</param>
    public ScoreSpace(Description description)
    {
        _centre = new float[description.Min.Length];
        double largest = 0;
        for (int t = 0; t < _centre.Length; t++)
        {
            _centre[t] = (float)(description.Min[t] / 2 + description.Max[t] / 2);
            largest = Math.Max(largest, Math.Max(description.Max[t] - _centre[t], _centre[t] - description.Min[t]));
        }
        _centres = new float[_centre.Length * Vector<float>.Count];
        for (int at = 0; at < _centres.Length; at += _centre.Length)
            _centre.CopyTo(_centres, at);
        int exponent = largest > 0 && double.IsFinite(largest) ? -Math.ILogB(largest) - 1 : 0;
        _isUsable = double.IsFinite(largest) && Math.Abs(exponent) <= LargestExponent;
        _unit = _isUsable ? Math.ScaleB(1, exponent) : 0;
    }

    public int Dimensions => _centre.Length;

    /// <summary>False where the data is so large or so small that float32 cannot tell points apart.</summary>
    public bool IsUsable => _isUsable;

    /// <summary>(z − centre) · 2^exponent of coordinate <paramref name="t"/>, in float64.</summary>
    public double Of(double z, int t) => (z - _centre[t]) * _unit;

    /// <summary>(a − b) · 2^exponent, in float64.</summary>
    public double Difference(double a, double b) => (a - b) * _unit;

    /// <summary>The distance in the score space of two places in the metric, or a little more.</summary>
    public double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> squares = Vector<double>.Zero;
        int t = 0;
        for (; t <= a.Length - Vector<double>.Count; t += Vector<double>.Count)
        {
            Vector<double> difference = (new Vector<double>(a[t..]) - new Vector<double>(b[t..])) * _unit;
            squares += difference * difference;
        }
        double sum = Vector.Sum(squares);
        for (; t < a.Length; t++)
            sum += (a[t] - b[t]) * _unit * ((a[t] - b[t]) * _unit);
        return Math.Sqrt(sum) * (1 + 1e-9);
    }

    /// <summary>Rows first … first + count − 1, one after the other.</summary>
    /// <param name="y">count × d.</param>
    public void ReadRows<T>(MetricPoints<T> points, int first, int count, Span<float> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ReadRows(points.Metric, points.Points.Rows(first, count), y);

    /// <summary>Rows of values in original units, one after the other.</summary>
    /// <param name="y">As many.</param>
    [MethodImpl(Jit.AtOnce)]
    public void ReadRows<T>(Metric metric, ReadOnlySpan<T> values, Span<float> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!IsPlain<T>(metric))
        {
            for (int at = 0; at < values.Length; at += Dimensions)
                Read(metric, values.Slice(at, Dimensions), y[at..], 1);
            return;
        }
        // After as many vectors as hold whole rows, a lane is at the same column again.
        ReadOnlySpan<float> x = MemoryMarshal.Cast<T, float>(values), centres = _centres;
        float unit = (float)_unit;
        int i = 0;
        for (int column = 0; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            ((new Vector<float>(x[i..]) - new Vector<float>(centres[column..])) * unit).CopyTo(y[i..]);
            column += Vector<float>.Count;
            column = column == centres.Length ? 0 : column;
        }
        for (; i < x.Length; i++)
            y[i] = (x[i] - _centre[i % Dimensions]) * unit;
    }

    /// <summary>A panel (d × 48) of values in original units, as one of scores.</summary>
    [SkipLocalsInit, MethodImpl(Jit.AtOnce)]
    public void ReadColumns<T>(Metric metric, ReadOnlySpan<T> values, Span<float> panel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = values.Length / Dimensions;
        if (typeof(T) == typeof(float) && metric.IsIdentity)
        {
            ref float x = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<T, float>(values));
            ref float y = ref MemoryMarshal.GetReference(panel[..values.Length]);
            float unit = (float)_unit;
            for (int t = 0; t < Dimensions; t++)
            {
                var centre = new Vector<float>(_centre[t]);
                for (int at = t * length; at < (t + 1) * length; at += Vector<float>.Count)
                    ((Vector.LoadUnsafe(ref x, (nuint)at) - centre) * unit).StoreUnsafe(ref y, (nuint)at);
            }
            return;
        }
        Span<double> z = values.Length <= LargestOnStack ? stackalloc double[LargestOnStack] : new double[values.Length];
        metric.ColumnsToMetric(values, z);
        for (int t = 0; t < Dimensions; t++)
        {
            var centre = new Vector<double>(_centre[t]);
            for (int at = t * length; at < (t + 1) * length; at += Vector<float>.Count)
            {
                Vector<double> low = (new Vector<double>(z[at..]) - centre) * _unit;
                Vector<double> high = (new Vector<double>(z[(at + Vector<double>.Count)..]) - centre) * _unit;
                Vector.Narrow(low, high).CopyTo(panel[at..]);
            }
        }
    }

    /// <summary>A row, its values <paramref name="stride"/> apart in <paramref name="y"/>.</summary>
    public void Read<T>(MetricPoints<T> points, int row, Span<float> y, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Read(points.Metric, points.Points[row], y, stride);

    [SkipLocalsInit, MethodImpl(Jit.AtOnce)]
    private void Read<T>(Metric metric, ReadOnlySpan<T> row, Span<float> y, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsPlain<T>(metric))
        {
            Place(MemoryMarshal.Cast<T, float>(row), y, stride);
            return;
        }
        double[]? rented = Dimensions <= OnStack ? null : ArrayPool<double>.Shared.Rent(Dimensions);
        Span<double> z = rented ?? stackalloc double[OnStack];
        metric.ToMetric(row, z[..Dimensions]);
        int t = 0;
        if (stride == 1)
            for (; t <= Dimensions - Vector<float>.Count; t += Vector<float>.Count)
            {
                Vector.Widen(new Vector<float>(_centre.AsSpan(t)), out Vector<double> centre, out Vector<double> next);
                Vector<double> low = (new Vector<double>(z[t..]) - centre) * _unit;
                Vector<double> high = (new Vector<double>(z[(t + Vector<double>.Count)..]) - next) * _unit;
                Vector.Narrow(low, high).CopyTo(y[t..]);
            }
        for (int at = t * stride; t < Dimensions; t++, at += stride)
            y[at] = (float)Of(z[t], t);
        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>Whether y is one difference and one product away from the values.</summary>
    public static bool IsPlain<T>(Metric metric) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) && metric.IsIdentity;

    /// <summary>y · c of a row of plain points, for which y need not be stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Product<T>(MetricPoints<T> points, int row, ReadOnlySpan<float> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(IsPlain<T>(points.Metric));
        return ProductKernel.CentredDot(MemoryMarshal.Cast<T, float>(points.Points[row]), _centre, (float)_unit, c);
    }

    /// <summary>A row without conversions: the difference of two floats is rounded once, to float32, just as by way of
    /// float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Place(ReadOnlySpan<float> x, Span<float> y, int stride)
    {
        ReadOnlySpan<float> centre = _centre.AsSpan(0, x.Length);
        Debug.Assert(y.Length > (x.Length - 1) * stride);
        ref float target = ref MemoryMarshal.GetReference(y);
        float unit = (float)_unit;
        int t = 0;
        if (stride == 1)
            for (; t <= x.Length - Vector<float>.Count; t += Vector<float>.Count)
                ((new Vector<float>(x[t..]) - new Vector<float>(centre[t..])) * unit).CopyTo(y[t..]);
        target = ref Unsafe.Add(ref target, t * stride);
        for (; t < x.Length; t++)
        {
            target = (x[t] - centre[t]) * unit;
            target = ref Unsafe.Add(ref target, stride);
        }
    }
}
