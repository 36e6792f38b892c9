namespace Lloyd.Orleans.Tests;

/// <summary>Workers as processes, a Redis, and whatever can be lost of them: the model has the bits of a fit in one
/// process.</summary>
public sealed class FaultTests : IAsyncDisposable
{
    private const int K = 100;
    private const int Endless = 1_000_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;
    private readonly RedisServer _redis = new();
    private readonly List<Tool> _workers = [];
    private readonly Points<float> _points = Given.Blobs(60_000);

    // A job of these goes on until the test ends it, however fast the machine is; the algorithm is the slowest, so that points
    // still move after a fault. The bits are those of any.
    private readonly KMeans _settings =
        new(K) { Seeding = Seeding.Random, Tolerance = null, MaxIterations = Endless, Algorithm = "reference" };

    private Cluster? _cluster;

    private string Data => Path.Combine(_folder, "data");

    private Tool Runner => _workers.Single(worker => worker.Messages.Contains("runs from", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        foreach (Tool worker in _workers)
            worker.Dispose();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _redis.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task AWorkerKilledInAnIterationIsReplacedByTheOthers()
    {
        ClusterJob job = await StartAsync(workers: 3);
        await GoOnAsync(job, workers: 3);
        Tool runner = Runner;
        _workers.First(worker => worker != runner).Kill();
        await AssertSameBitsAsync(job, workers: 2);
    }

    [Fact]
    public async Task TheSiloOfTheJobKilledAnotherGoesOnFromTheLastIteration()
    {
        ClusterJob job = await StartAsync(workers: 3);
        await GoOnAsync(job, workers: 3);
        Tool runner = Runner;
        runner.Kill();
        await AssertSameBitsAsync(job, workers: 2);
        Assert.Contains(_workers, worker => worker != runner && worker.Messages.Contains("runs from", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AHungWorkerIsDeclaredDead()
    {
        ClusterJob job = await StartAsync(workers: 3);
        await GoOnAsync(job, workers: 3);
        Tool runner = Runner, other = _workers.First(worker => worker != runner);
        other.Signal("STOP");
        await AssertSameBitsAsync(job, workers: 2);
        other.Signal("CONT");
    }

    [Fact]
    public async Task AWorkerThatComesTakesItsShare()
    {
        ClusterJob job = await StartAsync(workers: 1);
        await GoOnAsync(job, workers: 1);
        await AddWorkerAsync();
        await AssertSameBitsAsync(job, workers: 2);
    }

    [Fact]
    public async Task AfterTheWholeClusterWasKilledTheJobGoesOn()
    {
        ClusterJob job = await StartAsync(workers: 2);
        await GoOnAsync(job, workers: 2);
        foreach (Tool worker in _workers)
            worker.Kill();
        await _cluster!.DisposeAsync();
        await AddWorkersAsync(2);
        _cluster = await Cluster.JoinAsync(_redis.Address, "lloyd");
        await AssertSameBitsAsync(_cluster[job.Id], workers: 2);
    }

    [Fact]
    public async Task ARedisThatWasAwayIsWaitedFor()
    {
        ClusterJob job = await StartAsync(workers: 2);
        await GoOnAsync(job, workers: 2);
        await _redis.RestartAsync(TimeSpan.FromSeconds(2));
        await AssertSameBitsAsync(job, workers: 2);
    }

    [Fact]
    public async Task AFileThatIsLostStopsTheJobWithItsNameAndTheWorkers()
    {
        ClusterJob job = await StartAsync(workers: 2);
        await GoOnAsync(job, workers: 2);
        // Who has a file mapped keeps it; who takes over from another does not find it.
        Directory.Move(Data, Data + ".lost");
        _workers[0].Kill();
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => job.ModelAsync());
        Assert.Contains("Worker worker-1: ", error.Message);
        Assert.Matches("part-0[0-3].npy", error.Message);
        Assert.Contains($"lloyd resume {job.Id}", error.Message);

        Directory.Move(Data + ".lost", Data);
        await job.ResumeAsync();
        await AssertSameBitsAsync(job, workers: 1);
    }

    [Fact]
    public async Task TheToolThatWaitsIsKilledAndTheJobGoesOn()
    {
        Given.Folder(Data, _points, 4);
        await AddWorkerAsync();
        using var client = new Tool(
            "fit", Data, "-k", $"{K}", "--init", "random", "--tolerance", "none", "--algorithm", "reference", "--iterations", $"{Endless}",
            "--join", _redis.Address);
        await client.SaysAsync("lloyd: job ");
        client.Kill();
        _cluster = await Cluster.JoinAsync(_redis.Address, "lloyd");
        ClusterJob job = Assert.Single(await _cluster.JobsAsync());
        Assert.Contains($"lloyd: job {job.Id}", client.Messages);
        await AssertSameBitsAsync(job, workers: 1);
    }

    private async Task<ClusterJob> StartAsync(int workers)
    {
        Given.Folder(Data, _points, 4);
        await AddWorkersAsync(workers);
        _cluster = await Cluster.JoinAsync(_redis.Address, "lloyd");
        return await _cluster.StartAsync(_settings, new ClusterData { Paths = [Data] });
    }

    private Task AddWorkerAsync() => AddWorkersAsync(1);

    private async Task AddWorkersAsync(int count)
    {
        int first = _workers.Count;
        for (int i = 0; i < count; i++)
            _workers.Add(new Tool("worker", "--join", _redis.Address, "--worker", $"worker-{first + i}", "--threads", "1"));
        foreach (Tool worker in _workers[first..])
            await worker.SaysAsync("works at");
    }

    /// <summary>Waits until so many workers hold the points, and have gone through them a few times.</summary>
    private static async Task GoOnAsync(ClusterJob job, int workers)
    {
        int since = int.MaxValue;
        await foreach (JobStatus status in job.WatchAsync())
        {
            Assert.True(status.IsRunning, $"{status}");
            since = status.Phase == JobPhase.Iterating && status.Workers == workers ? Math.Min(since, status.Iteration) : int.MaxValue;
            if (status.Iteration >= since + 3L)
                return;
        }
    }

    /// <summary>Ends the job a few iterations after so many workers hold the points, and compares.</summary>
    private async Task AssertSameBitsAsync(ClusterJob job, int workers)
    {
        await GoOnAsync(job, workers);
        int last = (await job.CancelAsync()).Iteration + 3;
        await job.ResumeAsync(last);
        KMeansModel expected = (_settings with { MaxIterations = last, Algorithm = KMeans.AutomaticAlgorithm }).Fit(_points);
        Assert.Equal(Given.Bits(expected), Given.Bits(await job.ModelAsync()));
    }
}
