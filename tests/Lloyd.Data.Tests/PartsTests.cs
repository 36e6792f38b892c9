using System.Text;

namespace Lloyd.Data.Tests;

/// <summary>A table that comes in parts is the table.</summary>
[Collection("alone")]
public class PartsTests
{
    [Fact]
    public void Parts_of_every_format_are_the_table_at_once()
    {
        foreach (var policy in Enum.GetValues<MissingPolicy>())
        {
            var written = Written.Of(rows: 1500, seed: 11, missing: policy != MissingPolicy.Error);
            var options = new TableOptions { Missing = policy, OneHot = ["colour"], Ids = ["id"] };
            var encodings = Given.Bytes(written.Csv(','), options).Encodings;
            var files = written.Files().ToArray();
            foreach (bool isKnown in new[] { false, true })
            {
                // one category less than there are: some cells hold an unknown one
                OneHotEncoding[] known = [new("colour", [.. encodings[0].Categories.Skip(1)])];
                var asked = isKnown ? options with { OneHot = [], Encodings = known } : options;
                var expected = Given.Bytes(written.Csv(','), asked);
                Assert.InRange(files.Sum(each => Same(expected, each.File, asked with { Memory = 1 << 13 }, each.Name)), 20, int.MaxValue);
            }
        }
    }

    [Fact]
    public void Text_of_many_chunks_comes_in_many_parts()
    {
        byte[] text = Written.Of(rows: 20_000, seed: 12, missing: true).Csv(',');
        var options = new TableOptions { Missing = MissingPolicy.Drop, Ids = ["id"], Memory = 1 << 13 };
        Assert.InRange(Same(Given.Bytes(text, options with { Memory = null }), text, options, "csv"), 3, 20);
    }

    [Fact]
    public void A_mapped_file_comes_in_parts_too()
    {
        double[] values = [.. Enumerable.Range(0, 6000).Select(i => i / 8.0)];
        Given.InFile(Given.Npy("<f8", "(2000, 3)", Given.AsBytes(values)), path =>
        {
            var sizes = new List<int>();
            var got = new List<double>();
            Table.ReadParts(path, part =>
            {
                sizes.Add(part.Rows);
                got.AddRange(Given.Values(part));
            }, new TableOptions { Memory = 300 * 3 * sizeof(double) });
            Assert.Equal([300, 300, 300, 300, 300, 300, 200], sizes);
            Assert.Equal(values, got);
        });
    }

    [Fact]
    public void Weights_come_with_their_rows()
    {
        string text = "x,w\n" + string.Concat(Enumerable.Range(1, 5000).Select(i => i % 7 == 0 ? $",{i}\n" : $"{i},{i}\n"));
        var weights = new List<double>();
        var notes = Table.ReadParts(new MemoryStream(Encoding.UTF8.GetBytes(text)), part =>
        {
            Assert.Equal(Given.Values(part), part.Weights.ToArray());
            weights.AddRange(part.Weights.ToArray());
        }, new TableOptions { Weight = "w", Missing = MissingPolicy.Drop, Memory = 1000 });
        Assert.Equal(Enumerable.Range(1, 5000).Where(i => i % 7 != 0).Select(i => (double)i), weights);
        Assert.Equal(["dropped 714 of 5000 rows for missing cells"], notes);
    }

    [Fact]
    public void What_is_wrong_late_in_the_file_is_said_with_its_line()
    {
        string text = "x\n" + string.Concat(Enumerable.Repeat("1\n", 100_000)) + "many\n";
        int rows = 0;
        string error = Given.Error(() => Table.ReadParts(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), part => rows += part.Rows, new TableOptions { Memory = 8000 }));
        Assert.StartsWith("input: line 100002, column 'x': 'many' is not a number", error, StringComparison.Ordinal);
        Assert.InRange(rows, 1, 100_000);
    }

    [Fact]
    public void Rows_that_are_all_dropped_are_an_error_at_the_end()
    {
        string text = "x,y\n" + string.Concat(Enumerable.Repeat("1,\n", 5)) + string.Concat(Enumerable.Repeat(",1\n", 30_000));
        int dropped = 0;
        string error = Given.Error(() => Table.ReadParts(new MemoryStream(Encoding.UTF8.GetBytes(text)), part =>
        {
            Assert.Equal(0, part.Rows);
            dropped += part.DroppedRows.Count;
        }, new TableOptions { Missing = MissingPolicy.Drop, Memory = 8000 }));
        Assert.StartsWith("input: every one of the 30005 rows has a missing cell", error, StringComparison.Ordinal);
        Assert.InRange(dropped, 1000, 30_005);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("npy")]
    [InlineData("parquet")]
    [InlineData("arrow")]
    public void Memory_does_not_grow_with_the_rows(string format)
    {
        long few = MostHeld(format, rows: 50_000), many = MostHeld(format, rows: 400_000);
        // sixteen times the difference would be the rows themselves
        Assert.InRange(many - few, long.MinValue, (400_000 - 50_000) * Columns * sizeof(double) / 16);
    }

    private const int Columns = 16;

    /// <summary>The most that lives on the heap while a part is looked at.</summary>
    private static long MostHeld(string format, int rows)
    {
        string path = Path.Combine(Path.GetTempPath(), $"lloyd-{Path.GetRandomFileName()}");
        try
        {
            Wide.Write(format, path, rows, Columns);
            long most = 0, before = GC.GetTotalMemory(forceFullCollection: true);
            int read = 0;
            using Stream pipe = new Once(File.OpenRead(path));
            Table.ReadParts(format == "parquet" ? ((Once)pipe).Inner : pipe, part =>
            {
                read += part.Rows;
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }, new TableOptions { Memory = 1 << 20 });
            Assert.Equal(rows, read);
            return most;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <returns>How many parts there were.</returns>
    private static int Same(Table expected, byte[] file, TableOptions options, string name)
    {
        var values = new List<double>();
        var ids = new List<string?>();
        var dropped = new List<int>();
        int rows = 0, parts = 0;
        var notes = Table.ReadParts(new MemoryStream(file), part =>
        {
            Assert.Equal(expected.Columns, part.Columns);
            values.AddRange(Given.Values(part));
            ids.AddRange(part.Ids[0].Values);
            dropped.AddRange(part.DroppedRows.Select(row => rows + row));
            rows += part.SourceRows;
            Assert.InRange(part.SourceRows, 1, expected.SourceRows);
            parts++;
        }, options);
        Assert.Equal(expected.SourceRows, rows);
        Assert.True(Given.Values(expected).Select(BitConverter.DoubleToInt64Bits).SequenceEqual(values.Select(BitConverter.DoubleToInt64Bits)), name);
        Assert.True(expected.DroppedRows.SequenceEqual(dropped), name);
        Assert.True(expected.Ids[0].Values.SequenceEqual(ids), name);
        Assert.Equal(expected.Notes, notes);
        return parts;
    }

    /// <summary>A stream that cannot seek.</summary>
    private sealed class Once(Stream inner) : Stream
    {
        public Stream Inner => inner;
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);
        public override int Read(Span<byte> buffer) => inner.Read(buffer);
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
