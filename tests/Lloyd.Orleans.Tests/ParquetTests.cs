using Lloyd.Data;
using Parquet;
using Parquet.Meta;

namespace Lloyd.Orleans.Tests;

/// <summary>Workers share a Parquet file by its row groups.</summary>
public sealed class ParquetTests : IDisposable
{
    private const int Rows = 24_000;

    private static readonly KMeans s_settings = new(9) { Seeding = Seeding.Parallel(), Seed = 4, MaxIterations = 8 };

    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Data => Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;

    [Theory]
    [InlineData(1, MissingPolicy.Error)]
    [InlineData(2, MissingPolicy.Drop)]
    [InlineData(3, MissingPolicy.Drop)]
    public async Task UnequalRowGroupsOfAnyNumberOfWorkersGiveTheSameBits(int workers, MissingPolicy missing)
    {
        (string, double[])[] columns = Columns(withMissing: missing == MissingPolicy.Drop);
        Write("a.parquet", columns, 0, 7000, 1, 2500, 3000);
        Write("b.parquet", columns, 12_501, 30);
        Write("c.parquet", columns, 12_531, 1000, 1000, 1000, 4000, 4469);
        string whole = Path.Combine(_folder, "whole.parquet");
        Given.Parquet(whole, columns, Rows);
        var data = new ClusterData { Paths = [Data], Columns = ["x", "y", "z"], Weight = "w", Missing = missing };
        using Table table = Table.Read(whole, new TableOptions { Columns = data.Columns, Weight = "w", Missing = missing });
        KMeansModel expected = s_settings.Fit(table.ToPoints<double>());

        await using Cluster cluster = await Cluster.StartLocalAsync(workers);
        KMeansModel model = await cluster.FitAsync(s_settings, data);
        Assert.Equal(Given.Bits(expected), Given.Bits(model));

        using var labels = new MemoryStream();
        ClusterLabels.Write(labels, model, data);
        using var expectedLabels = new MemoryStream();
        TableWriter.WriteLabels(expectedLabels, expected.Labels.Span, table.DroppedRows);
        Assert.Equal(expectedLabels.ToArray(), labels.ToArray());
    }

    [Fact]
    public void OneFileIsCutByRowGroupsAndNoneIsReadForIt()
    {
        Write("a.parquet", Columns(), 0, 1000, 500, 10_000, 1, 1999, 2000, 8500);
        Damage("a.parquet", group: 2, column: 0);
        Part[] parts = DataFiles.Cut(DataFiles.Survey(new WorkerOptions(), new ClusterData { Paths = [Data] }, default));
        Assert.Equal([(0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7)], parts.Select(part => (part.FirstGroup, part.EndGroup)));
        Assert.Equal([1500, 10_000, 1, 1999, 2000, 8500], parts.Select(part => part.Count));
        Assert.Equal([0L, 1500, 11_500, 11_501, 13_500, 15_500], parts.Select(part => part.First));
        Assert.All(Spread.Over(parts, [1, 2, 3], new Dictionary<int, Part[]>()).Values, Assert.NotEmpty);
    }

    [Fact]
    public void RowGroupsOfWhichNothingIsLeftGoWithOthers()
    {
        (string Name, double[] Values)[] columns = Columns();
        Array.Fill(columns[1].Values, double.NaN, 0, 2000);         // all of the first row group
        Array.Fill(columns[1].Values, double.NaN, 12_000, 12_000);  // and of the last two
        columns[1].Values[7777] = double.NaN;
        Write("a.parquet", columns, 0, 2000, 10_000, 4000, 8000);
        var data = new ClusterData { Paths = [Data], Missing = MissingPolicy.Drop };
        Part[] parts = DataFiles.Cut(DataFiles.Survey(new WorkerOptions(), data, default));
        Assert.Equal([new Part(Path.Combine(Data, "a.parquet"), 0, 9999, 0, 0, 4)], parts);
    }

    [Fact]
    public async Task ADamagedRowGroupStopsTheJobWithItsPlaceAndCanBeMended()
    {
        (string, double[])[] columns = Columns();
        Write("a.parquet", columns, 0, 4000, 4000, 4000, 4000, 4000, 4000);
        string file = Path.Combine(Data, "a.parquet");
        byte[] whole = await File.ReadAllBytesAsync(file);
        Damage("a.parquet", group: 3, column: 1);
        await using Cluster cluster = await Cluster.StartLocalAsync(2);
        ClusterJob job = await cluster.StartAsync(s_settings, new ClusterData { Paths = [Data] });
        string error = (await Assert.ThrowsAsync<InvalidInputException>(() => job.ModelAsync())).Message;
        Assert.Matches("Worker [12]: .*a.parquet: row group 4, column 'y': ", error);
        Assert.DoesNotContain("lloyd resume", error);      // the workers end with this process

        await File.WriteAllBytesAsync(file, whole);
        await job.ResumeAsync();
        using Table table = Table.Read(file);
        Assert.Equal(Given.Bits(s_settings.Fit(table.ToPoints<double>())), Given.Bits(await job.ModelAsync()));
    }

    [Fact]
    public async Task AFileThatIsCutShortStopsTheJobAndCanBeMended()
    {
        Write("a.parquet", Columns(), 0, 12_000, 12_000);
        string file = Path.Combine(Data, "a.parquet");
        byte[] whole = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, whole[..(whole.Length / 2)]);
        await using Cluster cluster = await Cluster.StartLocalAsync(2);
        ClusterJob job = await cluster.StartAsync(s_settings, new ClusterData { Paths = [Data] });
        string error = (await Assert.ThrowsAsync<InvalidInputException>(() => job.ModelAsync())).Message;
        Assert.Matches("Worker [12]: .*a.parquet: the Parquet file does not end as one does", error);

        await File.WriteAllBytesAsync(file, whole);
        await job.ResumeAsync();
        using Table table = Table.Read(file);
        Assert.Equal(Given.Bits(s_settings.Fit(table.ToPoints<double>())), Given.Bits(await job.ModelAsync()));
    }

    [Fact]
    public async Task AMissingCellIsNamedByItsRowInTheFile()
    {
        (string Name, double[] Values)[] columns = Columns();
        columns[2].Values[20_122] = double.NaN;
        Write("a.parquet", columns, 0, 8000, 8000, 8000);
        await using Cluster cluster = await Cluster.StartLocalAsync(3);
        string error = (await Assert.ThrowsAsync<InvalidInputException>(
            () => cluster.FitAsync(s_settings, new ClusterData { Paths = [Data] }))).Message;
        Assert.Contains("a.parquet: row 20123, column 'z': 'null' marks a missing value", error);
    }

    [Fact]
    public async Task FilesThatHaveChangedAreNotLabelled()
    {
        Write("a.parquet", Columns(), 0, 8000, 8000);
        var data = new ClusterData { Paths = [Data] };
        await using Cluster cluster = await Cluster.StartLocalAsync(1);
        KMeansModel model = await cluster.FitAsync(s_settings, data);
        Write("b.parquet", Columns(), 0, 10);
        string error = Assert.Throws<InvalidInputException>(() => ClusterLabels.Write(new MemoryStream(), model, data)).Message;
        Assert.Contains("16010 points, but the job had 16000", error);
    }

    /// <summary>Three columns of blobs, and weights.</summary>
    private static (string Name, double[] Values)[] Columns(bool withMissing = false)
    {
        Points<float> blobs = Given.Blobs(Rows, d: 3);
        double[] Column(int t) => [.. Enumerable.Range(0, Rows).Select(i => withMissing && (i * 7 + t) % 97 == 0 ? double.NaN : blobs[i][t])];
        return [("x", Column(0)), ("y", Column(1)), ("z", Column(2)), ("w", [.. Enumerable.Range(0, Rows).Select(i => 1 + i % 5 / 4.0)])];
    }

    private void Write(string name, (string Name, double[] Values)[] columns, int first, params int[] groups) =>
        Given.Parquet(Path.Combine(Data, name), Array.ConvertAll(columns, column => (column.Name, column.Values[first..])), groups);

    /// <summary>Overwrites the head of a column of a row group.</summary>
    private void Damage(string name, int group, int column)
    {
        using FileStream file = File.Open(Path.Combine(Data, name), FileMode.Open, FileAccess.ReadWrite);
        ColumnMetaData chunk = Task.Run(async () =>
        {
            ParquetReader reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true);
            return reader.Metadata!.RowGroups[group].Columns[column].MetaData!;
        }).GetAwaiter().GetResult();
        file.Position = chunk.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, chunk.DataPageOffset) : chunk.DataPageOffset;
        file.Write([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    }
}
