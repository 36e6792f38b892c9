using System.Globalization;

namespace Lloyd.Data.Tests;

/// <summary>Labels in every format: what is read back is what was written.</summary>
[Collection("alone")]
public class LabelWriterTests
{
    [Theory]
    [InlineData("labels.csv", LabelFormat.Csv)]
    [InlineData("labels.PARQUET", LabelFormat.Parquet)]
    [InlineData("a.parquet/labels.npy", LabelFormat.Npy)]
    [InlineData("labels", LabelFormat.Csv)]
    public void The_name_says_the_format(string path, LabelFormat format) => Assert.Equal(format, LabelWriter.FormatOf(path));

    [Theory]
    [InlineData(0, 400_000)]
    [InlineData(1, 3)]
    [InlineData(50, 45_000)]
    public void Parquet_brings_back_labels_distances_and_ids(int distances, int rows)
    {
        int[] dropped = [.. Enumerable.Range(0, rows).Where(row => row % 7 == 2 || row == rows - 1)];
        int[] labels = [.. Enumerable.Range(0, rows - dropped.Length).Select(i => i % 11)];
        double[] each = [.. Enumerable.Range(0, labels.Length * distances).Select(i => Math.Sqrt(i))];
        IdColumn number = new("number", [.. Enumerable.Range(0, rows).Select(row => row % 5 == 1 ? null : $"{(1L << 60) + row}")]) { IsInteger = true };
        IdColumn text = new("text", [.. Enumerable.Range(0, rows).Select(row => row % 3 == 0 ? null : $"ä {row}")]);
        byte[] file = Written(writer => InParts(writer, labels, each, distances, dropped, [number, text], rows), LabelFormat.Parquet, distances);

        string[] names = distances == 0 ? [] : distances == 1 ? ["distance"] : [.. Enumerable.Range(0, distances).Select(j => $"distance{j}")];
        var table = Given.Bytes(file, new TableOptions { Ids = ["number", "text"], Missing = MissingPolicy.Drop });
        Assert.Equal(["cluster", .. names], table.Columns);
        Assert.Equal((rows, labels.Length), (table.SourceRows, table.Rows));
        Assert.Equal(dropped, table.DroppedRows);
        double[] values = Given.Values(table);
        int width = 1 + distances;
        Assert.Equal(labels, Enumerable.Range(0, labels.Length).Select(i => (int)values[i * width]));
        Assert.Equal(each, values.Where((_, i) => i % width > 0));
        Assert.Equal((true, false), (table.Ids[0].IsInteger, table.Ids[1].IsInteger));
        Assert.Equal(number.Values, table.Ids[0].Values);
        Assert.Equal(text.Values, table.Ids[1].Values);
        // as a number too: the column has a type
        Assert.Equal(1L << 60, Given.Bytes(file, new TableOptions { Columns = ["number"], Missing = MissingPolicy.Drop }).ToPoints<double>()[0][0]);
    }

    [Fact]
    public void Every_format_says_the_same()
    {
        int[] labels = [2, 0, 1], dropped = [0, 3];
        byte[] Of(LabelFormat format) => Written(writer =>
        {
            writer.Begin(dropped);
            writer.Add(labels);
        }, format);
        string[] lines = System.Text.Encoding.UTF8.GetString(Of(LabelFormat.Csv)).Split('\n');
        Assert.Equal(["cluster", "", "2", "0", "", "1", ""], lines);
        Assert.Equal([-1, 2, 0, -1, 1], Given.Values(Given.Bytes(Of(LabelFormat.Npy))));
        var parquet = Given.Bytes(Of(LabelFormat.Parquet), new TableOptions { Missing = MissingPolicy.Drop });
        Assert.Equal([2, 0, 1], Given.Values(parquet));
        Assert.Equal(dropped, parquet.DroppedRows);
    }

    [Theory]
    [InlineData(LabelFormat.Csv)]
    [InlineData(LabelFormat.Parquet)]
    [InlineData(LabelFormat.Npy)]
    public void Memory_does_not_grow_with_the_rows(LabelFormat format)
    {
        long[] held = Held(format, parts: 160);
        // The middle one, as once in a while a pool of the runtime begins to hold an array for another thread.
        long growth = held.Zip(held[1..], (before, after) => after - before).Order().ElementAt(held.Length / 2);
        Assert.InRange(growth, long.MinValue, 10L * PartRows * (sizeof(int) + sizeof(long)) / 100);
    }

    [Fact]
    public void What_a_format_does_not_hold_is_refused()
    {
        IdColumn taken = new("cluster", ["a"]);
        Assert.Throws<ArgumentException>(() => LabelWriter.Create(new MemoryStream(), LabelFormat.Npy, distances: 2));
        Assert.Throws<InvalidInputException>(() => Written(writer => writer.Begin(ids: [taken]), LabelFormat.Npy));
        Assert.StartsWith("column 'cluster' is carried along (--id), and Parquet cannot have it beside a column of labels or distances of that name",
            Assert.Throws<InvalidInputException>(() => Written(writer => writer.Begin([0], [taken]), LabelFormat.Parquet)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Written(writer => writer.Add([1, 2], [0.5]), LabelFormat.Parquet));
    }

    [Theory]
    [InlineData(LabelFormat.Csv)]
    [InlineData(LabelFormat.Parquet)]
    [InlineData(LabelFormat.Npy)]
    public void A_disk_that_fills_up_is_what_is_told(LabelFormat format) =>
        Assert.Equal("full", Assert.Throws<IOException>(() =>
        {
            using var writer = LabelWriter.Create(new Full(room: 2000), format);
            for (int part = 0; part < 100; part++)
            {
                writer.Begin([0, 1]);
                writer.Add([.. Enumerable.Range(0, 100_000).Select(i => i * 7919 % 9973)]);
            }
        }).Message);

    private const int PartRows = 50_000;

    /// <summary>What lives on the heap after every ten parts.</summary>
    private static long[] Held(LabelFormat format, int parts)
    {
        string?[] ids = [.. Enumerable.Range(0, PartRows).Select(row => row.ToString(CultureInfo.InvariantCulture))];
        IdColumn[] columns = format == LabelFormat.Npy ? [] : [new IdColumn("id", ids) { IsInteger = true }];
        int[] labels = [.. Enumerable.Range(0, PartRows - 1).Select(i => i * 7919 % 9973)];
        using var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.Write, FileShare.Delete, 4096, FileOptions.DeleteOnClose);
        using var writer = LabelWriter.Create(file, format);
        var held = new List<long>();
        for (int part = 0; part < parts; part++)
        {
            writer.Begin([part], columns);
            writer.Add(labels);
            if (part % 10 == 9)
                held.Add(GC.GetTotalMemory(forceFullCollection: true));
        }
        return [.. held];
    }

    private static byte[] Written(Action<LabelWriter> write, LabelFormat format, int distances = 0)
    {
        var stream = new MemoryStream();
        using (var writer = LabelWriter.Create(stream, format, distances))
            write(writer);
        return stream.ToArray();
    }

    /// <summary>Writes a table in parts of different sizes.</summary>
    private static void InParts(LabelWriter writer, int[] labels, double[] each, int distances, int[] dropped, IdColumn[] ids, int rows)
    {
        for (int first = 0, kept = 0, size = 1; first < rows; first += size, size = Math.Min(3 * size, 60_000))
        {
            int end = Math.Min(first + size, rows);
            int[] missing = [.. dropped.SkipWhile(row => row < first).TakeWhile(row => row < end).Select(row => row - first)];
            int count = end - first - missing.Length;
            writer.Begin(missing, [.. ids.Select(id => id with { Values = [.. id.Values.Skip(first).Take(end - first)] })]);
            writer.Add(labels.AsSpan(kept, count), each.AsSpan(kept * distances, count * distances));
            kept += count;
        }
    }

    /// <summary>A disk with little room.</summary>
    private sealed class Full(int room) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > room)
                throw new IOException("full");
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer, offset, count);
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.ToArray(), 0, buffer.Length);
            return ValueTask.CompletedTask;
        }
    }
}
