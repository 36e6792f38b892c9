using System.Numerics;
using System.Runtime.InteropServices;
using Lloyd.Kernels;

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

    /// <summary>Rows first … first + count − 1 as a panel (d × 48); the lanes that are left over hold zeros.</summary>
    public void ReadPanel<T>(MetricPoints<T> points, int first, int count, Span<float> panel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count < ScoreKernel.Points)
            panel.Clear();
        int d = _centre.Length;
        if (typeof(T) == typeof(float) && points.Metric.IsIdentity)
        {
            // The same, and without conversions: the difference of two floats is rounded once, to float32.
            ReadOnlySpan<float> x = MemoryMarshal.Cast<T, float>(points.Points.Values.Slice(first * d, count * d));
            float unit = (float)_unit;
            for (int t = 0; t < d; t++)
            {
                Span<float> lanes = panel.Slice(t * ScoreKernel.Points, count);
                float centre = _centre[t];
                for (int lane = 0, at = t; lane < lanes.Length; lane++, at += d)
                    lanes[lane] = (x[at] - centre) * unit;
            }
            return;
        }
        Span<double> z = d <= 128 ? stackalloc double[d] : new double[d];
        for (int lane = 0; lane < count; lane++)
        {
            points.Read(first + lane, z);
            for (int t = 0, at = lane; t < d; t++, at += ScoreKernel.Points)
                panel[at] = (float)Of(z[t], t);
        }
    }
}
