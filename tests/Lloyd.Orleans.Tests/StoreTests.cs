using System.Collections.Concurrent;
using System.IO.Compression;
using Lloyd.Data;

namespace Lloyd.Orleans.Tests;

/// <summary>Files in a store that is no file system: the same bits, and errors that name worker and file.</summary>
public class StoreTests
{
    private static readonly KMeans s_settings = new(9) { Seeding = Seeding.Parallel(), Seed = 4, MaxIterations = 8, Scaling = Scaling.Standard };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task FilesOfEveryFormatGiveTheSameBits(int workers)
    {
        Points<float> points = Given.Blobs(9000, d: 3);
        var store = new MemoryStore();
        store.Keep("blobs/0.npy", path => Given.Npy(path, points, 0, 4000));
        store.Keep("blobs/1.parquet", path => Given.Parquet(path, Columns(points, 4000, 3000), 1000, 1500, 500));
        store.Keep("blobs/2.csv", path => File.WriteAllLines(path, Lines(points, 7000, 1500)));
        store.Keep("blobs/3.csv.gz", path =>
        {
            using var zip = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
            foreach (string line in Lines(points, 8500, 500))
                zip.WriteLine(line);
        });
        await using Cluster cluster = await Cluster.StartLocalAsync(workers, store: store);
        var data = new ClusterData { Paths = ["blobs"], Precision = Precision.F32 };
        KMeansModel model = await cluster.FitAsync(s_settings, data), expected = s_settings.Fit(points);
        Assert.Equal(Given.Bits(expected), Given.Bits(model));
        Assert.Equal(Given.Bits(expected), Given.Bits(await cluster.FitAsync(
            s_settings, data with { Paths = ["blobs/0.npy", "blobs/1.parquet", "blobs/2.csv", "blobs/3.csv.gz"] })));

        using var labels = new MemoryStream();
        ClusterLabels.Write(labels, model, data, store: store);
        using var expectedLabels = new MemoryStream();
        TableWriter.WriteLabels(expectedLabels, expected.Labels.Span, []);
        Assert.Equal(expectedLabels.ToArray(), labels.ToArray());
    }

    [Fact]
    public async Task EveryWorkerReadsItsRowsOfAnNpyFileAlone()
    {
        Points<float> points = Given.Blobs(300_000);
        var store = new MemoryStore();
        store.Keep("a.npy", path => Given.Npy(path, points, 0, points.Count));
        await using Cluster cluster = await Cluster.StartLocalAsync(3, store: store);
        KMeansModel model = await cluster.FitAsync(s_settings, new ClusterData { Paths = ["a.npy"] });
        Assert.Equal(Given.Bits(s_settings.Fit(points)), Given.Bits(model));
        // The look at the file and the beginnings of the three workers take a block each.
        Assert.InRange(store.BytesRead, 300_000 * 6 * 4, 300_000 * 6 * 4 * 1.25);
    }

    [Fact]
    public async Task WhatAStoreCannotGiveStopsTheJobWithWorkerAndFileAndCanBeMended()
    {
        Points<float> points = Given.Blobs(20_000);
        var store = new MemoryStore();
        store.Keep("blobs/0.npy", path => Given.Npy(path, points, 0, 12_000));
        store.Keep("blobs/1.npy", path => Given.Npy(path, points, 12_000, 8000));
        await using Cluster cluster = await Cluster.StartLocalAsync(2, store: store);
        ClusterJob job = await cluster.StartAsync(s_settings, new ClusterData { Paths = ["blobs/0.npy", "blobs/1.npy", "blobs/2.npy"] });
        async Task<string> ErrorAsync() => (await Assert.ThrowsAsync<InvalidInputException>(() => job.ModelAsync())).Message;
        Assert.Matches("Worker [12]: blobs/2.npy: the store does not give it: KeyNotFoundException: there is no blob", await ErrorAsync());

        job = await cluster.StartAsync(s_settings, new ClusterData { Paths = ["blobs"] });
        store.FailsAfter = 200_000;                 // bytes of a stream
        Assert.Matches("Worker [12]: blobs/0.npy: reading stopped after [0-9]+ bytes: TimeoutException: the store is busy", await ErrorAsync());
        store.FailsAfter = null;
        await job.ResumeAsync();
        Assert.Equal(Given.Bits(s_settings.Fit(points)), Given.Bits(await job.ModelAsync()));

        store.CanSeek = false;
        Assert.Contains("blobs/0.npy: the store opens it as a stream that cannot seek", (await Assert.ThrowsAsync<InvalidInputException>(
            () => cluster.FitAsync(s_settings, new ClusterData { Paths = ["blobs"] }))).Message);
        Assert.Contains("The folder nothing/ holds no files", (await Assert.ThrowsAsync<InvalidInputException>(
            () => cluster.FitAsync(s_settings, new ClusterData { Paths = ["nothing/"] }))).Message);
    }

    private static (string, double[])[] Columns(Points<float> points, int first, int count) =>
        [.. Enumerable.Range(0, points.Dimensions).Select(t => ($"column {t + 1}", Enumerable.Range(first, count).Select(i => (double)points[i][t]).ToArray()))];

    private static IEnumerable<string> Lines(Points<float> points, int first, int count) => Enumerable.Range(first, count)
        .Select(i => string.Join(',', points[i].ToArray().Select(value => $"{value:R}"))).Prepend("column 1,column 2,column 3");

    private sealed class MemoryStore : IFileStore
    {
        private readonly ConcurrentDictionary<string, byte[]> _blobs = [];
        private long _bytesRead;

        public int? FailsAfter { get; set; }

        public bool CanSeek { get; set; } = true;

        public long BytesRead => _bytesRead;

        /// <summary>Keeps what is written to a file, which is deleted.</summary>
        public void Keep(string name, Action<string> write)
        {
            string path = Path.GetTempFileName();
            write(path);
            _blobs[name] = File.ReadAllBytes(path);
            File.Delete(path);
        }

        public IReadOnlyList<string> List(string path, CancellationToken cancellation)
        {
            string[] under = [.. _blobs.Keys.Where(name => name.StartsWith($"{path.TrimEnd('/')}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            return under.Length > 0 || path.EndsWith('/') ? under : [path];
        }

        public Stream Open(string path, CancellationToken cancellation) => _blobs.TryGetValue(path, out byte[]? blob)
            ? new Blob(blob, this)
            : throw new KeyNotFoundException("there is no blob");

        private sealed class Blob(byte[] bytes, MemoryStore store) : MemoryStream(bytes, writable: false)
        {
            public override bool CanSeek => store.CanSeek;

            public override int Read(Span<byte> buffer)
            {
                if (Position > store.FailsAfter)
                    throw new TimeoutException("the store is busy");
                int read = base.Read(buffer);
                Interlocked.Add(ref store._bytesRead, read);
                return read;
            }
        }
    }
}
