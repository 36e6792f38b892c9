namespace Lloyd.Tests;

public class FarthestSeedingTests
{
    private static readonly KMeans Settings = new(12) { Seeding = Seeding.Farthest, Seed = 5, MaxIterations = 1 };

    [Theory]
    [InlineData("plain")]
    [InlineData("grid")]            // ties at every step
    [InlineData("offset 1e7")]
    [InlineData("outlier")]
    public void TheRowsAreThoseOfTheDefinitionForEveryNumberOfThreads(string kind)
    {
        const int N = 40_000, D = 12;
        (double[] values, _) = Hostile.Make<double>(kind, N, D, 1, 3);
        var points = new Points<double>(values, D);
        int[] rows = [new KMeans(1) { Seeding = Seeding.Random, Seed = 5, MaxIterations = 1 }.Fit(points).InitialRows[0]];
        while (rows.Length < 12)
        {
            double[] nearest = [.. Enumerable.Range(0, N).Select(row => rows.Min(other => Squared(values, D, row, other)))];
            rows = [.. rows, Array.IndexOf(nearest, nearest.Max())];
        }
        for (int threads = 1; threads <= 8; threads++)
            Assert.Equal(rows, (Settings with { Threads = threads }).Fit(points).InitialRows);
        Assert.Equal(rows, Settings.Fit(new Points<double>(values, D, Hostile.Weights(N, 2))).InitialRows);
    }

    [Fact]
    public void FarIsInTheMetric()
    {
        var points = new Points<double>(new double[] { 0, 0, 0, 9, 1000, 0, 500, 0 }, 2);
        KMeansModel Fit(Scaling scaling) => (Settings with { K = 3, Scaling = scaling, Seed = SeedThatStartsAt(0) }).Fit(points);
        Assert.Equal([0, 2, 3], Fit(Scaling.None).InitialRows);
        Assert.Equal([0, 1, 2], Fit(Scaling.MinMax).InitialRows.Order());

        uint SeedThatStartsAt(int row) => Enumerable.Range(0, 100).Select(seed => (uint)seed)
            .First(seed => (Settings with { K = 1, Seed = seed }).Fit(points).InitialRows[0] == row);
    }

    [Fact]
    public void MoreClustersThanDistinctPointsAreAnError()
    {
        var points = new Points<double>(Enumerable.Range(0, 300).Select(i => (double)(i % 12)).ToArray(), 1);
        Assert.Equal(Enumerable.Range(0, 12), Settings.Fit(points).InitialRows.Select(row => row % 12).Order());
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => (Settings with { K = 13 }).Fit(points));
        Assert.Contains("k = 13 is more than the number of distinct points, 12", error.Message);
    }

    private static double Squared(double[] values, int d, int a, int b)
    {
        double sum = 0;
        for (int t = 0; t < d; t++)
            sum += (values[a * d + t] - values[b * d + t]) * (values[a * d + t] - values[b * d + t]);
        return sum;
    }
}
