using Lloyd.Datasets;

namespace Lloyd.Tests;

public class ModelFileTests
{
    private static readonly Points<double> Data = Blobs.Make(300, 3, 5, 1, 7).Points;

    [Theory]
    [InlineData(Scaling.None)]
    [InlineData(Scaling.MinMax)]
    [InlineData(Scaling.Standard)]
    public void AModelComesBackBitForBit(Scaling scaling)
    {
        KMeansModel model = new KMeans(5) { Scaling = scaling, Seed = 3 }.Fit(Data);
        KMeansModel loaded = KMeansModel.Load(model.Save());
        Assert.Equal(model.Centroids.ToArray(), loaded.Centroids.ToArray());
        Assert.Equal(model.Labels.ToArray(), loaded.Predict(Data));
        Assert.Equal(model.Inertia, loaded.Score(Data));
        Assert.Equal(model.Counts.ToArray(), loaded.Counts.ToArray());
        Assert.Equal(model.Save(), loaded.Save());
    }

    [Fact]
    public void EveryCutAndEveryChangedByteIsRefused()
    {
        byte[] file = new KMeans(2).Fit(Data).Save();
        for (int i = 0; i < file.Length; i++)
        {
            int at = i;
            Assert.Throws<InvalidInputException>(() => KMeansModel.Load(file.AsSpan(0, at)));
            byte[] damaged = [.. file];
            damaged[at] ^= 0x55;
            Assert.Throws<InvalidInputException>(() => KMeansModel.Load(damaged));
        }
    }
}
