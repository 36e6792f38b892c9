using Lloyd.Data;

namespace Lloyd.Orleans.Tests;

/// <summary>Workers in this process give the bits of a fit without any.</summary>
public sealed class LocalClusterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    [InlineData(5, 7)]
    public async Task AnyNumberOfWorkersAndFilesGivesTheSameBits(int workers, int files)
    {
        Points<float> points = Given.Blobs(30_000);
        Given.Folder(_folder, points, files);
        var data = new ClusterData { Paths = [_folder] };
        await using Cluster cluster = await Cluster.StartLocalAsync(workers);
        foreach (KMeans settings in new[]
        {
            new KMeans(12) { Seeding = Seeding.Parallel(), Seed = 3 },
            new KMeans(40) { Seeding = Seeding.Random, Restarts = 3, MaxIterations = 6, Scaling = Scaling.Standard },
            new KMeans(3) { Seeding = Seeding.From(points.Slice(0, 3)), Scaling = Scaling.MinMax, Tolerance = null, MaxIterations = 5 },
        })
        {
            KMeansModel expected = settings.Fit(points);
            Assert.Equal(Given.Bits(expected), Given.Bits(await cluster.FitAsync(settings, data)));
        }
    }

    [Fact]
    public async Task FilesThatCannotBeCutAreTakenWholeWithTheirWeights()
    {
        string[] rows = [.. Enumerable.Range(0, 3000).Select(i => $"{i * 37 % 101},{i * 53 % 97},{1 + i % 3}")];
        for (int file = 0; file < 4; file++)
            await File.WriteAllLinesAsync(Path.Combine(_folder, $"{file}.csv"), ["x,y,w", .. rows[(file * 750)..((file + 1) * 750)]]);
        string whole = Path.GetTempFileName();
        await File.WriteAllLinesAsync(whole, ["x,y,w", .. rows]);
        using Table table = Table.Read(whole, new TableOptions { Weight = "w" });
        File.Delete(whole);
        var settings = new KMeans(7) { Seeding = Seeding.Parallel(), Seed = 9 };
        await using Cluster cluster = await Cluster.StartLocalAsync(3);
        KMeansModel model = await cluster.FitAsync(settings, new ClusterData { Paths = [_folder], Weight = "w" });
        Assert.Equal(Given.Bits(settings.Fit(table.ToPoints<double>())), Given.Bits(model));
        Assert.Equal(["x", "y"], model.Columns);
    }

    [Fact]
    public async Task FilesOfAListAreNumberedInTheOrderGiven()
    {
        Points<float> points = Given.Blobs(9000);
        Given.Folder(In("some"), points.Slice(0, 5000), 2);
        Given.Folder(In("more"), points.Slice(5000, 4000), 3);
        string[] last = [In("more/part-00.npy"), In("more/part-01.npy"), In("more/part-02.npy")];
        await using Cluster cluster = await Cluster.StartLocalAsync(2);
        var settings = new KMeans(9) { Seeding = Seeding.Random, Seed = 2, MaxIterations = 5 };

        string expected = Given.Bits(settings.Fit(points));
        Assert.Equal(expected, Given.Bits(await cluster.FitAsync(settings, new ClusterData { Paths = [In("some"), .. last] })));
        Assert.Equal(expected, Given.Bits(await cluster.FitAsync(settings, new ClusterData { Paths = [In("some"), In("more")] })));

        float[] values = [.. points.Slice(5000, 4000).Values, .. points.Slice(0, 5000).Values];
        var turned = new Points<float>(values, points.Dimensions);
        var data = new ClusterData { Paths = [.. last, In("some/part-00.npy"), In("some/part-01.npy")] };
        ClusterJob job = await cluster.StartAsync(settings, data);
        KMeansModel model = await job.ModelAsync(), one = settings.Fit(turned);
        Assert.Equal(Given.Bits(one), Given.Bits(model));
        Assert.NotEqual(expected, Given.Bits(model));       // the order counts: a start is drawn by the numbers of rows
        Assert.Equal((last[0], 4), ((await job.StatusAsync()).Path, (await job.StatusAsync()).MorePaths));
        Assert.Equal(data.Paths, (await job.DataAsync()).Paths);

        using var labels = new MemoryStream();
        ClusterLabels.Write(labels, model, data);
        using var expectedLabels = new MemoryStream();
        TableWriter.WriteLabels(expectedLabels, one.Labels.Span, []);
        Assert.Equal(expectedLabels.ToArray(), labels.ToArray());
    }

    [Fact]
    public async Task WhatIsWrongWithAListIsSaidWithItsFile()
    {
        Given.Folder(_folder, Given.Blobs(300), 2);
        string first = In("part-00.npy"), csv = In("named.csv"), same = In("same.csv");
        await File.WriteAllLinesAsync(csv, ["x,y", "1,2"]);
        await File.WriteAllLinesAsync(same, ["column 1,column 2,column 3,column 4,column 5,column 6", "1,2,3,4,5,6"]);
        await using Cluster cluster = await Cluster.StartLocalAsync(1);
        async Task<string> RefusalAsync(params string[] paths) => (await Assert.ThrowsAsync<InvalidInputException>(
            () => cluster.FitAsync(new KMeans(3) { Seeding = Seeding.Random }, new ClusterData { Paths = paths }))).Message;
        Assert.Contains($"{first} is named more than once", await RefusalAsync(first, In("part-01.npy"), first));
        Assert.Contains($"{first} is named more than once", await RefusalAsync(_folder, first));
        Assert.Contains($"Worker 1: {In("part-07.npy")}: there is no such file", await RefusalAsync(first, In("part-07.npy")));
        Assert.Contains($"{csv} has the columns x, y, and {first} has column 1, column 2", await RefusalAsync(first, csv));
        Assert.Contains("No file is named", await RefusalAsync());
        // Formats may be mixed where the columns are the same.
        Assert.Equal(301, (await cluster.FitAsync(
            new KMeans(3) { Seeding = Seeding.Random }, new ClusterData { Paths = [first, In("part-01.npy"), same] })).PointCount);
    }

    [Fact]
    public async Task EmptyClustersTakeTheFarthestPointsOfAllWorkers()
    {
        Points<float> points = Given.Blobs(20_000);
        Given.Folder(_folder, points, 5);
        // Five of these centroids are where no point is.
        float[] start = [.. points.Slice(0, 3).Values, .. Enumerable.Range(0, 5 * 6).Select(i => 1e4f + i)];
        var settings = new KMeans(8) { Seeding = Seeding.From(new Points<float>(start, 6)) };
        await using Cluster cluster = await Cluster.StartLocalAsync(3);
        Assert.Equal(
            Given.Bits(settings.Fit(points)), Given.Bits(await cluster.FitAsync(settings, new ClusterData { Paths = [_folder] })));
    }

    [Fact]
    public async Task WhatIsWrongWithTheDataIsSaidWithItsFileAndCanBeMended()
    {
        Given.Folder(_folder, Given.Blobs(5000), 3);
        string file = Path.Combine(_folder, "part-01.npy");
        byte[] bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, bytes[..^100]);
        await using Cluster cluster = await Cluster.StartLocalAsync(2);
        ClusterJob job = await cluster.StartAsync(new KMeans(4) { Seeding = Seeding.Random }, new ClusterData { Paths = [_folder] });
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => job.ModelAsync());
        Assert.Contains("part-01.npy", error.Message);
        Assert.DoesNotContain("lloyd resume", error.Message);      // the workers end with this process

        await File.WriteAllBytesAsync(file, bytes);
        await job.ResumeAsync();
        Assert.Equal(5000, (await job.ModelAsync()).PointCount);
    }

    [Fact]
    public async Task ACancelledJobGoesOnToTheSameBits()
    {
        Points<float> points = Given.Blobs(200_000);
        Given.Folder(_folder, points, 2);
        var settings = new KMeans(60) { Seeding = Seeding.Random, Tolerance = null, MaxIterations = 40 };
        await using Cluster cluster = await Cluster.StartLocalAsync(2);
        ClusterJob job = await cluster.StartAsync(settings, new ClusterData { Paths = [_folder] });
        await foreach (JobStatus status in job.WatchAsync())
            if (status.Iteration >= 3)
                break;
        Assert.Equal(JobPhase.Cancelled, (await job.CancelAsync()).Phase);
        Assert.Equal(JobPhase.Cancelled, (await job.StatusAsync()).Phase);
        Assert.Contains("cancelled", (await Assert.ThrowsAsync<InvalidInputException>(() => job.ModelAsync())).Message);

        Assert.True((await job.ResumeAsync()).IsRunning);
        Assert.Equal(Given.Bits(settings.Fit(points)), Given.Bits(await job.ModelAsync()));
        Assert.Equal([job.Id], (await cluster.JobsAsync()).Select(known => known.Id));
    }

    [Fact]
    public async Task CentroidsAndSumsLongerThanAMessageTravelInPieces()
    {
        (Points<float> points, KMeans settings) = Given.LongCentroids(_folder);
        await using Cluster cluster = await Cluster.StartLocalAsync(2);
        Assert.Equal(
            Given.Bits(settings.Fit(points)), Given.Bits(await cluster.FitAsync(settings, new ClusterData { Paths = [_folder] })));
    }

    [Fact]
    public async Task WhatDoesNotFitIsRefusedInWords()
    {
        Given.Folder(_folder, Given.Blobs(100), 2);
        await using Cluster cluster = await Cluster.StartLocalAsync(1);
        async Task<string> RefusalAsync(KMeans settings, string path) => (await Assert.ThrowsAsync<InvalidInputException>(
            () => cluster.FitAsync(settings, new ClusterData { Paths = [path] }))).Message;
        Assert.Contains("parallel", await RefusalAsync(new KMeans(3), _folder));
        Assert.Contains("k = 101", await RefusalAsync(new KMeans(101) { Seeding = Seeding.Random }, _folder));
        Assert.Contains("nowhere", await RefusalAsync(new KMeans(3) { Seeding = Seeding.Random }, Path.Combine(_folder, "nowhere")));
        var unknown = await Assert.ThrowsAsync<InvalidInputException>(() => cluster[Guid.NewGuid()].ModelAsync());
        Assert.Contains("There is no job", unknown.Message);
    }
}
