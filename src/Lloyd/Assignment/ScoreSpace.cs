using System.Numerics;
using System.Runtime.InteropServices;

namespace Lloyd.Assignment;

/// <summary>
/// Where scores are computed: y = (z − centre) · 2^exponent, rounded to float32, so that no offset of the data and no
/// scale of it costs a score its digits. Scores are a filter; how far they can be trusted is <see cref="ScoreCentroids.Slack"/>.
/// </summary>
internal sealed class ScoreSpace
{
    // Within, neither the unit nor the squares of the float64 formula leave the range where rounding is relative.
    private const int LargestExponent = 100;

    private readonly float[] _centre;
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
        int exponent = largest > 0 && double.IsFinite(largest) ? -Math.ILogB(largest) - 1 : 0;
        _isUsable = double.IsFinite(largest) && Math.Abs(exponent) <= LargestExponent;
        _unit = _isUsable ? Math.ScaleB(1, exponent) : 0;
    }

    public int Dimensions => _centre.Length;

    /// <summary>False where the data is so large or so small that float32 cannot tell points apart.</summary>
    public bool IsUsable => _isUsable;

    /// <summary>(z − centre) · 2^exponent of coordinate <paramref name="t"/>, in float64.</summary>
    public double Of(double z, int t) => (z - _centre[t]) * _unit;

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

    /// <summary>Row <paramref name="row"/> as y.</summary>
    public void Read<T>(MetricPoints<T> points, int row, Span<float> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<float> centre = _centre;
        if (typeof(T) == typeof(float) && points.Metric.IsIdentity)
        {
            // The same, and without conversions: the difference of two floats is rounded once, to float32.
            ReadOnlySpan<float> x = MemoryMarshal.Cast<T, float>(points.Points[row]);
            float unit = (float)_unit;
            int t = 0;
            for (; t <= y.Length - Vector<float>.Count; t += Vector<float>.Count)
                ((new Vector<float>(x[t..]) - new Vector<float>(centre[t..])) * unit).CopyTo(y[t..]);
            for (; t < y.Length; t++)
                y[t] = (x[t] - centre[t]) * unit;
            return;
        }
        Span<double> z = centre.Length <= 128 ? stackalloc double[centre.Length] : new double[centre.Length];
        points.Read(row, z);
        for (int t = 0; t < y.Length; t++)
            y[t] = (float)Of(z[t], t);
    }
}
