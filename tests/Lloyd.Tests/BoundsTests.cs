using Lloyd.Assignment;

namespace Lloyd.Tests;

/// <summary>Bounds spare work, and over a whole run, through every age of them, no label.</summary>
public class BoundsTests
{
    [Theory]
    [InlineData(20_000, 8, 20)]
    [InlineData(20_000, 3, 40)]
    [InlineData(4_000, 64, 30)]
    [InlineData(500, 4, 30)]        // bounds of one age
    public void LateIterationsScoreFewPoints(int n, int d, int k)
    {
        var points = new MetricPoints<float>(new Points<float>(Mixture(n, d, k), d), Metric.Identity(d));
        Description description = Description.Of(points, 1, default);
        var bounded = new BoundedAssigner<float>(points, description, k, 1, default);
        var reference = new ReferenceAssigner<float>(points);
        Partial sums = description.NewPartial(k);
        double[] centroids = [.. Enumerable.Range(0, k).SelectMany(points.Read)];
        for (int iteration = 0; iteration < 80; iteration++)
        {
            bounded.Begin(centroids);
            reference.Begin(centroids);
            for (int first = 0; first < n; first += Blocks.Rows)
            {
                bounded.Assign(first, Math.Min(Blocks.Rows, n - first), sums);
                reference.Assign(first, Math.Min(Blocks.Rows, n - first), description.NewPartial(k));
            }
            Assert.Equal(reference.Labels, bounded.Labels);
            if (iteration == 0)
                Assert.Equal(n, bounded.Scored);
            centroids = sums.Means(centroids);
        }
        Assert.InRange(bounded.Scored, 0, n / 8);
    }

    /// <summary>Overlapping clusters, so that runs are long.</summary>
    private static float[] Mixture(int n, int d, int clusters)
    {
        var random = new Random(1);
        float[] centers = [.. Enumerable.Range(0, clusters * d).Select(_ => 10 * random.NextSingle())];
        float[] values = new float[n * d];
        for (int i = 0; i < n; i++)
        {
            int center = random.Next(clusters);
            for (int t = 0; t < d; t++)
                values[i * d + t] = centers[center * d + t]
                    + 3 * (random.NextSingle() + random.NextSingle() - random.NextSingle() - random.NextSingle());
        }
        return values;
    }
}
