using Lloyd.Datasets;
using Lloyd.Quality;

namespace Lloyd.Tests.Quality;

/// <summary>How many clusters: found where there are some, refused where there are none.</summary>
public class ChoiceOfKTests
{
    private static readonly KMeans Settings = new(2) { Restarts = 2 };

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    public void PointsSpreadEvenlyHaveNone(int features) =>
        AssertNone(new Uniform { Samples = 300, Features = features, Seed = 4 });

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    public void OneRoundClusterHasNone(int features) =>
        AssertNone(new Blobs { Samples = 300, Features = features, Centers = 1, Seed = 4 });

    [Theory]
    [InlineData(3, 2, 1.0)]
    [InlineData(5, 2, 0.5)]
    [InlineData(4, 16, 1.5)]
    public void BlobsAreCounted(int centers, int features, double std)
    {
        // on a circle, so that no two are nearer than others
        double[] positions = [.. Enumerable.Range(0, centers).SelectMany(j => Enumerable.Range(0, features).Select(t =>
            t > 1 ? 0 : 12 * Math.Sin(2 * Math.PI * j / centers + t * Math.PI / 2)))];
        Points<double> points = new Blobs
        {
            Samples = 400, Features = features, Centers = centers, Positions = new Points<double>(positions, features), Std = std, Seed = 9,
        }.Make().Points;
        ChoiceOfK choice = ChoiceOfK.Of(points, Settings, 2, 8);
        Assert.Equal(centers, choice.Recommended?.K);
        Assert.StartsWith($"k = {centers}: highest silhouette (0.", choice.Sentence, StringComparison.Ordinal);
        Assert.Contains(" stable over 20 pairs of resamples (ARI ", choice.Sentence, StringComparison.Ordinal);
        Candidate best = choice.Candidates.Single(each => each.K == centers);
        Assert.All(choice.Candidates, each => Assert.True(each.Stability <= best.Stability));
        KMeansModel model = (Settings with { K = centers }).Fit(points);
        Assert.Equal(model.Inertia, best.Inertia);
        Assert.Equal(Silhouette.Score(points, model.Labels), best.Silhouette, 1e-12);
        Assert.Equal(CalinskiHarabasz.Score(points, model.Labels), best.CalinskiHarabasz);
        Assert.Equal(DaviesBouldin.Score(points, model.Labels), best.DaviesBouldin);
    }

    [Fact]
    public void InertiaNeverRisesAndThreadsChangeNothing()
    {
        Points<double> points = new Trap { Samples = 300, Seed = 1 }.Make().Points;
        ChoiceOfK one = ChoiceOfK.Of(points, Settings with { Restarts = 1, Threads = 1, Seeding = Seeding.Random }, 2, 9);
        ChoiceOfK many = ChoiceOfK.Of(points, Settings with { Restarts = 1, Threads = 4, Seeding = Seeding.Random }, 2, 9);
        Assert.Equal(one.Candidates, many.Candidates);
        Assert.All(one.Candidates.Zip(one.Candidates.Skip(1)), pair => Assert.True(pair.Second.Inertia <= pair.First.Inertia));
    }

    [Fact]
    public void GroupsThatAreNotRoundAreNotPraised()
    {
        ChoiceOfK choice = ChoiceOfK.Of(new Circles { Samples = 500 }.Make().Points, Settings, 2, 12);
        Assert.Null(choice.Recommended);
        Assert.StartsWith("No k ", choice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void ALargeFileIsSampledAndTheSentenceSaysSo()
    {
        Points<double> points = new Blobs { Samples = 20_000, Centers = 3, Std = 0.5, Seed = 2 }.Make().Points;
        ChoiceOfK choice = ChoiceOfK.Of(points, Settings, 2, 4);
        Assert.Equal((20_000, 5000, 1000), (choice.PointCount, choice.SilhouetteSample, choice.ResampleSize));
        Assert.Contains(", of 5000 points drawn from 20000", choice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void ALoneOutlierThatTheSampleMissesIsNoFailure()
    {
        double[] values = [.. Enumerable.Range(0, 200_000).Select(i => i % 7 / 10.0), 1e9];
        ChoiceOfK choice = ChoiceOfK.Of(new Points<double>(values, 1), Settings, 2, 3);
        Assert.True(double.IsNaN(choice.Candidates[0].Silhouette));
        Assert.NotEmpty(choice.Sentence);
    }

    [Fact]
    public void ARangeBeyondThePointsIsAnError()
    {
        var points = new Points<double>(new double[] { 1, 2, 3, 4 }, 1);
        Assert.Contains("k goes up to 4, but there are 4 points",
            Assert.Throws<InvalidInputException>(() => ChoiceOfK.Of(points, Settings, 2, 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ChoiceOfK.Of(points, Settings, 1, 3));
    }

    [Fact]
    public void ItCanBeCancelled()
    {
        using var cancel = new CancellationTokenSource();
        Points<double> points = new Uniform { Samples = 2000, Seed = 4 }.Make().Points;
        var progress = new Cancelling(cancel);
        Assert.Throws<OperationCanceledException>(() => ChoiceOfK.Of(points, Settings, 2, 12, progress, cancel.Token));
        Assert.InRange(progress.Last, 0.01, 0.99);
    }

    [Fact]
    public void StabilityTellsSeparateBlobsFromNone()
    {
        Points<double> blobs = new Blobs { Samples = 300, Centers = 3, Std = 0.3, Seed = 2 }.Make().Points;
        Assert.All(Stability.Pairs(blobs, new KMeans(3) { Restarts = 3 }), index => Assert.Equal(1, index));
        Points<double> none = new Uniform { Samples = 300, Features = 5 }.Make().Points;
        Assert.InRange(Stability.Pairs(none, new KMeans(6)).Average(), 0, 0.7);
    }

    [Fact]
    public void AResampleWithTooFewDifferentPointsGivesNoNumber()
    {
        var points = new Points<double>(new double[] { 1, 2, 3, 4, 5 }, 1);
        double[] pairs = Stability.Pairs(points, new KMeans(5), pairs: 3);
        Assert.All(pairs, index => Assert.True(double.IsNaN(index)));
    }

    private static void AssertNone(Generator generator)
    {
        ChoiceOfK choice = ChoiceOfK.Of(generator.Make().Points, Settings, 2, 8);
        Assert.Null(choice.Recommended);
        Assert.StartsWith("No k stands out: the highest silhouette is 0.", choice.Sentence, StringComparison.Ordinal);
    }

    private sealed class Cancelling(CancellationTokenSource cancel) : IProgress<ChoiceProgress>
    {
        public double Last { get; private set; }

        public void Report(ChoiceProgress value)
        {
            Last = value.Done;
            if (value.Doing == "data without clusters")
                cancel.Cancel();
        }
    }
}
