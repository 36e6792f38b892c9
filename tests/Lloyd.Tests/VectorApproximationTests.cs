using System.Numerics;
using Lloyd.Kernels;
using Lloyd.Seedings;

namespace Lloyd.Tests;

/// <summary>The filter of k-means++ hides no point, and its bounds hold.</summary>
public class VectorApproximationTests
{
    public static TheoryData<string> Kinds => [.. Hostile.Kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void UnmarkedPointsComeNoNearerAndGainsLieWithinTheirBounds(string kind)
    {
        foreach (int d in new[] { 1, 2, 3, 16, 33, 257 })
        {
            Check<float>(kind, d);
            Check<double>(kind, d);
        }
    }

    private static void Check<T>(string kind, int d) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int N = 150, Taken = 5;
        (T[] values, _) = Hostile.Make<T>(kind, N, d, 1, seed: d);
        double[] weights = Hostile.Weights(N, d);
        var points = new MetricPoints<T>(new Points<T>(values, d, weights), Metric.Identity(d));
        double Distance(int i, int j) => Assignment.Distance.Squared(points.Read(i), points.Read(j));
        double[] nearest = [.. Enumerable.Range(0, N).Select(i => Enumerable.Range(0, Taken).Min(j => Distance(i, j)))];
        using var approximation = new VectorApproximation<T>(points, workers: 1, CancellationToken.None);
        for (int i = 0; i < N; i++)
            approximation.SetNearest(i, nearest[i]);

        int[] candidates = [.. Enumerable.Range(10, FilterKernel.Candidates)];
        uint[] marks = new uint[(N + FilterKernel.Points - 1) / FilterKernel.Points * FilterKernel.Candidates];
        Gains gains = approximation.Mark(0, N, approximation.Ask(Array.ConvertAll(candidates, row => points.Read(row))), marks);
        for (int j = 0; j < candidates.Length; j++)
        {
            double gain = 0;
            for (int i = 0; i < N; i++)
            {
                double nearer = Math.Max(0, nearest[i] - Distance(i, candidates[j]));
                gain += weights[i] * nearer;
                bool isMarked = (marks[i / FilterKernel.Points * FilterKernel.Candidates + j] >> (i % FilterKernel.Points) & 1) != 0;
                Assert.True(isMarked || nearer == 0, $"{kind}, d = {d}, point {i}, candidate {j}");
            }
            if (double.IsInfinity(gain))
                continue;
            // 1e-12 for the sum here, 2⁻⁶⁰ a point for underflow.
            double scaled = approximation.Scaled(gain), underflow = N / (double)(1L << 60);
            Assert.False(gains.Most[j] < scaled * (1 - 1e-12) - underflow, $"{kind}, d = {d}: {gains.Most[j]:R} < {scaled:R}");
            Assert.False(gains.Least[j] > scaled * (1 + 1e-12) + underflow, $"{kind}, d = {d}: {gains.Least[j]:R} > {scaled:R}");
        }
    }
}
