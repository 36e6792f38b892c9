using System.Numerics;
using Lloyd.Exact;

namespace Lloyd.Assignment;

/// <summary>
/// The cluster of every point, and the partial that belongs to it. Sums are exact, so after the first assignment only
/// points that change cluster are touched: taken from one sum and added to another.
/// </summary>
internal sealed class Assignments<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MetricPoints<T> _points;
    private readonly Assigner<T> _assigner;
    private readonly Partial[] _differences;        // one per worker
    private readonly CancellationToken _cancellation;
    private double[] _centroids = [];

    public Assignments(
        MetricPoints<T> points, Description description, int k, IAssignerKind kind, int threads,
        CancellationToken cancellation)
    {
        _points = points;
        _assigner = kind.Create(points, description, k, threads, cancellation);
        _cancellation = cancellation;
        Partial = description.NewPartial(k);
        _differences = new Partial[Blocks.Workers(points.Count, (long)k * points.Dimensions, threads)];
        for (int worker = 0; worker < _differences.Length; worker++)
            _differences[worker] = description.NewPartial(k);
    }

    public ReadOnlySpan<int> Labels => _assigner.Labels;

    public Partial Partial { get; }

    /// <summary>Whether a further update would change nothing: no label changed, and no empty cluster waits for a
    /// point.</summary>
    public bool AreSettled(EmptyClusters policy) =>
        Partial.Changed == 0 && (policy == EmptyClusters.Keep || !Partial.Counts.Contains(0));

    /// <summary>Gives every point its nearest centroid.</summary>
    /// <param name="centroids">k × d, in the metric.</param>
    public void Assign(double[] centroids)
    {
        _centroids = centroids;
        _assigner.Begin(centroids);
        Blocks.Run(_points.Count, _differences.Length,
            (worker, first, count) => _assigner.Assign(first, count, _differences[worker]), _cancellation);
        Partial.Changed = 0;
        foreach (Partial difference in _differences)
        {
            Partial.Add(difference);
            difference.Clear();
        }
    }

    /// <summary>Σ w · D of every point to the centroid it was assigned to, exact and rounded once.</summary>
    public double Inertia() => Blocks.Sum(
        _points.Count, Blocks.Workers(_points.Count, _points.Dimensions, _differences.Length),
        () => new ExactSum(),
        (sum, first, count) =>
        {
            Span<double> z = new double[_points.Dimensions];
            for (int i = first; i < first + count; i++)
                sum.AddWeighted(_points.Weight(i), DistanceOf(i, z));
        },
        (sum, part) => sum.Add(part), _cancellation).ToDouble();

    /// <summary>The points farthest from their centroids, ties by the lowest row, those at distance 0 left out.</summary>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<int> Farthest(int count)
    {
        // The heap gives up the nearest first, and of equals the highest row.
        var nearest = new PriorityQueue<int, (double Distance, int Row)>(count + 1,
            Comparer<(double Distance, int Row)>.Create((a, b) =>
                a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : b.Row.CompareTo(a.Row)));
        Span<double> z = new double[_points.Dimensions];
        for (int i = 0; i < _points.Count; i++)
        {
            double distance = DistanceOf(i, z);
            if (distance > 0)
                nearest.Enqueue(i, (distance, i));
            if (nearest.Count > count)
                nearest.Dequeue();
        }
        int[] rows = new int[nearest.Count];
        for (int i = rows.Length - 1; i >= 0; i--)
            rows[i] = nearest.Dequeue();
        return rows;
    }

    private double DistanceOf(int i, Span<double> z)
    {
        int d = _points.Dimensions;
        _points.Read(i, z);
        return Distance.Squared(z, _centroids.AsSpan(Labels[i] * d, d));
    }
}
