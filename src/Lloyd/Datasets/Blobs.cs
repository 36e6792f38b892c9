using Lloyd.Streams;

namespace Lloyd.Datasets;

/// <summary>Generated points and the group that each was drawn from.</summary>
/// <param name="Points">n × d.</param>
/// <param name="Labels">The group of each of the n points.</param>
public sealed record Dataset(Points<double> Points, ReadOnlyMemory<int> Labels);

/// <summary>Normal blobs around random centres, bit for bit those of scikit-learn's <c>make_blobs</c>.</summary>
public static class Blobs
{
    private const double Box = 10;      // centres are uniform in [−10, 10)^d

    /// <summary>Makes blobs: <c>make_blobs(samples, features, centers=centers, cluster_std=deviation,
    /// random_state=seed)</c>.</summary>
    /// <param name="samples">n, at least 1; blobs differ by at most one point.</param>
    /// <param name="features">d, at least 1.</param>
    /// <param name="centers">How many blobs, at least 1.</param>
    /// <param name="deviation">The standard deviation of each blob in each coordinate, 0 or more.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below what it can be.</exception>
    public static Dataset Make(int samples = 100, int features = 2, int centers = 3, double deviation = 1, uint seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(centers, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        var stream = new Mt19937(seed);
        double[] centroids = new double[centers * features];
        for (int i = 0; i < centroids.Length; i++)
            centroids[i] = stream.NextUniform(-Box, Box);

        double[] drawn = new double[samples * features];
        int[] blobs = new int[samples];
        int row = 0;
        for (int j = 0; j < centers; j++)
        {
            int size = samples / centers + (j < samples % centers ? 1 : 0);
            for (int end = row + size; row < end; row++)
            {
                blobs[row] = j;
                for (int t = 0; t < features; t++)
                    drawn[row * features + t] = stream.NextNormal(centroids[j * features + t], deviation);
            }
        }

        double[] points = new double[drawn.Length];
        int[] labels = new int[samples];
        int[] order = stream.Permutation(samples);
        for (int i = 0; i < samples; i++)
        {
            drawn.AsSpan(order[i] * features, features).CopyTo(points.AsSpan(i * features));
            labels[i] = blobs[order[i]];
        }
        return new Dataset(new Points<double>(points, features), labels);
    }
}
