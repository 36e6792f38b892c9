using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Seedings;

/// <summary>
/// The points again, rounded to 16 bits a coordinate: a filter that tells in one pass over less memory which points a
/// candidate may come nearer to than they are to any centroid so far, and between which bounds Σ w · D would fall.
/// (R. Weber, H.-J. Schek, S. Blott, "A quantitative analysis and performance study for similarity-search methods in
/// high-dimensional spaces", 1998.)
/// </summary>
/// <remarks>
/// Points are moved by a centre and scaled by a power of two. Then z = s·q + e, with whole q_t in −32767 … 32767 and
/// |e| ≤ r, and a candidate is c in float32 with an error of at most ε. With ρ = r + ε, D' = |s·q − c|² and the triangle
/// inequality, | |z − c| − √D' | ≤ ρ, so for N, the squared distance to the nearest centroid so far,
/// <code>max(0, (√N − ρ)² − D') ≤ max(0, N − D) ≤ max(0, (√N + ρ)² − D').</code>
/// What rounding adds, with u = 2⁻²⁴:
/// <list type="bullet">
/// <item>The product ⟨q, c⟩ comes out as the exact one with some c̃ instead of c, |c̃ − c| ≤ γ|c|, γ = 2(d + 1)u. So ε
/// includes γ|c|, and the slack 3γ|c|².</item>
/// <item>The rest of D' = |s·q|² − 2s⟨q, c⟩ + |c|² is off by at most 5u(|s·q|² + |c|²), the formula for D by
/// (d + 4)·2⁻⁵¹ of that; the slack is 16u of it. It covers underflow, as neither square is below 2⁻⁶⁰ unless 0.</item>
/// <item>The two squares of sums are off by 8u of themselves: r, ε and the first √N are raised, the second √N is lowered,
/// by 32u. That covers what float64 rounds in r and ε, with 2⁻⁴⁰ of |z| and |c| added.</item>
/// <item>A block adds 64 floats in each lane, not negative: sums are raised and lowered by 2⁻¹⁵ of themselves.</item>
/// </list>
/// Where a magnitude is outside the range in which this holds, r or ε is infinite, and the filter lets all pass.
/// </remarks>
internal sealed class VectorApproximation<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int SampleRows = 128;
    private const double Smallest = 1.0 / (1 << 30), Largest = 1 << 30;     // of coordinates that are rounded
    private const double SmallestNearest = 1e-280;                          // below, squares may underflow
    private const double Float64Error = 1.0 / (1L << 40);
    private const float KernelUnit = 1 << 16;
    private const float Retired = 1e30f;                                    // the norm of a point that is a centroid

    private readonly MetricPoints<T> _points;
    private readonly double[] _centre;
    private readonly double _unit, _weightUnit;
    private readonly int _wordsPerPoint;
    private readonly NativeArray<int> _words;           // panels of words × 32
    private readonly NativeArray<float> _numbers;       // panels of 5 × 32

    public VectorApproximation(MetricPoints<T> points, int workers, CancellationToken cancellation)
    {
        _points = points;
        (_centre, _unit) = Sample(points);
        double heaviest = points.IsWeighted ? Enumerable.Range(0, points.Count).Max(points.Weight) : 1;
        _weightUnit = PowerOfTwoBelow(1 / heaviest);
        _wordsPerPoint = (points.Dimensions + 1) / 2;
        int panels = (points.Count + FilterKernel.Points - 1) / FilterKernel.Points;
        _words = new NativeArray<int>(checked(panels * FilterKernel.Points * _wordsPerPoint));
        _numbers = new NativeArray<float>(checked(panels * FilterKernel.Points * FilterKernel.PointNumbers));
        Blocks.Run(points.Count, workers, (_, first, count) =>
        {
            double[] panel = ArrayPool<double>.Shared.Rent(2 * _wordsPerPoint * FilterKernel.Points);
            for (int row = first; row < first + count; row += FilterKernel.Points)
                Round(row, Math.Min(FilterKernel.Points, first + count - row), panel.AsSpan(0, 2 * _wordsPerPoint * FilterKernel.Points));
            ArrayPool<double>.Shared.Return(panel);
        }, cancellation);
    }

    /// <summary>The bytes that it takes.</summary>
    public static long Size(MetricPoints<T> points) =>
        (long)points.Count * ((points.Dimensions + 1) / 2 * sizeof(int) + FilterKernel.PointNumbers * sizeof(float));

    public void Dispose()
    {
        _words.Dispose();
        _numbers.Dispose();
    }

    /// <summary>Tells the squared distance of a point from the nearest centroid.</summary>
    [MethodImpl(Jit.AtOnce)]
    public void SetNearest(int row, double nearest)
    {
        Number(row, FilterKernel.Root) = (float)(Math.Sqrt(nearest) * _unit);
        if (nearest >= SmallestNearest)
            return;
        // A centroid is out of every reach; what is so near that squares may underflow is within every reach.
        bool isCentroid = nearest == 0;
        Number(row, FilterKernel.Scale) = isCentroid ? 0 : Number(row, FilterKernel.Scale);
        Number(row, FilterKernel.Norm) = isCentroid ? Retired : Number(row, FilterKernel.Norm);
        Number(row, FilterKernel.PointError) = isCentroid ? 0 : float.PositiveInfinity;
    }

    /// <summary>Marks the points of a block that each of up to eight candidates may come nearer to.</summary>
    /// <param name="marks">8 for each panel.</param>
    /// <returns>At most and at least how much each candidate would take from Σ w · D, in
    /// <see cref="Scaled"/> units.</returns>
    public Gains Mark(int first, int count, Query query, Span<uint> marks)
    {
        const int Size = FilterKernel.Points * FilterKernel.PointNumbers;
        Span<float> sums = stackalloc float[2 * FilterKernel.Candidates * FilterKernel.Points];
        sums.Clear();
        ReadOnlySpan<int> words = _words.Span;
        ReadOnlySpan<float> numbers = _numbers.Span;
        int panels = (count + FilterKernel.Points - 1) / FilterKernel.Points;
        for (int p = 0; p < panels; p++)
        {
            int panel = first / FilterKernel.Points + p;
            int size = FilterKernel.Points * _wordsPerPoint;
            Span<uint> panelMarks = marks.Slice(p * FilterKernel.Candidates, query.Count);
            FilterKernel.Run(
                words.Slice(panel * size, size), numbers.Slice(panel * Size, Size), query.Coordinates, query.Numbers,
                panelMarks, sums);
            int rows = count - p * FilterKernel.Points;
            for (int j = 0; j < query.Count && rows < FilterKernel.Points; j++)
                panelMarks[j] &= (1u << rows) - 1;
        }
        var gains = new Gains();
        for (int j = 0; j < query.Count; j++)
        {
            gains.Most[j] = Sum(sums.Slice(j * FilterKernel.Points, FilterKernel.Points)) * (1 + 1.0 / (1 << 15));
            gains.Least[j] = Sum(sums.Slice((FilterKernel.Candidates + j) * FilterKernel.Points, FilterKernel.Points)) * (1 - 1.0 / (1 << 15));
        }
        return gains;
    }

    /// <summary>Σ w · D in the units of <see cref="Gains"/>.</summary>
    public double Scaled(double potential) => potential * _weightUnit * _unit * _unit;

    /// <summary>Up to eight candidates, in the metric.</summary>
    public Query Ask(ReadOnlySpan<double[]> candidates)
    {
        var query = new Query(candidates.Length, 2 * _wordsPerPoint);
        double gamma = 2 * (_centre.Length + 1.0) / (1 << 24);
        for (int lane = 0; lane < candidates.Length; lane++)
        {
            double[] z = candidates[lane];
            double square = 0, error = 0, largest = 0;
            for (int t = 0; t < z.Length; t++)
            {
                double moved = (z[t] - _centre[t]) * _unit;
                float rounded = (float)moved;
                query.Coordinates[t * FilterKernel.Candidates + lane] = rounded;
                square += (double)rounded * rounded;
                error += (moved - rounded) * (moved - rounded);
                largest = Math.Max(largest, Math.Abs(moved));
            }
            bool isInRange = largest is 0 or (>= Smallest and <= Largest) && gamma < 0.25;
            double epsilon = (Math.Sqrt(error) + (gamma + Float64Error) * Math.Sqrt(square)) * FilterKernel.Raised;
            query[FilterKernel.Square, lane] = isInRange ? (float)square : 0;
            query[FilterKernel.SquareSlack, lane] = isInRange ? (float)(square * (3 * gamma + FilterKernel.Slack) * FilterKernel.Raised) : 0;
            query[FilterKernel.Error, lane] = isInRange ? (float)epsilon : float.PositiveInfinity;
            for (int t = 0; t < z.Length && !isInRange; t++)
                query.Coordinates[t * FilterKernel.Candidates + lane] = 0;
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
        return (centre, largest == 0 ? 1 : PowerOfTwoBelow(1 / largest));
    }

    private static double PowerOfTwoBelow(double value) => Math.ScaleB(1, Math.Clamp(Math.ILogB(value), -1000, 1000));

    [MethodImpl(Jit.AtOnce)]
    private static double Sum(ReadOnlySpan<float> lanes)
    {
        Vector<double> sum = Vector<double>.Zero;
        for (int lane = 0; lane < lanes.Length; lane += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(lanes[lane..]), out Vector<double> low, out Vector<double> high);
            sum += low + high;
        }
        return Vector.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float Number(int row, int which) =>
        ref _numbers.Span[(row / FilterKernel.Points * FilterKernel.PointNumbers + which) * FilterKernel.Points + row % FilterKernel.Points];

    /// <summary>Rounds the points of a panel.</summary>
    /// <param name="first">The row of the first.</param>
    /// <param name="count">How many they are; the rest of the panel weighs nothing.</param>
    /// <param name="panel">Room for their coordinates, an even number of them.</param>
    [SkipLocalsInit, MethodImpl(Jit.AtOnce)]
    private void Round(int first, int count, Span<double> panel)
    {
        panel[(count < FilterKernel.Points ? 0 : _centre.Length * FilterKernel.Points)..].Clear();
        for (int lane = 0; lane < count; lane++)
            _points.ReadColumn(first + lane, panel[lane..]);
        Span<double> squares = stackalloc double[FilterKernel.Points], errors = stackalloc double[FilterKernel.Points];
        Span<double> wholes = stackalloc double[FilterKernel.Points], scales = stackalloc double[FilterKernel.Points];
        Span<double> inverses = stackalloc double[FilterKernel.Points], largest = stackalloc double[FilterKernel.Points];
        Scale(panel, largest, scales, inverses, squares);
        Round(panel, scales, inverses, _words.Span.Slice(first * _wordsPerPoint, FilterKernel.Points * _wordsPerPoint), wholes, errors);
        for (int lane = 0; lane < FilterKernel.Points; lane++)
        {
            int row = first + lane;
            double scale = scales[lane];
            Number(row, FilterKernel.PointError) = scale > 0 || largest[lane] == 0
                ? (float)((Math.Sqrt(errors[lane]) + Float64Error * Math.Sqrt(squares[lane])) * FilterKernel.Raised)
                : float.PositiveInfinity;
            Number(row, FilterKernel.Scale) = (float)(-2 * scale / KernelUnit);
            Number(row, FilterKernel.Norm) = (float)(scale * scale * wholes[lane]);
            Number(row, FilterKernel.Weight) = lane < count ? (float)(_points.Weight(row) * _weightUnit) : 0;
            Number(row, FilterKernel.Root) = float.PositiveInfinity;
        }
    }

    /// <summary>Moves and scales the coordinates of a panel, and finds what each point is to be divided by.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void Scale(
        Span<double> panel, Span<double> largest, Span<double> scales, Span<double> inverses, Span<double> squares)
    {
        var unit = new Vector<double>(_unit);
        for (int lane = 0; lane < FilterKernel.Points; lane += Vector<double>.Count)
        {
            Vector<double> most = Vector<double>.Zero, square = Vector<double>.Zero;
            for (int t = 0, at = lane; t < _centre.Length; t++, at += FilterKernel.Points)
            {
                Vector<double> z = (new Vector<double>(panel[at..]) - new Vector<double>(_centre[t])) * unit;
                z.CopyTo(panel[at..]);
                most = Vector.Max(most, Vector.Abs(z));
                square += z * z;
            }
            most.CopyTo(largest[lane..]);
            square.CopyTo(squares[lane..]);
            for (int i = 0; i < Vector<double>.Count; i++)
            {
                float scale = most[i] is >= Smallest and <= Largest ? (float)(most[i] / short.MaxValue) : 0;
                (scales[lane + i], inverses[lane + i]) = (scale, scale == 0 ? 0 : 1.0 / scale);
            }
        }
    }

    /// <summary>Rounds the coordinates of a panel to whole numbers, two in a word.</summary>
    [MethodImpl(Jit.AtOnce)]
    private static void Round(
        ReadOnlySpan<double> panel, ReadOnlySpan<double> scales, ReadOnlySpan<double> inverses, Span<int> words,
        Span<double> wholes, Span<double> errors)
    {
        for (int lane = 0; lane < FilterKernel.Points; lane += Vector<double>.Count)
        {
            Vector<double> scale = new(scales[lane..]), inverse = new(inverses[lane..]);
            Vector<double> whole = Vector<double>.Zero, error = Vector<double>.Zero;
            for (int at = lane, word = lane; at < panel.Length; at += 2 * FilterKernel.Points, word += FilterKernel.Points)
            {
                Vector<double> a = new(panel[at..]), b = new(panel[(at + FilterKernel.Points)..]);
                Vector<double> high = Vector.Round(a * inverse), low = Vector.Round(b * inverse);
                a -= scale * high;
                b -= scale * low;
                error += a * a + b * b;
                whole += high * high + low * low;
                Vector<long> both = Vector.ConvertToInt64(high) << 16 | Vector.ConvertToInt64(low) & new Vector<long>(ushort.MaxValue);
                for (int i = 0; i < Vector<long>.Count; i++)
                    words[word + i] = (int)both[i];
            }
            whole.CopyTo(wholes[lane..]);
            error.CopyTo(errors[lane..]);
        }
    }

    /// <summary>Up to eight candidates as <see cref="FilterKernel"/> needs them.</summary>
    public sealed class Query(int count, int coordinates)
    {
        public int Count => count;

        public float[] Coordinates { get; } = new float[coordinates * FilterKernel.Candidates];

        public float[] Numbers { get; } = new float[FilterKernel.CandidateNumbers * FilterKernel.Candidates];

        public float this[int which, int lane]
        {
            set => Numbers[which * FilterKernel.Candidates + lane] = value;
        }
    }
}

/// <summary>At most and at least how much each of eight candidates would take from Σ w · D.</summary>
internal sealed class Gains
{
    public double[] Most { get; } = new double[FilterKernel.Candidates];

    public double[] Least { get; } = new double[FilterKernel.Candidates];

    public void Add(Gains other)
    {
        for (int j = 0; j < FilterKernel.Candidates; j++)
        {
            Most[j] += other.Most[j];
            Least[j] += other.Least[j];
        }
    }
}
