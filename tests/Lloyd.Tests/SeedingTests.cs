using System.Text.Json;
using Lloyd.Datasets;
using Lloyd.Exact;
using Lloyd.Seedings;
using Lloyd.Streams;

namespace Lloyd.Tests;

public class SeedingTests
{
    [Fact]
    public void PlusPlusPicksTheRowsOfScikitLearn()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "data", "kmeanspp.json");
        foreach (JsonElement golden in JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("cases").EnumerateArray())
        {
            JsonElement blobs = golden.GetProperty("blobs");
            Points<double> points = new Blobs
            {
                Samples = blobs.GetProperty("samples").GetInt32(),
                Features = blobs.GetProperty("features").GetInt32(),
                Centers = blobs.GetProperty("centers").GetInt32(),
                Std = blobs.GetProperty("std").GetDouble(),
                Seed = blobs.GetProperty("seed").GetUInt32(),
            }.Make().Points;
            KMeansModel model = new KMeans(golden.GetProperty("k").GetInt32())
            {
                Seed = golden.GetProperty("seed").GetUInt32(),
                MaxIterations = 1,
            }.Fit(points);
            Assert.Equal(golden.GetProperty("rows").EnumerateArray().Select(row => row.GetInt32()), model.InitialRows);
        }
    }

    [Fact]
    public void ARestartDrawsFromTheSpawnedChildAsInNumPy()
    {
        // RandomState(MT19937(SeedSequence(7).spawn(1)[0])).random_sample(3)
        var stream = new Mt19937(SeedSequence.ForRestart(7, restart: 1));
        Assert.Equal([0.949908494293677, 0.7438938102720335, 0.12741033597236173],
            [stream.NextDouble(), stream.NextDouble(), stream.NextDouble()]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void PlusPlusPicksWithTheOddsOfItsDefinition(int trials)
    {
        double[] values = [0, 1, 3, 4, 8, 8.5];
        double[] weights = [1, 2, 0.5, 1.5, 1, 3];
        foreach (bool isWeighted in new[] { false, true })
        {
            double[] w = isWeighted ? weights : [1, 1, 1, 1, 1, 1];
            var points = new Points<double>(values, 1, isWeighted ? weights : default);
            AssertOdds(Odds(values, w, trials), Odds(values, w, trials + 1), seed => new KMeans(3)
            {
                Seed = seed,
                Seeding = Seeding.PlusPlus(trials),
                MaxIterations = 1,
                Tolerance = null,
                Threads = 1,
            }.Fit(points).InitialRows);
        }
    }

    [Fact]
    public void RandomPicksEveryOrderedPairEquallyOften()
    {
        var points = new Points<double>(new double[] { 0, 1, 2, 3, 4 }, 1);
        var pairs = from a in Enumerable.Range(0, 5) from b in Enumerable.Range(0, 5) where a != b select (a, b);
        var odds = pairs.ToDictionary(pair => $"{pair.a} {pair.b}", _ => 1 / 20.0);
        var ascending = pairs.ToDictionary(pair => $"{pair.a} {pair.b}", pair => pair.a < pair.b ? 1.2 / 20 : 0.8 / 20);
        AssertOdds(odds, ascending, seed => new KMeans(2) { Seed = seed, Seeding = Seeding.Random, MaxIterations = 1, Threads = 1 }
            .Fit(points).InitialRows);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public void ADrawFallsOnTheRowThatAddingUpOneByOneFinds(long? memory)
    {
        const int N = 5000;
        (double[] values, _) = Hostile.Make<double>("grid", N, d: 2, k: 1, seed: 1);
        double[] weights = Hostile.Weights(N, seed: 1);             // whole numbers: plain sums are exact
        using var potential = Potential<double>.Of(
            new MetricPoints<double>(new Points<double>(values, 2, weights), Metric.Identity(2)), 1, 2, memory, CancellationToken.None);
        for (int draw = 0; draw <= 100; draw++)
        {
            double target = Math.Min(draw / 100.0, Math.BitDecrement(1.0)) * weights.Sum();
            double sum = 0;
            int expected = Array.FindIndex(weights, weight => (sum += weight) > target);
            Assert.Equal(expected, potential.FirstRow(Math.Min(draw / 100.0, Math.BitDecrement(1.0))));
        }
        potential.Take([17]);
        double[] costs = [.. Enumerable.Range(0, N).Select(i => weights[i]
            * (Square(values[2 * i] - values[34]) + Square(values[2 * i + 1] - values[35])))];
        Assert.Equal(costs.Sum(), potential.Total);
        for (int draw = 0; draw <= 200; draw++)
        {
            double target = Math.Floor(draw / 200.0 * costs.Sum());     // often just what some row reaches
            double sum = 0;
            Assert.Equal(Array.FindIndex(costs, cost => (sum += cost) >= target), potential.RowAt(target));
        }
    }

    private static double Square(double value) => value * value;

    /// <summary>The odds of every triple of rows: the first by weight; each next the best, by what is left of Σ w · D,
    /// of so many draws by w · D, the first drawn where they are equal.</summary>
    private static Dictionary<string, double> Odds(double[] x, double[] w, int trials)
    {
        var odds = new Dictionary<string, double>();
        void Choose(int[] rows, double[] nearest, double chance)
        {
            if (rows.Length == 3)
            {
                string name = string.Join(' ', rows);
                odds[name] = odds.GetValueOrDefault(name) + chance;
                return;
            }
            double[] costs = [.. nearest.Zip(w, (d, weight) => d * weight)];
            double Left(int row) => Enumerable.Range(0, x.Length).Sum(i => w[i] * Math.Min(nearest[i], Square(x[i] - x[row])));
            void Try(int left, int best, double chance)
            {
                if (left == 0)
                {
                    Choose([.. rows, best], [.. nearest.Select((d, i) => Math.Min(d, Square(x[i] - x[best])))], chance);
                    return;
                }
                for (int row = 0; row < x.Length; row++)
                    if (costs[row] > 0)
                        Try(left - 1, best < 0 || Left(row) < Left(best) ? row : best, chance * costs[row] / costs.Sum());
            }
            Try(trials, -1, chance);
        }
        for (int row = 0; row < x.Length; row++)
            Choose([row], [.. x.Select(value => Square(value - x[row]))], w[row] / w.Sum());
        return odds;
    }

    /// <summary>Draws with seeds 0 … 3999, of which χ² must fit the odds and must not fit the wrong ones.</summary>
    private static void AssertOdds(
        Dictionary<string, double> odds, Dictionary<string, double> wrong, Func<uint, IReadOnlyList<int>> rows)
    {
        string[] picks = [.. Enumerable.Range(0, 4000).Select(seed => string.Join(' ', rows((uint)seed)))];
        Assert.Empty(picks.Except(odds.Keys));
        Assert.InRange(ExcessOfChiSquare(odds, picks), -4, 4);
        Assert.True(ExcessOfChiSquare(wrong, picks) > 8, "the test would not see wrong odds");
    }

    /// <summary>How many standard deviations χ² is above its mean.</summary>
    private static double ExcessOfChiSquare(Dictionary<string, double> odds, string[] picks)
    {
        Assert.Equal(1, odds.Values.Sum(), 1e-12);
        Dictionary<string, int> seen = picks.CountBy(pick => pick).ToDictionary();
        // χ² needs some picks of each kind: the rare ones count together.
        string[] often = [.. odds.Keys.Where(name => odds[name] * picks.Length >= 5)];
        double restExpected = picks.Length * (1 - often.Sum(name => odds[name]));
        double restSeen = picks.Length - often.Sum(name => seen.GetValueOrDefault(name));
        double chi = often.Sum(name => Square(seen.GetValueOrDefault(name) - odds[name] * picks.Length) / (odds[name] * picks.Length))
            + (restExpected > 1 ? Square(restSeen - restExpected) / restExpected : 0);
        int freedom = often.Length - (restExpected > 1 ? 0 : 1);
        return (chi - freedom) / Math.Sqrt(2 * freedom);
    }

    [Fact]
    public void LogIsWithinOneUnitInTheLastPlaceAndNearlyAlwaysEqual()
    {
        int different = 0;
        var random = new Random(1);
        for (int i = 0; i < 1_000_000; i++)
        {
            double x = random.NextDouble() * (i % 3 == 0 ? 100 : 1) + double.Epsilon;
            double own = Elementary.Log(x);
            double host = Math.Log(x);
            if (own != host)
                different++;
            Assert.True(Math.Abs(own - host) <= Math.BitIncrement(Math.Abs(host)) - Math.Abs(host), $"log({x:G17})");
        }
        TestContext.Current.SendDiagnosticMessage($"{different} of 1,000,000 logarithms differ from this host's");
        Assert.InRange(different, 0, 1000);
    }
}
