using System.Numerics;
using Lloyd.Assignment;
using Lloyd.Exact;

namespace Lloyd.Quality;

/// <summary>
/// The variance between clusters over that within them, each by its degrees of freedom: the larger, the further apart the
/// clusters are (T. Caliński and J. Harabasz, "A dendrite method for cluster analysis", 1974). The value of scikit-learn's
/// <c>calinski_harabasz_score</c>, up to rounding; the same bits for every number of threads.
/// </summary>
public static class CalinskiHarabasz
{
    /// <summary>Σ n_j ‖c_j − m‖² / (k − 1) over Σ ‖z − c‖² / (n − k), m the mean of all points; 1 where no point is off its
    /// mean, as in scikit-learn.</summary>
    /// <param name="points">n × d, in original units; weights play no part.</param>
    /// <param name="labels">The cluster of each of the n points, 0 or more.</param>
    /// <param name="metric">The space that distances are measured in, such as <see cref="KMeansModel.Metric"/>; that of
    /// the original units when null.</param>
    /// <param name="threads">At most how many threads; every core when null.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">There is not one label for each point, or one is negative.</exception>
    /// <exception cref="InvalidInputException">All points are in one cluster, or each in one of its own; a value is not
    /// finite, or a column is too wide to square.</exception>
    public static double Score<T>(
        Points<T> points, ReadOnlyMemory<int> labels, Metric? metric = null, int? threads = null,
        CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var clusters = new Clustering<T>(points, labels, metric, threads, cancellation);
        double[] means = clusters.Means();
        double[] centre = Moments.Of(clusters.Points, threads ?? Environment.ProcessorCount, cancellation).Means;
        int d = points.Dimensions, n = points.Count, k = clusters.Count;
        double within = clusters.Spreads(means, squared: true).Sum(), between = 0;
        for (int j = 0; j < clusters.Sizes.Length; j++)
            if (clusters.Sizes[j] > 0)
                between += clusters.Sizes[j] * Distance.Squared(means.AsSpan(j * d, d), centre);
        return within == 0 ? 1 : between * (n - k) / (within * (k - 1));
    }
}
