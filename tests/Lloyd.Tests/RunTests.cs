using Lloyd.Datasets;

namespace Lloyd.Tests;

/// <summary>The run behind a model, and what is told of it on the way.</summary>
public class RunTests
{
    private static readonly Points<double> Data = new Blobs { Samples = 600, Centers = 6, Std = 3, Seed = 5 }.Make().Points;
    private static readonly KMeans Settings = new(6) { Seeding = Seeding.Random, Restarts = 5, Tolerance = 0, Seed = 2 };

    [Fact]
    public void TheRunOfAModelEndsAsTheModel()
    {
        KMeansModel model = Settings.Fit(Data);
        Step[] steps = [.. Settings.Steps(Data, model.Restart)];
        Assert.Equal(model.Iterations + 1, steps.Length);
        Assert.Equal(model.Inertia, steps[^1].Inertia);
        Assert.Equal(model.Centroids.ToArray(), steps[^1].Centroids.ToArray());
        Assert.Equal(model.Labels.ToArray(), steps[^1].Labels.ToArray());
        Assert.Equal(steps.Select(step => step.Inertia), Settings.Steps(Data).Select(step => step.Inertia));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void AStartThatIsNotThereIsRefused(int restart) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Settings.Steps(Data, restart));

    [Fact]
    public void EveryIterationOfEveryStartIsTold()
    {
        var told = new List<FitProgress>();
        Settings.Fit(Data, new Listener(told));
        for (int restart = 0; restart < Settings.Restarts; restart++)
            Assert.Equal(
                Settings.Steps(Data, restart).Select(step => new FitProgress(restart, step.Iteration, step.Changed)),
                told.Where(at => at.Restart == restart));
    }

    private sealed class Listener(List<FitProgress> told) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => told.Add(value);
    }
}
