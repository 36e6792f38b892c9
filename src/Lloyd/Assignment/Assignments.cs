using System.Numerics;
using Lloyd.Exact;

namespace Lloyd.Assignment;

/// <summary>
/// The cluster of every point, and the partial that belongs to it. Sums are exact, so after the first assignment only
/// points that change cluster are touched: taken from one sum and added to another.
/// </summary>
internal sealed class Assignments<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MetricPoints<T> _points;
    private readonly Description _description;
    private readonly IAssignerKind? _forced;
    private readonly long? _memory;
    private readonly int _threads;
    private readonly Partial[] _differences;        // one per worker
    private readonly CancellationToken _cancellation;
    private double[] _centroids = [];
    private Assigner<T>? _chosen;           // when there are centroids to choose by

    /// <param name="points">The points.</param>
    /// <param name="description">Their description.</param>
    /// <param name="k">The number of clusters.</param>
    /// <param name="kind">The assigner, or null for the best.</param>
    /// <param name="memory">At most how many bytes copies of the points may take; null: any number.</param>
    /// <param name="threads">At most how many threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Assignments(
        MetricPoints<T> points, Description description, int k, IAssignerKind? kind, long? memory, int threads,
        CancellationToken cancellation)
    {
        _points = points;
        _description = description;
        _forced = kind;
        _memory = memory;
        _threads = threads;
        _cancellation = cancellation;
        Partial = description.NewPartial(k);
        // The first worker moves points in the sum itself.
        _differences = new Partial[Blocks.Workers(points.Count, (long)k * points.Dimensions, threads)];
        _differences[0] = Partial;
        for (int worker = 1; worker < _differences.Length; worker++)
            _differences[worker] = description.NewPartial(k);
    }

    /// <summary>The cluster of each row; of the last iteration it may be kept.</summary>
    public ReadOnlyMemory<int> Labels => Assigner.Labels;

    public Partial Partial { get; }

    /// <summary>The name of the assigner, once there is one.</summary>
    public string Algorithm { get; private set; } = "";

    private Assigner<T> Assigner => _chosen ?? throw new InvalidOperationException("Nothing is assigned yet.");

    /// <summary>Whether a further update would change nothing: no label changed, and no empty cluster waits for a
    /// point.</summary>
    public bool AreSettled(EmptyClusters policy) =>
        Partial.Changed == 0 && (policy == EmptyClusters.Keep || !Partial.Counts.Contains(0));

    /// <summary>Gives every point its nearest centroid.</summary>
    /// <param name="centroids">k × d, in the metric.</param>
    public void Assign(double[] centroids)
    {
        _centroids = centroids;
        _chosen ??= Choose(centroids);
        _chosen.Begin(centroids);
        Partial.Changed = 0;
        Blocks.Run(_points.Count, _chosen.RowsInBlock, _differences.Length,
            (worker, first, count) => _chosen.Assign(first, count, _differences[worker]), _cancellation);
        if (_differences.Length > 1)
            Merge();
    }

    /// <summary>The mean of each cluster.</summary>
    public double[] Means() => Partial.Means(_centroids, _differences.Length);

    /// <summary>Σ w · D of every point to the centroid it was assigned to, exact and rounded once.</summary>
    public double Inertia() => ExactInertia().ToDouble();

    /// <summary>The same, not rounded.</summary>
    public ExactSum ExactInertia() => Assigner.Inertia(_centroids, _differences.Length, _cancellation);

    /// <summary>The same of any centroids (k × d, in the metric) and labels, rounded once.</summary>
    public static double Inertia(
        MetricPoints<T> points, double[] centroids, ReadOnlyMemory<int> labels, int threads, CancellationToken cancellation) =>
        ExactInertia(points, centroids, labels, threads, cancellation).ToDouble();

    /// <summary>The same, not rounded.</summary>
    public static ExactSum ExactInertia(
        MetricPoints<T> points, double[] centroids, ReadOnlyMemory<int> labels, int threads, CancellationToken cancellation) =>
        Blocks.Sum(
            points.Count, Blocks.Workers(points.Count, points.Dimensions, threads),
            () => new ExactSum(),
            (sum, first, count) => ReadDistances(points, centroids, labels, first, count, (row, distances) =>
                sum.AddWeighted(points.Weights(row, distances.Length), distances)),
            (sum, part) => sum.Add(part), cancellation);

    /// <summary>The points farthest from their centroids, ties by the lowest row, those at distance 0 left out.</summary>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<int> Farthest(int count) => [.. FarthestDistances(count).Select(point => point.Row)];

    /// <summary>The same, with D of each.</summary>
    public IReadOnlyList<(int Row, double Distance)> FarthestDistances(int count)
    {
        // The heap gives up the nearest first, and of equals the highest row.
        var nearest = new PriorityQueue<int, (double Distance, int Row)>(count + 1,
            Comparer<(double Distance, int Row)>.Create((a, b) =>
                a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : b.Row.CompareTo(a.Row)));
        ReadDistances(_points, _centroids, Assigner.Labels, 0, _points.Count, (first, distances) =>
        {
            for (int i = 0; i < distances.Length; i++)
            {
                if (distances[i] > 0)
                    nearest.Enqueue(first + i, (distances[i], first + i));
                if (nearest.Count > count)
                    nearest.Dequeue();
            }
        });
        var farthest = new (int Row, double Distance)[nearest.Count];
        for (int i = farthest.Length - 1; i >= 0; i--)
            if (nearest.TryDequeue(out int row, out (double Distance, int) key))
                farthest[i] = (row, key.Distance);
        return farthest;
    }

    public void Dispose() => _chosen?.Dispose();

    private Assigner<T> Choose(double[] centroids)
    {
        IAssignerKind kind = _forced ?? Assigners.Best(_points, _description, centroids, _memory, _threads, _cancellation);
        Algorithm = kind.Name;
        return kind.Create(_points, _description, Partial.Counts.Length, _threads, _cancellation);
    }

    private void Merge()
    {
        Partial[] others = _differences[1..];
        Blocks.Share(Partial.Counts.Length, others.Length * (long)_centroids.Length, _differences.Length, (first, count) =>
        {
            foreach (Partial difference in others)
                for (int j = first; j < first + count; j++)
                {
                    Partial.Add(difference, j);
                    difference.Clear(j);
                }
        });
        foreach (Partial difference in others)
        {
            Partial.Changed += difference.Changed;
            difference.Changed = 0;
        }
    }

    /// <summary>D of some rows to the centroids they were assigned to, a few at a time.</summary>
    /// <param name="labels">The cluster of each row.</param>
    /// <param name="use">Gets the number of the first row and the distances.</param>
    private static void ReadDistances(
        MetricPoints<T> points, double[] centroids, ReadOnlyMemory<int> labels, int first, int count,
        Action<int, ReadOnlySpan<double>> use) =>
        points.ReadRows(first, count, (row, z) =>
        {
            Span<double> distances = stackalloc double[MetricPoints<T>.MostRowsAtATime];
            distances = distances[..(z.Length / points.Dimensions)];
            Distance.Squared(z, centroids, labels.Span.Slice(row, distances.Length), distances);
            use(row, distances);
        });
}
