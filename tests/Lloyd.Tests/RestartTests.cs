namespace Lloyd.Tests;

public class RestartTests
{
    private static readonly Points<double> Data = new(Hostile.Make<double>("plain", 300, 2, 1, seed: 1).Values, 2);

    private static readonly KMeans Settings = new(6) { Restarts = 20, Seeding = Seeding.Random };

    [Fact]
    public void StartsSideBySideGiveTheModelOfOneAfterTheOther()
    {
        KMeansModel alone = (Settings with { Threads = 1 }).Fit(Data);
        KMeansModel together = (Settings with { Threads = 8 }).Fit(Data);
        Assert.Equal(alone.Save(), together.Save());
        Assert.Equal(alone.Restart, together.Restart);
        Assert.Equal(alone.Labels.ToArray(), together.Labels.ToArray());
    }

    [Fact]
    public void EveryIterationOfEveryStartIsReported()
    {
        var alone = new Reports();
        var together = new Reports();
        (Settings with { Threads = 1 }).Fit(Data, alone);
        (Settings with { Threads = 8 }).Fit(Data, together);
        Assert.Equal(20, together.Count(report => report.Iteration == 0));
        Assert.Equal(alone, together.OrderBy(report => report.Restart));        // a stable order
    }

    [Fact]
    public void AnErrorOrACancellationOfOneEndsAll()
    {
        KMeans settings = Settings with { Threads = 8 };
        Assert.Throws<InvalidInputException>(() => settings.Fit(new Points<double>(new double[200], 2)));
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(
            () => settings.Fit(Data, new Cancelling(cancellation), cancellation.Token));
    }

    private sealed class Reports : List<FitProgress>, IProgress<FitProgress>
    {
        public void Report(FitProgress value) => Add(value);
    }

    private sealed class Cancelling(CancellationTokenSource cancellation) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => cancellation.Cancel();
    }
}
