using System.Numerics;
using Lloyd.Assignment;

namespace Lloyd.Quality;

/// <summary>What tells the clusters of a model apart, by the points of some data: how many each has, the columns in which it
/// differs from the rest, the points that are most like it and those that are least.</summary>
public static class Explanation
{
    private const int AtATime = 1 << 16;        // points

    /// <summary>Explains every cluster, the largest first; of equally large ones the lowest number first.</summary>
    /// <param name="model">The clusters.</param>
    /// <param name="points">n × d in original units; each counts once, whatever its weight.</param>
    /// <param name="rows">At most how many nearest and how many farthest points of each cluster.</param>
    /// <param name="progress">Told how many points have been looked at.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidInputException">The points do not have d coordinates, or a value is not finite, or too
    /// far away.</exception>
    public static IReadOnlyList<ClusterProfile> Of<T>(
        KMeansModel model, Points<T> points, int rows = 3, IProgress<long>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        model.Check(points, threads: null, cancellation);
        var moments = new ClusterMoments(model.K, points.Dimensions);
        var ends = new Ends[model.K];
        for (int j = 0; j < ends.Length; j++)
            ends[j] = new Ends(rows);
        for (int first = 0; first < points.Count; first += AtATime)
        {
            Points<T> some = points.Slice(first, Math.Min(AtATime, points.Count - first));
            Add(model, some, first, moments, ends, cancellation);
            progress?.Report(first + some.Count);
        }
        return
        [
            .. Enumerable.Range(0, model.K).OrderByDescending(j => moments.Counts[j]).ThenBy(j => j)
                .Select(j => new ClusterProfile(
                    j, moments.Counts[j], points.Count == 0 ? 0 : moments.Counts[j] / (double)points.Count,
                    [.. moments.Differences(j).OrderByDescending(each => Math.Abs(each.Effect)).ThenBy(each => each.Column)],
                    ends[j].Nearest(), ends[j].Farthest())),
        ];
    }

    private static void Add<T>(
        KMeansModel model, Points<T> some, int first, ClusterMoments moments, Ends[] ends, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] labels = model.Predict(some, cancellation: cancellation);
        double[] x = new double[some.Dimensions], z = new double[some.Dimensions];
        Metric original = Metric.Identity(x.Length);
        for (int i = 0; i < labels.Length; i++)
        {
            if (i % Blocks.Rows == 0)
                cancellation.ThrowIfCancellationRequested();
            original.ToMetric(some[i], x);
            model.Metric.ToMetric(some[i], z);
            moments.Add(labels[i], x);
            ends[labels[i]].Add(first + i, Math.Sqrt(Distance.Squared(z, model.Centroids.Span.Slice(labels[i] * z.Length, z.Length))));
        }
    }

    /// <summary>The nearest and the farthest of some points; of equally far ones the lowest rows.</summary>
    private sealed class Ends(int most)
    {
        private readonly PriorityQueue<PointAt, (double, int)> _nearest = new();        // gives up the farthest first …
        private readonly PriorityQueue<PointAt, (double, int)> _farthest = new();       // … and this one the nearest

        public void Add(int row, double distance)
        {
            Add(_nearest, row, distance, (-distance, -row));
            Add(_farthest, row, distance, (distance, -row));
        }

        public PointAt[] Nearest() => [.. _nearest.UnorderedItems.Select(item => item.Element).OrderBy(each => (each.Distance, each.Row))];

        public PointAt[] Farthest() => [.. _farthest.UnorderedItems.Select(item => item.Element).OrderBy(each => (-each.Distance, each.Row))];

        private void Add(PriorityQueue<PointAt, (double, int)> ends, int row, double distance, (double, int) order)
        {
            if (ends.Count < most)
                ends.Enqueue(new PointAt(row, distance), order);
            else if (most > 0)
                ends.EnqueueDequeue(new PointAt(row, distance), order);
        }
    }
}

/// <summary>What tells a cluster from the rest.</summary>
/// <param name="Cluster">Its number in the model.</param>
/// <param name="Count">How many of the points belong to it.</param>
/// <param name="Share">The same as a share of all, from 0 to 1.</param>
/// <param name="Differences">All d columns, the one that sets it apart most first.</param>
/// <param name="Nearest">The points nearest to its centroid, the nearest first: what is typical of it.</param>
/// <param name="Farthest">The points farthest from it, the farthest first: what fits least.</param>
public sealed record ClusterProfile(
    int Cluster, long Count, double Share, IReadOnlyList<ColumnDifference> Differences, IReadOnlyList<PointAt> Nearest,
    IReadOnlyList<PointAt> Farthest);

/// <summary>How a cluster differs from the rest in one column.</summary>
/// <param name="Column">The column, from 0.</param>
/// <param name="Mean">The mean of the cluster's points, in original units; NaN where it has none.</param>
/// <param name="MeanOfRest">The mean of all other points; NaN where there are none.</param>
/// <param name="Effect">The difference of the means in pooled standard deviations: Cohen's d (J. Cohen, "Statistical Power
/// Analysis for the Behavioral Sciences", 1988), positive where the cluster is above the rest; infinite where neither varies, 0
/// where they are alike or one has no points.</param>
public sealed record ColumnDifference(int Column, double Mean, double MeanOfRest, double Effect);

/// <summary>A point and how far it is from its centroid.</summary>
/// <param name="Row">The point, from 0.</param>
/// <param name="Distance">In the metric of the model.</param>
public sealed record PointAt(int Row, double Distance);
