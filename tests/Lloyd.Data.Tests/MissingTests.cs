namespace Lloyd.Data.Tests;

public class MissingTests
{
    private static readonly TableOptions Drop = new() { Missing = MissingPolicy.Drop };
    private static readonly TableOptions Mean = new() { Missing = MissingPolicy.Mean };

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\"\"")]
    [InlineData("NA")]
    [InlineData("na")]
    [InlineData("N/A")]
    [InlineData("#N/A")]
    [InlineData("NaN")]
    [InlineData("-nan")]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("None")]
    [InlineData("?")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("\\N")]
    [InlineData(" NA ")]
    [InlineData("\"NA\"")]
    public void These_cells_are_missing(string cell)
    {
        var table = Given.Csv($"a,b\n1,2\n3,{cell}\n5,6\n", Drop);
        Assert.Equal([1, 2, 5, 6], Given.Values(table));
        Assert.Equal([1], table.DroppedRows);
        Assert.Equal(3, table.SourceRows);
    }

    [Fact]
    public void Dropped_rows_are_known_and_their_cells_counted()
    {
        var table = Given.Csv("a,b,w\n,1,1\n2,3,1\n,,1\n4,5,2\n6,7,\n8,9,3\n", Drop with { Weight = "w" });
        Assert.Equal([2, 3, 4, 5, 8, 9], Given.Values(table));
        Assert.Equal([1, 2, 3], table.Weights.ToArray());
        Assert.Equal((3, 6), (table.Rows, table.SourceRows));
        Assert.Equal([0, 2, 4], table.DroppedRows);
        Assert.Equal(
            [new MissingCells("a", 2, null), new MissingCells("b", 1, null), new MissingCells("w", 1, null)], table.Missing);
    }

    [Fact]
    public void Missing_cells_take_the_mean_of_those_that_are_there()
    {
        var table = Given.Csv("a,b\n1,10\n,20\n2,NA\n6,\n", Mean);
        Assert.Equal([1, 10, 3, 20, 2, 15, 6, 15], Given.Values(table));
        Assert.Equal([new MissingCells("a", 1, 3), new MissingCells("b", 2, 15)], table.Missing);
        Assert.Empty(table.DroppedRows);
        Assert.Equal(4, table.SourceRows);
    }

    [Fact]
    public void The_mean_survives_cancellation() =>
        Assert.Equal([1e17, 1, 0.25, -1e17, 0], Given.Values(Given.Csv("1e17\n1\nNA\n-1e17\n0\n", Mean)));

    [Fact]
    public void Float32_files_are_filled_too()
    {
        var table = Given.Bytes(Given.Npy("<f4", "(3, 1)", Given.AsBytes(1f, float.NaN, 2f)), Mean);
        Assert.Equal([1f, 1.5f, 2f], table.ToPoints<float>().Values.ToArray());
        Assert.Equal([new MissingCells("column 1", 1, 1.5)], table.Missing);
    }

    [Fact]
    public void In_one_column_an_empty_line_between_rows_is_a_missing_cell()
    {
        Assert.Equal("input: line 3, column 'x': the cell is empty; fill it in, "
            + "drop such rows (--missing drop) or take means (--missing mean)",
            Given.CsvError("x\n1\n\n2\n"));
        var table = Given.Csv("\nx\n\n1\n\n\n2\n\n", Drop);
        Assert.Equal([0, 2, 3], table.DroppedRows);
        Assert.Equal([1, 2], Given.Values(table));
    }

    [Fact]
    public void Nothing_left_is_an_error()
    {
        Assert.Equal("input: every one of the 2 rows has a missing cell; fill cells in, leave columns out (--columns), "
            + "or take means (--missing mean)", Given.CsvError("a,b\n1,\n,2\n", Drop));
        Assert.Equal("input: column 'b': every cell is missing; leave the column out (--columns)",
            Given.CsvError("a,b\n1,\n2,\n", Mean with { Columns = ["a", "b"] }));
        Assert.Equal("input: column 'a': the values are too large for a mean; leave the column out (--columns)",
            Given.CsvError("a,b\n1e308,1\n1e308,2\nNA,3\n", Mean));
        Assert.StartsWith("input: line 3, column 'w': the weight is missing, and a mean cannot stand in for a weight;",
            Given.CsvError("a,w\n1,1\n2,NA\n", Mean with { Weight = "w" }), StringComparison.Ordinal);
    }
}
