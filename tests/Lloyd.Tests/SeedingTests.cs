using System.Text.Json;
using Lloyd.Datasets;
using Lloyd.Exact;

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
            Points<double> points = Blobs.Make(
                blobs.GetProperty("samples").GetInt32(), blobs.GetProperty("features").GetInt32(),
                blobs.GetProperty("centers").GetInt32(), blobs.GetProperty("std").GetDouble(),
                blobs.GetProperty("seed").GetUInt32()).Points;
            KMeansModel model = new KMeans(golden.GetProperty("k").GetInt32())
            {
                Seed = golden.GetProperty("seed").GetUInt32(),
                MaxIterations = 1,
            }.Fit(points);
            Assert.Equal(golden.GetProperty("rows").EnumerateArray().Select(row => row.GetInt32()), model.InitialRows);
        }
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
