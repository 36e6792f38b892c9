using Lloyd.Datasets;

namespace Lloyd.Tests;

public class ParallelSeedingTests
{
    private static readonly KMeans Settings = new(30) { Seeding = Seeding.Parallel(), Seed = 3, MaxIterations = 1 };

    [Fact]
    public void TheRowsAreTheSameForEveryNumberOfThreads()
    {
        (float[] values, _) = Hostile.Make<float>("far apart", 20_000, 12, 1, 1);
        var points = new Points<float>(values, 12, Hostile.Weights(20_000, 1));
        IReadOnlyList<int> rows = (Settings with { Threads = 1 }).Fit(points).InitialRows;
        Assert.Equal(30, rows.Distinct().Count());
        for (int threads = 2; threads <= 8; threads++)
            Assert.Equal(rows, (Settings with { Threads = threads }).Fit(points).InitialRows);
    }

    [Fact]
    public void TheRowsAreTheSameWithoutACopyOfThePoints()
    {
        foreach (string kind in Hostile.Kinds)
        {
            (double[] values, _) = Hostile.Make<double>(kind, 4500, 5, 1, 2);
            var points = new Points<double>(values, 5, Hostile.Weights(4500, 2));
            IReadOnlyList<int>? Rows(long? memory)
            {
                try
                {
                    return (Settings with { Memory = memory }).Fit(points).InitialRows;
                }
                catch (InvalidInputException)
                {
                    return null;        // too wide to square, or too few distinct points
                }
            }
            Assert.Equal(Rows(null), Rows(0));
        }
    }

    [Fact]
    public void ItStartsAboutAsWellAsPlusPlus()
    {
        Points<double> points = new Blobs { Samples = 5000, Features = 8, Centers = 30, Std = 0.5, Seed = 4 }.Make().Points;
        double Inertia(Seeding seeding, uint seed) =>
            (Settings with { Seeding = seeding, Seed = seed }).Steps(points).First().Inertia;
        double parallel = Enumerable.Range(0, 5).Sum(seed => Inertia(Seeding.Parallel(), (uint)seed));
        double plusPlus = Enumerable.Range(0, 5).Sum(seed => Inertia(Seeding.PlusPlus(), (uint)seed));
        Assert.InRange(parallel, 0, 1.1 * plusPlus);
    }

    [Fact]
    public void AWeightThatAllPointsShareChangesNothing()
    {
        (double[] values, _) = Hostile.Make<double>("plain", 3000, 4, 1, 5);
        double[] weights = [.. Enumerable.Repeat(4.0, 3000)];
        Assert.Equal(
            Settings.Fit(new Points<double>(values, 4)).InitialRows,
            Settings.Fit(new Points<double>(values, 4, weights)).InitialRows);
    }

    [Fact]
    public void FewCandidatesAreFilledUp()
    {
        (double[] values, _) = Hostile.Make<double>("plain", 500, 3, 1, 6);
        var few = Settings with { Seeding = Seeding.Parallel(rounds: 1, oversampling: 2) };
        Assert.Equal(30, few.Fit(new Points<double>(values, 3)).InitialRows.Distinct().Count());
    }

    [Fact]
    public void AsManyClustersAsDistinctPointsAreFoundAndMoreAreAnError()
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(i => (double)(i % 30))];
        var points = new Points<double>(values, 1);
        IReadOnlyList<int> rows = Settings.Fit(points).InitialRows;
        Assert.Equal(Enumerable.Range(0, 30), rows.Select(row => row % 30).Order());
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => (Settings with { K = 31 }).Fit(points));
        Assert.Contains("k = 31", error.Message);
        Assert.Contains("30", error.Message);
    }

    [Fact]
    public void SenselessParametersAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Seeding.Parallel(rounds: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Seeding.Parallel(oversampling: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Seeding.Parallel(oversampling: double.NaN));
    }
}
