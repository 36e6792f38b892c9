using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>
/// What is known of a point without looking at it (G. Hamerly, "Making k-means even faster", 2010). When it was last
/// scored, its own centroid was by some gap nearer than any other. Since then its own has moved by some drift, the
/// others by at most some other; as long as the two together are less than the gap, its label stays.
/// </summary>
/// <remarks>
/// Drift is how far a centroid is from where it was, not the length of its way (Newling and Fleuret, "Fast k-means with
/// accurate bounds", 2016), so past centroids are kept, an <em>age</em> each, and a point keeps its age: it costs one
/// comparison an iteration and no update. When there are too many ages, every point is brought to the present one.
/// Distances are the true ones of the <see cref="ScoreSpace"/>; every rounding goes the safe way.
/// </remarks>
internal sealed class DistanceBounds
{
    private const int MostAges = 16;
    private const int RowsPerAge = 256;                     // so that following the centroids costs next to nothing

    private const double Up = 1 + 1.0 / (1 << 22);          // more than a rounding to float32 takes
    private const float Down = 1 - 1f / (1 << 22);          // for what is not negative: no other bound is ever used

    private readonly ScoreSpace _space;
    private readonly ScoreCentroids _centroids;
    private readonly int _k;
    private readonly float[] _gaps;             // by point, in whole panels
    private readonly float[] _lower;            // by point: how far any other centroid is at least
    private readonly int[] _states;             // by point: age · k + label
    private readonly double[][] _past;          // centroids by age, the present ones last
    private float[] _drift;                     // by state: the largest drift of another centroid, and its own
    private float[] _othersDrift;               // by state: the former alone
    private float[] _oldDrift;                  // by the states from before the present became the only age
    private float[] _oldOthersDrift;
    private int _present = -1;
    private bool _isOnlyAge;

    public DistanceBounds(ScoreSpace space, ScoreCentroids centroids, int n, int k, RentedArrays arrays)
    {
        _space = space;
        _centroids = centroids;
        _k = k;
        int size = (n + ScoreKernel.Points - 1) / ScoreKernel.Points * ScoreKernel.Points;
        _gaps = arrays.Rent<float>(size);
        _lower = arrays.Rent<float>(size);
        _states = arrays.Rent<int>(size);
        _past = new double[Math.Clamp(n / RowsPerAge, 1, MostAges)][];
        _drift = new float[_past.Length * k];
        _othersDrift = new float[_past.Length * k];
        _oldDrift = new float[_past.Length * k];
        _oldOthersDrift = new float[_past.Length * k];
    }

    /// <summary>Follows the centroids to where they are now: k × d, in the metric.</summary>
    public void Follow(double[] centroids)
    {
        for (int age = 0; age <= _present; age++)
            Measure(age, centroids);
        _isOnlyAge = ++_present == _past.Length;
        if (_isOnlyAge)
        {
            (_drift, _oldDrift) = (_oldDrift, _drift);
            (_othersDrift, _oldOthersDrift) = (_oldOthersDrift, _othersDrift);
            _present = 0;
        }
        _past[_present] = centroids;
        _drift.AsSpan(_present * _k, _k).Clear();
        _othersDrift.AsSpan(_present * _k, _k).Clear();
    }

    /// <summary>Lists the points, of a block that has bounds, that another centroid may be nearest to. Once an
    /// iteration.</summary>
    /// <returns>How many.</returns>
    [MethodImpl(Jit.AtOnce)]
    public int Overlapping(int first, int count, Span<int> offsets)
    {
        if (_isOnlyAge)
            BringToPresent(first, count);
        ReadOnlySpan<float> gaps = _gaps.AsSpan(first, count), drift = _drift;
        ReadOnlySpan<int> states = _states.AsSpan(first, count);
        int found = 0;
        for (int i = 0; i < gaps.Length; i++)
        {
            offsets[found] = i;
            found += gaps[i] > drift[states[i]] ? 0 : 1;        // a NaN is found
        }
        return found;
    }

    /// <summary>Whether a point keeps its label, once its own centroid's distance is known.</summary>
    /// <param name="row">Which.</param>
    /// <param name="y">The point.</param>
    /// <param name="norm">‖y‖, or more.</param>
    [MethodImpl(Jit.AtOnce)]
    public bool Tighten(int row, ReadOnlySpan<float> y, float norm)
    {
        int state = _states[row];
        int label = state % _k;
        float lower = (_lower[row] - _othersDrift[state]) * Down;
        double gap = lower - _centroids.DistanceAtMost(y, label, norm) - _centroids.DistanceMargin(norm);
        if (!(gap > 0))
            return false;
        _gaps[row] = (float)gap * Down;
        _lower[row] = lower;
        _states[row] = _present * _k + label;
        return true;
    }

    /// <summary>Keeps what the scores say of consecutive points.</summary>
    /// <param name="first">The row of the first.</param>
    /// <param name="panel">The points, d × 48.</param>
    /// <param name="norm">Their largest norm.</param>
    /// <param name="scores">Their scores.</param>
    [MethodImpl(Jit.AtOnce)]
    public void Set(int first, ReadOnlySpan<float> panel, float norm, in PanelScores scores)
    {
        BoundKernel.FromScores(panel, scores.Best, scores.Second, _centroids.DistanceError(norm),
            (float)_centroids.DistanceMargin(norm), _gaps.AsSpan(first), _lower.AsSpan(first));
        Span<int> states = _states.AsSpan(first, ScoreKernel.Points);
        for (int lane = 0; lane < states.Length; lane++)
            states[lane] = _present * _k + scores.Labels[lane];
        for (ulong close = scores.TooClose; close != 0; close &= close - 1)
            Forget(first + BitOperations.TrailingZeroCount(close));
    }

    /// <summary>Keeps what the scores say of some points.</summary>
    /// <param name="first">The row that offsets count from.</param>
    /// <param name="offsets">Which rows.</param>
    /// <param name="panel">The points, d × 48.</param>
    /// <param name="norm">Their largest norm.</param>
    /// <param name="scores">Their scores.</param>
    public void Set(int first, ReadOnlySpan<int> offsets, ReadOnlySpan<float> panel, float norm, in PanelScores scores)
    {
        Span<float> gaps = stackalloc float[ScoreKernel.Points];
        Span<float> lower = stackalloc float[ScoreKernel.Points];
        BoundKernel.FromScores(panel, scores.Best, scores.Second, _centroids.DistanceError(norm),
            (float)_centroids.DistanceMargin(norm), gaps, lower);
        for (int lane = 0; lane < offsets.Length; lane++)
        {
            int row = first + offsets[lane];
            _gaps[row] = gaps[lane];
            _lower[row] = lower[lane];
            _states[row] = _present * _k + scores.Labels[lane];
            if ((scores.TooClose >> lane & 1) != 0)
                Forget(row);
        }
    }

    private void Forget(int row) => _gaps[row] = _lower[row] = float.NegativeInfinity;

    /// <summary>Measures how far the centroids are from where they were at an age.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void Measure(int age, ReadOnlySpan<double> centroids)
    {
        int d = _space.Dimensions;
        Span<float> drift = _drift.AsSpan(age * _k, _k), others = _othersDrift.AsSpan(age * _k, _k);
        float largest = 0, second = 0;
        int farthest = 0;
        for (int j = 0; j < _k; j++)
        {
            drift[j] = (float)(_space.Distance(centroids.Slice(j * d, d), _past[age].AsSpan(j * d, d)) * Up);
            if (drift[j] > largest)
                (second, largest, farthest) = (largest, drift[j], j);
            else
                second = MathF.Max(second, drift[j]);
        }
        for (int j = 0; j < _k; j++)
        {
            others[j] = j == farthest ? second : largest;
            drift[j] = (float)(((double)drift[j] + others[j]) * Up);
        }
    }

    [MethodImpl(Jit.AtOnce)]
    private void BringToPresent(int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            int state = _states[i];
            _gaps[i] = (_gaps[i] - _oldDrift[state]) * Down;
            _lower[i] = (_lower[i] - _oldOthersDrift[state]) * Down;
            _states[i] = state % _k;
        }
    }
}
