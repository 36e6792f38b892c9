using System.Text.Json;
using Lloyd.Datasets;
using Lloyd.Exact;
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
