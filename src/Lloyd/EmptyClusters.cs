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

        var relocated = new List<(int Row, int From, int To)>();
        // At most one farthest point of each other cluster is passed over, so k of them are enough.
        using IEnumerator<int> farthest = assignments.Farthest(partial.Counts.Length).GetEnumerator();
        for (int j = 0; j < partial.Counts.Length; j++)
        {
            if (partial.Counts[j] > 0)
                continue;
            do
            {
                if (!farthest.MoveNext())
                    throw Throw.TooFewDistinctPoints(points, partial.Counts.Length);
            }
            while (partial.Counts[assignments.Labels.Span[farthest.Current]] < 2);
            relocated.Add((farthest.Current, assignments.Labels.Span[farthest.Current], j));
            partial.Move(points, farthest.Current, relocated[^1].From, j);
        }
        double[] means = assignments.Means();
        // Labels stay those of the nearest centroid; sums are exact, so undoing leaves no trace.
        foreach ((int row, int from, int to) in relocated)
            partial.Move(points, row, to, from);
        return means;
    }
}
