namespace Lloyd.Data.Tests;

/// <summary>The same table gives the same bits from a file of any format.</summary>
public class FormatTests
{
    private static readonly TableOptions Options = new() { OneHot = ["colour"], Ids = ["id"] };

    public static TheoryData<MissingPolicy> Policies => [MissingPolicy.Error, MissingPolicy.Drop, MissingPolicy.Mean];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_format_gives_the_same_table(MissingPolicy policy)
    {
        for (int seed = 0; seed < 8; seed++)
        {
            var written = Written.Of(rows: 20 + 37 * seed, seed, missing: policy != MissingPolicy.Error);
            var options = Options with { Missing = policy };
            var expected = Given.Bytes(written.Csv(','), options);
            Assert.Equal(["x", "n", "flag", "when", "price", "colour=\"so\"", "colour=a b", "colour=blue", "colour=gelb;",
                "colour=green, dark", "colour=red", "colour=ä"], expected.Columns);
            foreach (var (name, file) in written.Files())
                foreach (bool isPipe in new[] { false, true })
                    Same(expected, isPipe ? Given.Stream(new Given.Pipe(file, atOnce: 1000), options) : Given.Bytes(file, options), name);
        }
    }

    [Fact]
    public void Npy_gives_the_same_numbers()
    {
        var written = Written.Of(rows: 50, seed: 3, missing: true);
        var options = new TableOptions { Missing = MissingPolicy.Drop, Columns = ["x", "n", "flag", "when"] };
        double[] numbers = [.. Enumerable.Range(0, 50).SelectMany(i => new[]
        {
            written.X[i] ?? double.NaN, written.N[i], written.Flag[i] is { } flag ? flag ? 1 : 0 : double.NaN,
            written.When[i] is { } when ? (when - DateTime.UnixEpoch).TotalDays : double.NaN,
        })];
        var fromCsv = Given.Bytes(written.Csv(','), options);
        var fromNpy = Given.Bytes(Given.Npy("<f8", "(50, 4)", Given.AsBytes(numbers)), options with { Columns = null });
        Assert.Equal(fromCsv.DroppedRows, fromNpy.DroppedRows);
        for (int i = 0; i < fromCsv.Rows; i++)
            for (int t = 0; t < 4; t++)
                Assert.Equal(Given.Values(fromCsv)[i * 4 + t], Given.Values(fromNpy)[i * 4 + t], tolerance: t == 3 ? 1e-9 : 0);
    }

    [Fact]
    public void The_policy_for_missing_cells_is_the_same_everywhere()
    {
        var written = Written.Of(rows: 30, seed: 5, missing: true);
        int row = Array.FindIndex(written.Flag, flag => flag is null);
        foreach (var (name, file) in written.Files())
            Assert.Contains(
                name.Contains("sv", StringComparison.Ordinal) ? $"line {row + 2}, column 'flag': the cell is empty" : $"row {row + 1}, column 'flag': 'null' marks a missing value",
                Given.Error(() => Given.Bytes(file, new TableOptions { Columns = ["flag"] })), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_chosen_and_not_encoded_is_an_error()
    {
        var written = Written.Of(rows: 10, seed: 5, missing: false);
        foreach (var (name, file) in written.Files())
        {
            string error = Given.Error(() => Given.Bytes(file, new TableOptions { Columns = ["colour"] }));
            Assert.Contains(name.Contains("sv", StringComparison.Ordinal) ? "column 'colour': 'red' is not a number" : "column 'colour' holds no numbers but text; encode it (--one-hot)", error, StringComparison.Ordinal);
            Assert.Equal(["colour", "id"], Given.Bytes(file).SkippedColumns.Select(column => column.Name));
        }
    }

    private static void Same(Table expected, Table table, string name)
    {
        Assert.Equal(expected.Columns, table.Columns);
        Assert.True(Given.Values(expected).Select(BitConverter.DoubleToInt64Bits).SequenceEqual(
            Given.Values(table).Select(BitConverter.DoubleToInt64Bits)), name);
        Assert.Equal(expected.DroppedRows, table.DroppedRows);
        Assert.Equal(expected.SourceRows, table.SourceRows);
        Assert.Equal(expected.Missing, table.Missing);
        Assert.Equal(expected.DateColumns, table.DateColumns);
        Assert.Equal(expected.Encodings[0].Categories, table.Encodings[0].Categories);
        Assert.Equal(expected.Ids[0].Values, table.Ids[0].Values);
        Assert.Equal(Precision.F64, table.Precision);
    }
}
