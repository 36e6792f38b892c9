using System.Numerics;
using Lloyd.Assignment;

namespace Lloyd.Tests;

/// <summary>Bounds spare work, and over a whole run no label.</summary>
public class BoundsTests
{
    [Theory]
    [InlineData(10_000, 8, 100)]
    [InlineData(20_000, 16, 60)]
    [InlineData(4_000, 64, 30)]
    public void LateIterationsScoreFewPairs(int n, int d, int k)
    {
        BoundedAssigner<float> bounded = Compare(Mixture(n, d, k), d, k, iterations: 80);
        Assert.InRange(bounded.Scored, 0, (long)n * k / 8);
    }

    [Theory]
    [MemberData(nameof(KindsOfData))]
    public void BoundsHoldOnHostileData(string kind)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            int n = 200 + 97 * (seed % 7), d = 1 + seed % 19, k = 2 + seed % 23;
            (float[] singles, _) = Hostile.Make<float>(kind, n, d, k, seed);
            Compare(singles, d, k, iterations: 20);
            (double[] doubles, _) = Hostile.Make<double>(kind, n, d, k, seed);
            Compare(doubles, d, k, iterations: 20);
        }
    }

    /// <summary>Of these rows some stretches are put in order before the others.</summary>
    [Theory]
    [MemberData(nameof(KindsOfData))]
    public void StretchesThatGoAheadChangeNothing(string kind)
    {
        (float[] values, _) = Hostile.Make<float>(kind, 36_001, 3, 9, seed: 5);
        Compare(values, 3, 9, iterations: 8);
    }

    /// <summary>Centroids that are thrown about from iteration to iteration, as no run would: bounds must follow.</summary>
    [Theory]
    [MemberData(nameof(KindsOfData))]
    public void BoundsFollowCentroidsAnywhere(string kind)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            int n = 2500 + 131 * (seed % 5), d = 1 + 3 * (seed % 6), k = 3 + seed % 17;
            (double[] values, _) = Hostile.Make<double>(kind, n, d, k, seed);
            var random = new Random(seed);
            Compare(values, d, k, iterations: 25, centroids =>
            {
                // Some stay, some move a little, some change places.
                for (int j = 0; j < k; j++)
                    if (random.Next(3) == 0)
                        for (int t = 0; t < d; t++)
                            centroids[j * d + t] *= 1 + (random.NextDouble() - 0.5) / (1 << random.Next(20));
                    else if (random.Next(8) == 0)
                        values.AsSpan(random.Next(n) * d, d).CopyTo(centroids.AsSpan(j * d, d));
            });
        }
    }

    public static TheoryData<string> KindsOfData() => [.. Hostile.Kinds];

    private static BoundedAssigner<T> Compare<T>(T[] values, int d, int k, int iterations, Action<double[]>? disturb = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var points = new MetricPoints<T>(new Points<T>(values, d), Metric.Identity(d));
        int n = points.Count;
        Description description = Description.Of(points, 1, default);
        // So many that an order always pays.
        var bounded = new BoundedAssigner<T>(points, description, k, 1, default) { ToCome = 1_000_000 };
        var reference = new ReferenceAssigner<T>(points);
        Partial sums = description.NewPartial(k), expected = description.NewPartial(k);
        double[] centroids = [.. Enumerable.Range(0, k).SelectMany(points.Read)];
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            Assign(bounded, centroids, sums);
            Assign(reference, centroids, expected);
            Assert.Equal(reference.Labels, bounded.Labels);
            Assert.Equal(expected.Changed, sums.Changed);
            double[] means = sums.Means(centroids);
            Assert.Equal(expected.Means(centroids), means);
            centroids = [.. means];
            disturb?.Invoke(centroids);
        }
        return bounded;
    }

    private static void Assign<T>(Assigner<T> assigner, double[] centroids, Partial sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        assigner.Begin(centroids);
        sums.Changed = 0;
        int n = assigner.Labels.Length;
        for (int first = 0; first < n; first += assigner.RowsInBlock)
            assigner.Assign(first, Math.Min(assigner.RowsInBlock, n - first), sums);
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
