using System.Numerics;
using Lloyd.Kernels;

namespace Lloyd.Seedings;

/// <summary>
/// The points again, rounded to a byte a coordinate: a filter that tells, reading a quarter of the memory or less,
/// which points a candidate may come nearer to than they are to any centroid so far. (R. Weber, H.-J. Schek, S. Blott,
/// "A quantitative analysis and performance study for similarity-search methods in high-dimensional spaces", 1998.)
/// </summary>
/// <remarks>
/// Points are moved by a centre and scaled by a power of two, then z = s·q + e with whole q_t in −127 … 127, and |e| ≤ r.
/// For a candidate c, held as float32 with an error of at most ε, the triangle inequality gives
/// |z − c| ≥ |s·q − c| − r − ε, so it cannot come nearer than √nearest where
/// |s·q|² + |c|² − 2s⟨q, c⟩ &gt; (√nearest + r + ε)².
/// Rounding, with u = 2⁻²⁴:
/// <list type="bullet">
/// <item>The computed product is the exact one with some c̃, |c̃ − c| ≤ γ|c|, γ = 2(d + 1)u: ε includes γ|c|, and |c|² is
/// lowered by 2γ|c|².</item>
/// <item>The rest of the left side is off by at most 5u(|s·q|² + |c|²): both are lowered by 16u of themselves, which
/// covers underflow too, since neither is below 2⁻⁶⁰ unless 0.</item>
/// <item>The right side is off by 4u of itself: √nearest + r and ε are raised by 32u of themselves. That also covers
/// what float64 rounds in the formula for D and in r and ε, 2(d + 4)·2⁻⁵³ of them and 2⁻⁴⁰ of |z| and |c|.</item>
/// </list>
/// Where a magnitude is outside the range in which this holds, the reach is infinite, and the filter lets all pass.
/// </remarks>
internal sealed class VectorApproximation<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int SampleRows = 128;
    private const double Smallest = 1.0 / (1 << 30), Largest = 1 << 30;     // of coordinates that are rounded
    private const double SmallestNearest = 1e-280;                          // below, squares may underflow
    private const double Raised = 1 + 1.0 / (1 << 19), Lowered = 1 - 1.0 / (1 << 20);
    private const double Float64Error = 1.0 / (1L << 40);
    private const float ByteUnit = 1 << 24;                                 // what ByteKernel counts a byte as

    private readonly MetricPoints<T> _points;
    private readonly double[] _centre;
    private readonly double _unit;
    private readonly int _wordsPerPoint;
    private readonly int[] _words;          // panels of words × 32
    private readonly float[] _scales;       // 2s, in units of the kernel
    private readonly float[] _norms;        // |s·q|²
    private readonly float[] _errors;       // r
    private readonly float[] _reaches;      // √nearest + r

    public VectorApproximation(MetricPoints<T> points, int workers, CancellationToken cancellation)
    {
        _points = points;
        (_centre, _unit) = Sample(points);
        _wordsPerPoint = (points.Dimensions + 3) / 4;
        int padded = (points.Count + ByteKernel.Points - 1) / ByteKernel.Points * ByteKernel.Points;
        _words = new int[padded * _wordsPerPoint];
        _scales = new float[padded];
        _norms = new float[padded];
        _errors = new float[padded];
        _reaches = new float[padded];
        Blocks.Run(points.Count, workers, (_, first, count) =>
        {
            double[] z = new double[points.Dimensions];
            for (int row = first; row < first + count; row++)
            {
                ReadMoved(row, z);
                Round(row, z);
            }
        }, cancellation);
    }

    /// <summary>Tells the squared distance of a point from the nearest centroid.</summary>
    public void SetNearest(int row, double nearest) =>
        _reaches[row] = nearest is > 0 and < SmallestNearest
            ? float.PositiveInfinity
            : (float)((Math.Sqrt(nearest) * _unit + _errors[row]) * Raised);

    /// <summary>Marks, for each candidate of a group, the points of a panel that it may come nearer to.</summary>
    /// <param name="row">The first row of the panel.</param>
    public void Mark(int row, Query query, Span<uint> masks) =>
        ByteKernel.Mark(
            _words.AsSpan(row * _wordsPerPoint, ByteKernel.Points * _wordsPerPoint),
            _scales.AsSpan(row, ByteKernel.Points), _norms.AsSpan(row, ByteKernel.Points),
            _reaches.AsSpan(row, ByteKernel.Points), query.Coordinates, query.Squares, query.Errors, masks);

    /// <summary>A group of candidates as the kernel needs them.</summary>
    public Query Ask(CandidateGroup group)
    {
        var query = new Query(4 * _wordsPerPoint);
        double gamma = 2 * (_centre.Length + 1.0) / (1 << 24);
        for (int lane = 0; lane < group.Count; lane++)
        {
            double square = 0, error = 0, largest = 0;
            for (int t = 0, at = lane; t < _centre.Length; t++, at += ByteKernel.Centres)
            {
                double moved = (group.Coordinates[at] - _centre[t]) * _unit;
                float rounded = (float)moved;
                query.Coordinates[at] = rounded;
                square += (double)rounded * rounded;
                error += (moved - rounded) * (moved - rounded);
                largest = Math.Max(largest, Math.Abs(moved));
            }
            bool inRange = largest is 0 or >= Smallest and <= Largest && gamma < 0.25;
            query.Squares[lane] = inRange ? (float)(square * (Lowered - 2 * gamma)) : 0;
            query.Errors[lane] = inRange
                ? (float)((Math.Sqrt(error) + (gamma + Float64Error) * Math.Sqrt(square)) * Raised)
                : float.PositiveInfinity;
        }
        return query;
    }

    /// <summary>A centre and a unit that suit most points: they decide how much the filter hides, never what.</summary>
    private static (double[] Centre, double Unit) Sample(MetricPoints<T> points)
    {
        int count = Math.Min(points.Count, SampleRows);
        double[][] sample = [.. Enumerable.Range(0, count).Select(i => points.Read((int)((long)i * points.Count / count)))];
        double[] centre = new double[points.Dimensions];
        double largest = 0;
        for (int t = 0; t < centre.Length; t++)
        {
            centre[t] = sample.Sum(z => z[t] / count);
            largest = Math.Max(largest, sample.Max(z => Math.Abs(z[t] - centre[t])));
        }
        return (centre, largest == 0 ? 1 : Math.ScaleB(1, -Math.Clamp(Math.ILogB(largest), -1000, 1000)));
    }

    private void ReadMoved(int row, double[] z)
    {
        _points.Read(row, z);
        for (int t = 0; t < z.Length; t++)
            z[t] = (z[t] - _centre[t]) * _unit;
    }

    private void Round(int row, double[] z)
    {
        double largest = 0, square = 0;
        foreach (double value in z)
        {
            largest = Math.Max(largest, Math.Abs(value));
            square += value * value;
        }
        // Outside the range, and for NaN, all is error and nothing is rounded.
        float scale = largest is >= Smallest and <= Largest ? (float)(largest / sbyte.MaxValue) : 0;
        double inverse = scale == 0 ? 0 : 1.0 / scale;
        double wholes = 0, error = 0;
        int at = row / ByteKernel.Points * ByteKernel.Points * _wordsPerPoint + row % ByteKernel.Points;
        for (int t = 0; t < z.Length; t++)
        {
            double whole = Math.Round(z[t] * inverse);
            wholes += whole * whole;
            error += (z[t] - scale * whole) * (z[t] - scale * whole);
            _words[at + t / 4 * ByteKernel.Points] |= ((int)whole & 0xFF) << (24 - 8 * (t % 4));
        }
        _scales[row] = 2 * scale / ByteUnit;
        _norms[row] = (float)((double)scale * scale * wholes * Lowered);
        _errors[row] = (float)((Math.Sqrt(error) + Float64Error * Math.Sqrt(square)) * Raised);
        SetNearest(row, double.PositiveInfinity);
    }

    /// <summary>What <see cref="ByteKernel"/> needs to know of eight candidates.</summary>
    public sealed class Query(int coordinates)
    {
        public float[] Coordinates { get; } = new float[coordinates * ByteKernel.Centres];

        public float[] Squares { get; } = new float[ByteKernel.Centres];

        public float[] Errors { get; } = new float[ByteKernel.Centres];
    }
}
