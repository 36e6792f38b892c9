using System.Text;

namespace Lloyd.Data.Tests;

/// <summary>Tests that count what the whole process allocates run by themselves.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public class Alone;

/// <summary>Rows beyond the memory that is allowed lie in a file, and are the same.</summary>
[Collection("alone")]
public class MemoryTests
{
    [Fact]
    public void Spilled_tables_are_the_same_bits()
    {
        foreach (var policy in Enum.GetValues<MissingPolicy>())
        {
            var written = Written.Of(rows: 4000, seed: 7, missing: policy != MissingPolicy.Error);
            var options = new TableOptions { Missing = policy, OneHot = ["colour"] };
            var expected = Given.Bytes(written.Csv(','), options);
            foreach (byte[] file in new[] { written.Csv(','), written.Arrow(isFile: true, null, batchRows: 500), written.Parquet(global::Parquet.CompressionMethod.Snappy, groupRows: 500) })
            {
                using var table = Given.Bytes(file, options with { Memory = 10_000 });
                Assert.Equal(expected.Columns, table.Columns);
                Assert.True(Given.Values(expected).Select(BitConverter.DoubleToInt64Bits).SequenceEqual(Given.Values(table).Select(BitConverter.DoubleToInt64Bits)));
            }
        }
    }

    /// <summary>Row groups and record batches that memory does not take at once lie in the file from the first, rows that are
    /// dropped among them; so does Parquet that comes through a pipe.</summary>
    [Fact]
    public void Large_runs_of_rows_are_the_same_bits()
    {
        var written = Written.Of(rows: 250_000, seed: 8, missing: true);
        byte[] parquet = written.Parquet(global::Parquet.CompressionMethod.Snappy, groupRows: 220_000);
        foreach (var policy in new[] { MissingPolicy.Drop, MissingPolicy.Mean })
        {
            var options = new TableOptions { Missing = policy };
            var expected = Given.Bytes(parquet, options);
            foreach (var file in new Stream[]
            {
                new MemoryStream(parquet), new Given.Pipe(parquet, atOnce: 1 << 16), new MemoryStream(Written.Zipped(parquet)),
                new MemoryStream(written.Arrow(isFile: true, null, batchRows: 220_000)),
                new MemoryStream(written.Arrow(isFile: false, Apache.Arrow.Ipc.CompressionCodecType.Zstd, batchRows: 90_000)),
            })
            {
                using var table = Given.Stream(file, options with { Memory = 1_000_000 });
                Assert.True(table.IsMapped);
                Assert.Equal(expected.DroppedRows, table.DroppedRows);
                Assert.True(Given.Values(expected).Select(BitConverter.DoubleToInt64Bits).SequenceEqual(Given.Values(table).Select(BitConverter.DoubleToInt64Bits)));
            }
        }
    }

    [Fact]
    public void A_fit_of_spilled_points_sets_no_copies_aside()
    {
        const int rows = 250_000, columns = 16;
        const long bound = (long)rows * columns * sizeof(double) / 10;
        var random = new Random(1);
        var text = new StringBuilder();
        for (int i = 0; i < rows; i++)
            text.AppendJoin(',', Enumerable.Range(0, columns).Select(t => random.Next(1000) + (i % 5 == t ? 3000 : 0))).Append('\n');
        byte[] file = Encoding.UTF8.GetBytes(text.ToString());
        text.Clear();
        var settings = new KMeans(k: 5) { Seeding = Seeding.Random, MaxIterations = 3 };
        var expected = settings.Fit(Given.Bytes(file).ToPoints<double>(), cancellation: TestContext.Current.CancellationToken);

        using var table = Given.Bytes(file, new TableOptions { Memory = bound });
        long before = GC.GetTotalAllocatedBytes(precise: true);
        var model = (settings with { Memory = bound }).Fit(table.ToPoints<double>(), cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, bound);
        Assert.Equal("panel", model.Algorithm);
        Assert.Equal(expected.Labels.ToArray(), model.Labels.ToArray());
        Assert.Equal(expected.Centroids.ToArray(), model.Centroids.ToArray());
        Assert.Equal(expected.Inertia, model.Inertia);
    }

    [Theory]
    [InlineData("k-means++")]
    [InlineData("parallel")]
    public void Where_a_fit_starts_needs_no_copy_either(string name)
    {
        const int rows = 250_000, columns = 16;
        const long bound = (long)rows * columns * sizeof(double) / 5;       // the copy would take 2 + 20 / 16 bytes a value
        var random = new Random(2);
        double[] values = [.. Enumerable.Range(0, rows * columns).Select(_ => (double)random.Next(1000))];
        var points = new Points<double>(values, columns);
        var settings = new KMeans(k: 5) { Seeding = name == "parallel" ? Seeding.Parallel() : Seeding.PlusPlus(), MaxIterations = 1 };
        var expected = settings.Fit(points, cancellation: TestContext.Current.CancellationToken);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        var model = (settings with { Memory = bound }).Fit(points, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, bound);
        Assert.Equal(expected.InitialRows, model.InitialRows);
        Assert.Equal(expected.Labels.ToArray(), model.Labels.ToArray());
    }
}
