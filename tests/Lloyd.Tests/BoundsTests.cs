using System.Numerics;
using Lloyd.Assignment;

namespace Lloyd.Tests;

/// <summary>Bounds spare work, and over a whole run, through every age of them, no label.</summary>
public class BoundsTests
{
    /// <summary>Bounds from the first iteration on, and points gathered whenever one is spared.</summary>
    private static readonly BoundCosts AlwaysBounded = new(Gathering: 1, Testing: 0, Rest: 0);

    [Theory]
    [InlineData(10_000, 8, 100)]
    [InlineData(20_000, 16, 60)]
    [InlineData(4_000, 64, 30)]
    [InlineData(500, 4, 120)]       // bounds of one age
    public void LateIterationsScoreFewPoints(int n, int d, int k)
    {
        BoundedAssigner<float> bounded = Compare(Mixture(n, d, k), d, k, BoundCosts.Of(d, k), iterations: 80);
        Assert.InRange(bounded.Scored, 0, n / 8);
    }

    [Theory]
    [MemberData(nameof(KindsOfData))]
    public void BoundsHoldOnHostileData(string kind)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            int n = 200 + 97 * (seed % 7), d = 1 + seed % 19, k = 2 + seed % 23;
            (float[] singles, _) = Hostile.Make<float>(kind, n, d, k, seed);
            Compare(singles, d, k, AlwaysBounded, iterations: 20);
            (double[] doubles, _) = Hostile.Make<double>(kind, n, d, k, seed);
            Compare(doubles, d, k, AlwaysBounded, iterations: 20);
        }
    }

    public static TheoryData<string> KindsOfData() => [.. Hostile.Kinds];

    private static BoundedAssigner<T> Compare<T>(T[] values, int d, int k, BoundCosts costs, int iterations)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var points = new MetricPoints<T>(new Points<T>(values, d), Metric.Identity(d));
        int n = points.Count;
        Description description = Description.Of(points, 1, default);
        var bounded = new BoundedAssigner<T>(points, description, k, costs, 1, default);
        var reference = new ReferenceAssigner<T>(points);
        Partial sums = description.NewPartial(k), unused = description.NewPartial(k);
        double[] centroids = [.. Enumerable.Range(0, k).SelectMany(points.Read)];
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            bounded.Begin(centroids);
            reference.Begin(centroids);
            for (int first = 0; first < n; first += Blocks.Rows)
            {
                bounded.Assign(first, Math.Min(Blocks.Rows, n - first), sums);
                reference.Assign(first, Math.Min(Blocks.Rows, n - first), unused);
            }
            Assert.Equal(reference.Labels, bounded.Labels);
            centroids = sums.Means(centroids);
        }
        return bounded;
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
