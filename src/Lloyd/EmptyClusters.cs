using System.Numerics;
using Lloyd.Assignment;

namespace Lloyd;

/// <summary>What an update does with a cluster that no point belongs to.</summary>
public enum EmptyClusters
{
    /// <summary>The cluster gets the point that is farthest from its centroid, as scikit-learn does.</summary>
    /// <remarks>Empty clusters, in index order, take the points of largest D (ties: the lowest row) from clusters that
    /// keep at least one; a point that lies on its centroid is never moved.</remarks>
    Relocate,

    /// <summary>The centroid stays where it is, as in the textbook.</summary>
    Keep,
}

internal static class EmptyClustersExtensions
{
    /// <summary>The centroids of the next iteration: the mean of each cluster.</summary>
    /// <param name="policy">What happens to empty clusters.</param>
    /// <param name="assignments">The points and their clusters; unchanged afterwards.</param>
    /// <exception cref="InvalidInputException">An empty cluster finds no point to take.</exception>
    public static double[] Update<T>(
        this EmptyClusters policy, MetricPoints<T> points, Assignments<T> assignments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Partial partial = assignments.Partial;
        if (policy == EmptyClusters.Keep || !partial.Counts.Contains(0))
            return assignments.Means();

        IReadOnlyList<int> farthest = assignments.Farthest(partial.Counts.Length);
        int[] labels = [.. farthest.Select(row => assignments.Labels.Span[row])];
        List<(int Point, int To)> relocated = Relocate(partial.Counts, labels)
            ?? throw Throw.TooFewDistinctPoints(points, partial.Counts.Length);
        foreach ((int point, int to) in relocated)
            partial.Move(points, farthest[point], labels[point], to);
        double[] means = assignments.Means();
        // Labels stay those of the nearest centroid; sums are exact, so undoing leaves no trace.
        foreach ((int point, int to) in relocated)
            partial.Move(points, farthest[point], to, labels[point]);
        return means;
    }

    /// <summary>Which points the empty clusters take: at most one of each other cluster is passed over, so that k of the
    /// farthest are enough.</summary>
    /// <param name="counts">How many points each of the k clusters has.</param>
    /// <param name="farthest">The clusters of the points that are farthest from their centroids, the farthest
    /// first.</param>
    /// <returns>Which of them moves to which cluster; null where an empty cluster finds none.</returns>
    public static List<(int Point, int To)>? Relocate(long[] counts, int[] farthest)
    {
        long[] left = [.. counts];
        var relocated = new List<(int Point, int To)>();
        int next = 0;
        for (int j = 0; j < counts.Length; j++)
        {
            if (counts[j] > 0)
                continue;
            while (next < farthest.Length && left[farthest[next]] < 2)
                next++;
            if (next == farthest.Length)
                return null;
            left[farthest[next]]--;
            relocated.Add((next++, j));
        }
        return relocated;
    }
}
