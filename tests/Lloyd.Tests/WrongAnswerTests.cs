using Lloyd.Datasets;

namespace Lloyd.Tests;

/// <summary>Questions that other libraries were seen to answer wrongly (float32 sums, weights left out, empty clusters
/// made up), each with the right answer.</summary>
public class WrongAnswerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1e4)]
    [InlineData(1e5)]
    public void AShiftDoesNotChangeClearClusters(float shift)
    {
        float[] values = ThreeClusters(shift);
        KMeansModel model = new KMeans(3).Fit(new Points<float>(values, 2));
        Assert.Equal([1000, 1000, 1000], model.Counts.ToArray());
        for (int i = 0; i < 3000; i++)
            Assert.Equal(model.Labels.Span[i - i % 1000], model.Labels.Span[i]);

        // Float32 holds the shifted points to 2^-8 at most: that, and no more, may be seen in the inertia.
        double unshifted = new KMeans(3).Fit(new Points<float>(ThreeClusters(0), 2)).Inertia;
        Assert.Equal(unshifted, model.Inertia, unshifted * 1e-3);
        for (int j = 0; j < 3; j++)
            for (int t = 0; t < 2; t++)
                Exactly.AssertMean(Enumerable.Range(0, 3000).Where(i => model.Labels.Span[i] == j)
                    .Select(i => (double)values[2 * i + t]), model.Centroids.Span[2 * j + t]);
    }

    [Fact]
    public void TwoHeapsOfEqualFloatsHaveTheirOwnValuesAsMeans()
    {
        float[] values = [.. Enumerable.Repeat(1.3f, 1_000_000), .. Enumerable.Repeat(-1000f, 100_000)];
        KMeansModel model = new KMeans(2).Fit(new Points<float>(values, 1));
        Assert.Equal([-1000, 1.3f], model.Centroids.ToArray().Order());
        Assert.Equal(0, model.Inertia);
    }

    [Fact]
    public void AMillionPointsAroundAHundredHaveTheExactMeans()
    {
        // Of four million float32 points one by one, elsewhere, a mean is wrong by 1.32; one million shows it too.
        const int N = 1_000_000, D = 4;
        var random = new Random(1);
        float[] values = new float[N * D];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(100 + random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
        KMeansModel model = new KMeans(2)
        {
            Seeding = Seeding.Random,
            MaxIterations = 1,
        }.Fit(new Points<float>(values, D));
        Step first = new KMeans(2) { Seeding = Seeding.Random, MaxIterations = 1 }.Steps(new Points<float>(values, D)).First();
        long[] sums = new long[2 * D];              // of whole units of 2^-20, exact
        for (int i = 0; i < values.Length; i++)
            sums[first.Labels.Span[i / D] * D + i % D] += (long)Math.ScaleB(values[i], 20);
        for (int i = 0; i < sums.Length; i++)
            Assert.Equal(Math.ScaleB((double)sums[i] / first.Counts.Span[i / D], -20), model.Centroids.Span[i], 1e-12);
    }

    [Fact]
    public void TheSameSeedGivesTheSameBitsOnOneAndOnTwoThreads()
    {
        Points<double> points = new Blobs { Samples = 20_000, Features = 6, Centers = 10, Seed = 5 }.Make().Points;
        KMeansModel one = new KMeans(10) { Seed = 3, Threads = 1 }.Fit(points);
        KMeansModel two = new KMeans(10) { Seed = 3, Threads = 2 }.Fit(points);
        Assert.Equal(one.Save(), two.Save());
        Assert.Equal(one.Labels.ToArray(), two.Labels.ToArray());
    }

    [Fact]
    public void WeightsCount()
    {
        double[] values = [.. Enumerable.Repeat(0.0, 50), .. Enumerable.Repeat(10.0, 50)];
        double[] weights = [.. Enumerable.Repeat(1.0, 50), .. Enumerable.Repeat(9.0, 50)];
        KMeansModel model = new KMeans(1).Fit(new Points<double>(values, 1, weights));
        Assert.Equal([9.0], model.Centroids.ToArray());
        Assert.Equal(50 * 81 + 450 * 1, model.Inertia);
    }

    [Fact]
    public void FourWeightedPointsByHand()
    {
        // 0 (weight 3) and 1, 9 and 10 (weight 3): means 1/4 and 39/4; inertia 2 · (3 · 1/16 + 9/16) = 3/2.
        KMeansModel model = new KMeans(2)
        {
            Seeding = Seeding.From(new Points<double>(new double[] { 0, 10 }, 1)),
        }.Fit(new Points<double>(new double[] { 0, 1, 9, 10 }, 1, new double[] { 3, 1, 1, 3 }));
        Assert.Equal([0.25, 9.75], model.Centroids.ToArray());
        Assert.Equal([0, 0, 1, 1], model.Labels.ToArray());
        Assert.Equal(1.5, model.Inertia);
    }

    [Theory]
    [InlineData(EmptyClusters.Relocate, true)]
    [InlineData(EmptyClusters.Relocate, false)]
    [InlineData(EmptyClusters.Keep, true)]
    public void MoreClustersThanDistinctPointsAreRefused(EmptyClusters empty, bool isPlusPlus)
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => (double)(i % 4))];
        var settings = new KMeans(5) { EmptyClusters = empty, Seeding = isPlusPlus ? Seeding.PlusPlus() : Seeding.Random };
        var refused = Assert.Throws<InvalidInputException>(() => settings.Fit(new Points<double>(values, 1)));
        Assert.Contains("k = 5", refused.Message, StringComparison.Ordinal);
        Assert.Contains("distinct points, 4 (of 40)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithRandomAndKeepSurplusClustersStayEmpty()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => (double)(i % 4))];
        KMeansModel model = new KMeans(8) { EmptyClusters = EmptyClusters.Keep, Seeding = Seeding.Random }
            .Fit(new Points<double>(values, 1));
        Assert.InRange(model.Counts.ToArray().Count(count => count > 0), 1, 4);
        Assert.Equal(40, model.Counts.ToArray().Sum());
        Assert.All(model.Centroids.ToArray(), centroid => Assert.InRange(centroid, 0, 3));      // none is made up
    }

    [Theory]
    [InlineData(1e15)]
    [InlineData(1e30)]
    public void AnOutlierDoesNotSpoilTheOtherMean(double outlier)
    {
        var random = new Random(3);
        double[] near = [.. Enumerable.Range(0, 200_000).Select(_ => 1.3 + (random.NextDouble() - 0.5) * 1e-3)];
        KMeansModel model = new KMeans(2).Fit(new Points<double>(new double[] { outlier }.Concat(near).ToArray(), 1));
        double[] centroids = [.. model.Centroids.ToArray().Order()];
        Assert.Equal(outlier, centroids[1]);
        Exactly.AssertMean(near, centroids[0]);
    }

    [Fact]
    public void ANanIsRefusedWithItsRowAndColumn()
    {
        KMeansModel model = new KMeans(1).Fit(new Points<double>(new double[] { 1, 2, 3, 4 }, 2));
        var bad = new Points<double>(new[] { 1, 2, double.NaN, 4 }, 2) { Columns = ["a", "b"] };
        foreach (Func<object> use in new Func<object>[]
            { () => new KMeans(1).Fit(bad), () => model.Predict(bad), () => model.Transform(bad), () => model.Score(bad) })
            Assert.Contains("Row 2, column 'a' is NaN", Assert.Throws<InvalidInputException>(use).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => model.Predict(bad[1]));
    }

    /// <summary>1000 points each within 0.5 of (0, 0), (4, 0) and (0, 4), moved by <paramref name="shift"/>.</summary>
    private static float[] ThreeClusters(float shift)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, 6000).Select(i => (float)(
            shift + (i / 2000 == 1 + i % 2 ? 4 : 0) + random.NextDouble() - 0.5))];
    }
}
