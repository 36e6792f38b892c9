using System.Numerics;
using Lloyd.Assignment;

namespace Lloyd.Quality;

/// <summary>
/// How alike each cluster is to the one most like it, on average: the smaller, the better they are kept apart (D. L. Davies
/// and D. W. Bouldin, "A cluster separation measure", 1979). The value of scikit-learn's <c>davies_bouldin_score</c>, up to
/// rounding; the same bits for every number of threads.
/// </summary>
public static class DaviesBouldin
{
    /// <summary>The mean over clusters of the largest (s_i + s_j) / ‖c_i − c_j‖, s the mean distance of a cluster's points to
    /// its mean; 0 where all points lie on their means, or all means in one place.</summary>
    /// <inheritdoc cref="CalinskiHarabasz.Score{T}"/>
    public static double Score<T>(
        Points<T> points, ReadOnlyMemory<int> labels, Metric? metric = null, int? threads = null,
        CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var clusters = new Clustering<T>(points, labels, metric, threads, cancellation);
        double[] means = clusters.Means();
        double[] spreads = clusters.Spreads(means, squared: false);
        int d = points.Dimensions;
        int[] used = [.. Enumerable.Range(0, spreads.Length).Where(j => clusters.Sizes[j] > 0)];
        double sum = 0;
        foreach (int i in used)
        {
            cancellation.ThrowIfCancellationRequested();
            double worst = 0;
            foreach (int j in used)
            {
                double apart = Math.Sqrt(Distance.Squared(means.AsSpan(i * d, d), means.AsSpan(j * d, d)));
                if (apart > 0)      // two in one place count as infinitely far apart, as in scikit-learn
                    worst = Math.Max(worst, (spreads[i] / clusters.Sizes[i] + spreads[j] / clusters.Sizes[j]) / apart);
            }
            sum += worst;
        }
        return sum / used.Length;
    }
}
