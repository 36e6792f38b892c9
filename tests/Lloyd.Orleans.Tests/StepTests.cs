namespace Lloyd.Orleans.Tests;

/// <summary>The steps of a fit by workers are those of <see cref="KMeans.Steps{T}(Points{T}, CancellationToken)"/>, bit for
/// bit.</summary>
public sealed class StepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ClusterData Data => new() { Paths = [_folder] };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task EveryStepIsGivenOnceWithItsBits(int workers)
    {
        Points<float> points = Given.Blobs(20_000);
        Given.Folder(_folder, points, 4);
        float[] far = [.. points.Slice(0, 3).Values, .. Enumerable.Range(0, 5 * 6).Select(i => 1e4f + i)];
        await using Cluster cluster = await Cluster.StartLocalAsync(workers);
        foreach (KMeans settings in new[]
        {
            new KMeans(12) { Seeding = Seeding.Parallel(), Seed = 3 },
            new KMeans(30) { Seeding = Seeding.Random, MaxIterations = 7, Scaling = Scaling.Standard },
            new KMeans(8) { Seeding = Seeding.From(new Points<float>(far, 6)), Tolerance = null, MaxIterations = 5 },
        })
        {
            List<string> steps = [];
            await foreach (Step step in cluster.StepsAsync(settings, Data))
                steps.Add(Bits(step));
            Assert.Equal(settings.Steps(points).Select(Bits), steps);
        }
        Assert.All(await cluster.JobsAsync(), job => Assert.Equal(JobPhase.Done, job.StatusAsync().Result.Phase));
    }

    [Fact]
    public async Task TheStepsOfEveryStartFollowEachOther()
    {
        Points<float> points = Given.Blobs(5000);
        Given.Folder(_folder, points, 2);
        var settings = new KMeans(9) { Seeding = Seeding.Random, Restarts = 3, MaxIterations = 4 };
        await using Cluster cluster = await Cluster.StartLocalAsync(2);
        List<string> steps = [];
        await foreach (Step step in cluster.StepsAsync(settings, Data))
            steps.Add(Bits(step));
        Assert.Equal(Enumerable.Range(0, 3).SelectMany(restart => settings.Steps(points, restart)).Select(Bits), steps);
    }

    [Fact]
    public async Task CentroidsLongerThanAMessageTravelInPieces()
    {
        (Points<float> points, KMeans settings) = Given.LongCentroids(_folder);
        await using Cluster cluster = await Cluster.StartLocalAsync(2);
        List<string> steps = [];
        await foreach (Step step in cluster.StepsAsync(settings, Data))
            steps.Add(Bits(step));
        Assert.Equal(settings.Steps(points).Select(Bits), steps);
    }

    [Fact]
    public async Task WhoJoinsLateSeesTheStepsFromThenOn()
    {
        Points<float> points = Given.Blobs(5000);
        Given.Folder(_folder, points, 2);
        var settings = new KMeans(20) { Seeding = Seeding.Random, Tolerance = null, MaxIterations = 1_000_000_000 };
        await using Cluster cluster = await Cluster.StartLocalAsync(2);
        ClusterJob job = await cluster.StartAsync(settings, Data);
        int joined = 0;
        await foreach (JobStatus status in job.WatchAsync())
            if ((joined = status.Iteration) >= 3)
                break;
        List<Step> steps = [];
        var cancelled = await Assert.ThrowsAsync<InvalidInputException>(async () =>
        {
            await foreach (Step step in job.StepsAsync())
            {
                steps.Add(step);
                if (steps.Count == 5)
                    await job.CancelAsync();
            }
        });
        Assert.Contains("was cancelled", cancelled.Message);
        int first = steps[0].Iteration;
        Assert.InRange(first, joined, int.MaxValue);
        Assert.Equal(Enumerable.Range(first, steps.Count), steps.Select(step => step.Iteration));
        Assert.InRange(steps.Count, 5, int.MaxValue);
        Assert.Equal(settings.Steps(points).Skip(first).Take(steps.Count).Select(Bits), steps.Select(Bits));

        // Resumed, it does its last iteration again, and tells of it what it told before.
        int last = steps[^1].Iteration;
        await job.ResumeAsync(last + 3);
        List<Step> rest = [];
        await foreach (Step step in job.StepsAsync())
            rest.Add(step);
        Assert.Equal(
            (settings with { MaxIterations = last + 3 }).Steps(points).Skip(rest[0].Iteration).Select(Bits), rest.Select(Bits));
        Assert.True(rest[^1].Final);
    }

    [Fact]
    public async Task AskingNoMoreCancelsTheJobThatTheyBegan()
    {
        Given.Folder(_folder, Given.Blobs(5000), 2);
        var settings = new KMeans(20) { Seeding = Seeding.Random, Tolerance = null, MaxIterations = 1_000_000_000 };
        await using Cluster cluster = await Cluster.StartLocalAsync(1);
        await foreach (Step step in cluster.StepsAsync(settings, Data))
            if (step.Iteration == 2)
                break;
        ClusterJob job = Assert.Single(await cluster.JobsAsync());
        Assert.Equal(JobPhase.Cancelled, (await job.StatusAsync()).Phase);
    }

    [Fact]
    public async Task WhatCannotBeReadIsSaid()
    {
        await using Cluster cluster = await Cluster.StartLocalAsync(1);
        async Task<string> ErrorAsync(IAsyncEnumerable<Step> steps) => (await Assert.ThrowsAsync<InvalidInputException>(async () =>
        {
            await foreach (Step step in steps)
                Assert.Fail($"step {step.Iteration}");
        })).Message;
        var settings = new KMeans(2) { Seeding = Seeding.Random };
        Assert.Contains("nowhere", await ErrorAsync(cluster.StepsAsync(settings, new ClusterData { Paths = [Path.Combine(_folder, "nowhere")] })));
        Assert.Contains("parallel", await ErrorAsync(cluster.StepsAsync(new KMeans(2), Data)));
        Assert.Contains("There is no job", await ErrorAsync(cluster[Guid.NewGuid()].StepsAsync()));
    }

    [Fact]
    public void TheLatestStepsAreKeptUpToALimit()
    {
        var steps = new RecentSteps(most: 10);
        Assert.False(steps.AreWatched);
        for (int i = 0; i < 5; i++)
            steps.Add(i, new byte[4]);
        steps.Add(3, new byte[9]);          // an iteration that is done again
        Assert.Equal(3, steps.After(-1)!.Value.Ordinal);
        Assert.True(steps.AreWatched);
        Assert.Equal(4, steps.After(3)!.Value.Ordinal);
        Assert.Equal(4, steps.At(3)!.Length);
        Assert.Null(steps.After(4));
        Assert.Null(steps.At(2));
        steps.Add(5, new byte[11]);
        Assert.Equal(5, steps.After(-1)!.Value.Ordinal);
    }

    private static string Bits(Step step) =>
        $"{step.Iteration}: centroids {Given.Hash(step.Centroids.Span)}, counts {Given.Hash(step.Counts.Span)}, inertia {step.Inertia:R}, "
        + $"{step.Changed} changed, movement {step.Movement:R}, final {step.Final}, offsets {Given.Hash(step.Metric.Offsets.Span)}, "
        + $"ranges {Given.Hash(step.Metric.Ranges.Span)}";
}
