namespace Lloyd.Orleans.Tests;

/// <summary>Workers as processes, a Redis, and whatever can be lost of them: the model has the bits of a fit in one
/// process.</summary>
public sealed class FaultTests : IAsyncDisposable
{
    private const int K = 100;
    private const int Iterations = 40;

    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;
    private readonly RedisServer _redis = new();
    private readonly List<Tool> _workers = [];
    private readonly Points<float> _points = Given.Blobs(60_000);

    // The slowest algorithm, so that there is time for a fault; the bits are those of any.
    private readonly KMeans _settings =
        new(K) { Seeding = Seeding.Random, Tolerance = null, MaxIterations = Iterations, Algorithm = "reference" };

    private Cluster? _cluster;

    private string Data => Path.Combine(_folder, "data");

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        foreach (Tool worker in _workers)
            worker.Dispose();
        _redis.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task AWorkerKilledInAnIterationIsReplacedByTheOthers()
    {
        ClusterJob job = await StartAsync(workers: 3);
        await ReachAsync(job, 5);
        // Whichever has the job's loop, it is killed in this test or in the next one.
        _workers[0].Kill();
        await ReachAsync(job, 15);
        await AssertSameBitsAsync(job);
    }

    [Fact]
    public async Task TheSiloOfTheJobKilledAnotherGoesOnFromTheLastIteration()
    {
        ClusterJob job = await StartAsync(workers: 3);
        await ReachAsync(job, 5);
        Tool runner = _workers.Single(worker => worker.Messages.Contains("runs from", StringComparison.Ordinal));
        runner.Kill();
        await AssertSameBitsAsync(job);
        Assert.Contains(_workers, worker => worker != runner && worker.Messages.Contains("runs from", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AHungWorkerIsDeclaredDead()
    {
        ClusterJob job = await StartAsync(workers: 3);
        await ReachAsync(job, 5);
        Tool other = _workers.First(worker => !worker.Messages.Contains("runs from", StringComparison.Ordinal));
        other.Signal("STOP");
        await AssertSameBitsAsync(job);
        other.Signal("CONT");
    }

    [Fact]
    public async Task AWorkerThatComesTakesItsShare()
    {
        ClusterJob job = await StartAsync(workers: 1, 3 * Iterations);
        await ReachAsync(job, 3);
        await AddWorkerAsync();
        await foreach (JobStatus status in job.WatchAsync())
            if (status.Workers == 2)
                break;
        Assert.Equal(2, (await job.StatusAsync()).Workers);
        await AssertSameBitsAsync(job, 3 * Iterations);
    }

    [Fact]
    public async Task AfterTheWholeClusterWasKilledTheJobGoesOn()
    {
        ClusterJob job = await StartAsync(workers: 2);
        await ReachAsync(job, 5);
        foreach (Tool worker in _workers)
            worker.Kill();
        await _cluster!.DisposeAsync();
        await AddWorkerAsync();
        await AddWorkerAsync();
        _cluster = await Cluster.JoinAsync(_redis.Address, "lloyd");
        await AssertSameBitsAsync(_cluster[job.Id]);
    }

    [Fact]
    public async Task ARedisThatWasAwayIsWaitedFor()
    {
        ClusterJob job = await StartAsync(workers: 2);
        await ReachAsync(job, 5);
        await _redis.RestartAsync(TimeSpan.FromSeconds(2));
        await AssertSameBitsAsync(job);
    }

    [Fact]
    public async Task AFileThatIsLostStopsTheJobWithItsNameAndTheWorkers()
    {
        ClusterJob job = await StartAsync(workers: 2);
        await ReachAsync(job, 3);
        // Who has a file mapped keeps it; who takes over from another does not find it.
        Directory.Move(Data, Data + ".lost");
        _workers[0].Kill();
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => job.ModelAsync());
        Assert.Contains("Worker worker-1: ", error.Message);
        Assert.Matches("part-0[0-3].npy", error.Message);

        Directory.Move(Data + ".lost", Data);
        await job.ResumeAsync();
        await AssertSameBitsAsync(job);
    }

    [Fact]
    public async Task TheToolFitsDetachedAndIsKilledAndTheJobGoesOn()
    {
        Given.Folder(Data, _points, 4);
        await AddWorkerAsync();
        string[] cluster = ["--join", _redis.Address];
        string[] fit = ["fit", Data, "-k", $"{K}", "--init", "random", "--tolerance", "none", "--algorithm", "reference", .. cluster];

        using var client = new Tool([.. fit, "--iterations", $"{Iterations}"]);
        await client.SaysAsync("lloyd: job ");
        client.Kill();
        string id = client.Messages.Split("lloyd: job ")[1][..36];
        string model = Path.Combine(_folder, "model.lloyd");
        (int exit, string output, string messages) = await Tool.RunAsync(["resume", id, "-o", model, .. cluster]);
        Assert.True(exit == 0, messages);
        Assert.Contains($"{_points.Count} points", output);
        Assert.Equal(Expected(Iterations), Given.Bits(KMeansModel.Load(await File.ReadAllBytesAsync(model))));

        // One that would take hours.
        (exit, output, _) = await Tool.RunAsync([.. fit, "--iterations", "1000000", "--detach"]);
        Assert.Equal(0, exit);
        string detached = output.Trim();
        (exit, output, messages) = await Tool.RunAsync(["cancel", detached, .. cluster]);
        Assert.True(exit == 0 && output.Contains("cancelled", StringComparison.Ordinal), output + messages);
        (_, output, _) = await Tool.RunAsync(["status", .. cluster]);
        Assert.Contains(id, output);
        Assert.Contains(detached, output);
        (exit, _, messages) = await Tool.RunAsync(["status", Guid.NewGuid().ToString(), .. cluster]);
        Assert.Equal(1, exit);
        Assert.Contains("There is no job", messages);
    }

    private async Task<ClusterJob> StartAsync(int workers, int iterations = Iterations)
    {
        Given.Folder(Data, _points, 4);
        for (int i = 0; i < workers; i++)
            _workers.Add(Worker(i));
        foreach (Tool worker in _workers)
            await worker.SaysAsync("works at");
        _cluster = await Cluster.JoinAsync(_redis.Address, "lloyd");
        return await _cluster.StartAsync(_settings with { MaxIterations = iterations }, new ClusterData { Path = Data });
    }

    private async Task AddWorkerAsync()
    {
        _workers.Add(Worker(_workers.Count));
        await _workers[^1].SaysAsync("works at");
    }

    private Tool Worker(int number) => new("worker", "--join", _redis.Address, "--worker", $"worker-{number}", "--threads", "1");

    private static async Task ReachAsync(ClusterJob job, int iteration)
    {
        await foreach (JobStatus status in job.WatchAsync())
            if (status.Iteration >= iteration || !status.IsRunning)
                break;
        JobStatus reached = await job.StatusAsync();
        Assert.True(reached.IsRunning, $"{reached}");
    }

    private async Task AssertSameBitsAsync(ClusterJob job, int iterations = Iterations) =>
        Assert.Equal(Expected(iterations), Given.Bits(await job.ModelAsync()));

    private string Expected(int iterations) => Given.Bits(
        (_settings with { MaxIterations = iterations, Algorithm = KMeans.AutomaticAlgorithm }).Fit(_points));
}
