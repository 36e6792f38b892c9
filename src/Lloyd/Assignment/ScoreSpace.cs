using System.Numerics;

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

    /// <summary>Rows of z, d values each <paramref name="stride"/> apart in <paramref name="y"/>.</summary>
    public void Read<T>(MetricPoints<T> points, int row, Span<float> y, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<float> centre = _centre;
        if (typeof(T) == typeof(float) && points.Metric.IsIdentity)
        {
            // The same, and without conversions: the difference of two floats is rounded once, to float32.
            ReadOnlySpan<T> x = points.Points[row];
            float unit = (float)_unit;
            int t = 0;
            if (stride == 1)
                for (; t <= centre.Length - Vector<float>.Count; t += Vector<float>.Count)
                    ((new Vector<T>(x[t..]).As<T, float>() - new Vector<float>(centre[t..])) * unit).CopyTo(y[t..]);
            for (int at = t * stride; t < centre.Length; t++, at += stride)
                y[at] = ((float)(object)x[t] - centre[t]) * unit;
            return;
        }
        Span<double> z = centre.Length <= 128 ? stackalloc double[centre.Length] : new double[centre.Length];
        points.Read(row, z);
        for (int t = 0, at = 0; t < centre.Length; t++, at += stride)
            y[at] = (float)Of(z[t], t);
    }
}
