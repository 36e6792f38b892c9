using System.Numerics;
using Lloyd.Assignment;

namespace Lloyd.Tests;

/// <summary>One answer everywhere: the same bits for every assigner and every number of threads, on hostile data.</summary>
public class ContractTests
{
    private static readonly string[] Hostile = ["plain", "offset", "duplicates", "denormal", "outlier", "constant"];

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (string kind in Hostile)
            foreach (int d in new[] { 1, 2, 3, 7, 16, 33, 257 })
                cases.Add(kind, d);
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void EveryAssignerAndThreadCountGivesTheSameBits(string kind, int d)
    {
        Same(new Points<double>(Values(kind, 301, d), d));
        Same(new Points<float>(Array.ConvertAll(Values(kind, 301, d), value => (float)value), d));
    }

    [Fact]
    public void ManyBlocksGiveTheSameBitsOnEveryNumberOfThreads()
    {
        var points = new Points<double>(Values("offset", 30_000, 5), 5, Enumerable.Range(1, 30_000).Select(i => i * 0.37).ToArray());
        var settings = new KMeans(40) { Threads = 1, MaxIterations = 15, Scaling = Scaling.Standard };
        KMeansModel one = settings.Fit(points);
        for (int threads = 2; threads <= 8; threads++)
            AssertSame(one, (settings with { Threads = threads }).Fit(points));
    }

    [Fact]
    public void IntegerWeightsAreCopies()
    {
        double[] values = Values("plain", 200, 3);
        double[] weights = [.. Enumerable.Range(0, 200).Select(i => 1.0 + i % 4)];
        double[] copies = [.. Enumerable.Range(0, 200).SelectMany(i => Enumerable.Repeat(values[(3 * i)..(3 * i + 3)], 1 + i % 4)).SelectMany(x => x)];
        KMeans settings = new KMeans(5) { Seeding = Seeding.From(new Points<double>(values.AsMemory(0, 15), 3)) };
        KMeansModel weighted = settings.Fit(new Points<double>(values, 3, weights));
        KMeansModel copied = settings.Fit(new Points<double>(copies, 3));
        Assert.Equal(copied.Centroids.ToArray(), weighted.Centroids.ToArray());
        Assert.Equal(copied.Inertia, weighted.Inertia);
        Assert.Equal(copied.Iterations, weighted.Iterations);
    }

    [Theory]
    [InlineData(1e4)]
    [InlineData(1e7)]
    public void PredictOnTheTrainingPointsGivesTheTrainingLabels(double offset)
    {
        double[] values = Array.ConvertAll(Values("duplicates", 500, 4), value => value + offset);
        var points = new Points<double>(values, 4);
        KMeansModel model = new KMeans(7) { MaxIterations = 2 }.Fit(points);
        Assert.Equal(model.Labels.ToArray(), model.Predict(points));
        for (int i = 0; i < points.Count; i++)
            Assert.Equal(model.Labels.Span[i], model.Predict(points[i]));
        Assert.Equal(model.Inertia, model.Score(points));
    }

    [Fact]
    public void AnOutlierDoesNotSpoilTheOtherMean()
    {
        double[] values = [.. Enumerable.Repeat(1.3, 100_000), 1e30];
        KMeansModel model = new KMeans(2).Fit(new Points<double>(values, 1));
        Assert.Equal([1.3, 1e30], model.Centroids.ToArray().Order());
        Assert.Equal(0, model.Inertia);
    }

    [Fact]
    public void MillionsOfEqualFloatsHaveTheirOwnValueAsMean()
    {
        float[] values = [.. Enumerable.Repeat(1.3f, 1_000_000), .. Enumerable.Repeat(-1000f, 100_000)];
        KMeansModel model = new KMeans(2).Fit(new Points<float>(values, 1));
        Assert.Equal([-1000, 1.3f], model.Centroids.ToArray().Order());
    }

    [Fact]
    public void InertiaNeverRisesAndARefitFromTheEndIsAFixedPoint()
    {
        var points = new Points<double>(Values("plain", 2000, 6), 6);
        Step[] steps = [.. new KMeans(12) { Tolerance = 0 }.Steps(points)];
        for (int t = 1; t < steps.Length; t++)
            Assert.True(steps[t].Inertia <= steps[t - 1].Inertia * (1 + 1e-12));
        Assert.True(steps[^1].Final);
        KMeansModel again = new KMeans(12)
        {
            Seeding = Seeding.From(new Points<double>(steps[^1].Centroids, 6)),
            Tolerance = 0,
        }.Fit(points);
        Assert.Equal(steps[^1].Centroids.ToArray(), again.Centroids.ToArray());
    }

    private static void Same<T>(Points<T> points) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KMeans settings = new KMeans(9)
        {
            Threads = 1,
            Algorithm = "reference",
            MaxIterations = 12,
            Seeding = Seeding.Random,
            EmptyClusters = EmptyClusters.Keep,
        };
        KMeansModel reference = settings.Fit(points);
        foreach (IAssignerKind kind in Assigners.All)
            AssertSame(reference, (settings with { Algorithm = kind.Name, Threads = 3 }).Fit(points));
    }

    private static void AssertSame(KMeansModel expected, KMeansModel actual)
    {
        Assert.Equal(expected.Labels.ToArray(), actual.Labels.ToArray());
        Assert.Equal(
            Array.ConvertAll(expected.Centroids.ToArray(), BitConverter.DoubleToInt64Bits),
            Array.ConvertAll(actual.Centroids.ToArray(), BitConverter.DoubleToInt64Bits));
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected.Inertia), BitConverter.DoubleToInt64Bits(actual.Inertia));
        Assert.Equal(expected.Iterations, actual.Iterations);
    }

    private static double[] Values(string kind, int n, int d)
    {
        var random = new Random(n + d);
        double[] values = new double[n * d];
        for (int i = 0; i < values.Length; i++)
        {
            double value = random.NextDouble() - 0.5;
            values[i] = kind switch
            {
                "offset" => value + 1e7,
                "duplicates" => Math.Round(value * 4),              // full of exact ties
                "denormal" => value * 1e-310,
                "outlier" => i == n / 2 ? 1e15 : value,
                "constant" => i % d == 0 ? 0.1 : value,
                _ => value,
            };
        }
        return values;
    }
}
