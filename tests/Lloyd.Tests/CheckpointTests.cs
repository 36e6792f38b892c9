using Lloyd.Datasets;

namespace Lloyd.Tests;

/// <summary>A fit that is stopped anywhere and goes on from its checkpoint ends with the bits of one that never stopped.</summary>
public class CheckpointTests
{
    private static readonly Points<double> Data = new Blobs { Samples = 400, Features = 3, Centers = 9, Std = 3, Seed = 7 }.Make().Points;

    [Theory]
    [InlineData(1, 0.0, EmptyClusters.Relocate)]
    [InlineData(3, 1e-4, EmptyClusters.Relocate)]
    [InlineData(2, null, EmptyClusters.Keep)]
    public void StoppedAfterAnyIteration(int restarts, double? tolerance, EmptyClusters empty)
    {
        var settings = new KMeans(12)
        {
            Restarts = restarts, Tolerance = tolerance, EmptyClusters = empty, MaxIterations = 20, Seeding = Seeding.Random, Scaling = Scaling.Standard,
        };
        byte[] expected = settings.Fit(Data).Save();
        var kept = new List<byte[]>();
        Assert.Equal(expected, settings.Fit(Data, null, checkpoint => kept.Add(checkpoint.Save())).Save());
        Assert.True(kept.Count > 5 * restarts);
        foreach (byte[] file in kept)
        {
            var again = new List<byte[]>();
            KMeansModel model = settings.Fit(Data, Checkpoint.Load(file), checkpoint => again.Add(checkpoint.Save()));
            Assert.Equal(expected, model.Save());
            Assert.Equal(settings.Fit(Data).Labels.ToArray(), model.Labels.ToArray());
            Assert.Equal(kept.SkipWhile(each => each != file), again);       // the same way, too
        }
    }

    [Fact]
    public void OfOtherSettingsOrDataItIsRefused()
    {
        Checkpoint? kept = null;
        new KMeans(3) { Seed = 1 }.Fit(Data, null, checkpoint => kept = checkpoint);
        string Refusal(KMeans settings, Points<double> points) =>
            Assert.Throws<InvalidInputException>(() => settings.Fit(points, kept, _ => { })).Message;
        Assert.Contains("it was written with k = 3, seed 1, start k-means++", Refusal(new KMeans(3) { Seed = 2 }, Data), StringComparison.Ordinal);
        Assert.Contains("and this fit has k = 4", Refusal(new KMeans(4) { Seed = 1 }, Data), StringComparison.Ordinal);
        Assert.Contains("other data", Refusal(new KMeans(3) { Seed = 1 }, Data.Slice(0, 399)), StringComparison.Ordinal);
        new KMeans(3) { Seed = 1, Threads = 3, Algorithm = "reference" }.Fit(Data, kept, _ => { });      // these decide nothing
    }

    [Fact]
    public void EveryCutAndEveryChangedByteIsRefused()
    {
        byte[] file = [];
        new KMeans(3) { Restarts = 2, Seeding = Seeding.Random }.Fit(Data, null, checkpoint => file = checkpoint.Save());
        Assert.Equal(1, Checkpoint.Load(file).Restart);
        for (int at = 0; at < file.Length; at++)
        {
            byte[] changed = [.. file];
            changed[at] ^= 0x55;
            Assert.Throws<InvalidInputException>(() => Checkpoint.Load(changed));
            Assert.Throws<InvalidInputException>(() => Checkpoint.Load(file.AsSpan(0, at)));
        }
        Assert.Contains("does not begin as one",
            Assert.Throws<InvalidInputException>(() => Checkpoint.Load(new KMeans(2).Fit(Data).Save())).Message, StringComparison.Ordinal);
    }
}
