using System.Text;

namespace Lloyd.Data.Tests;

public class CsvDialectTests
{
    private static readonly double[] Expected = [1.5, -2, 3e2, 0.25, 5, 6];

    [Theory]
    [InlineData("a,b\n1.5,-2\n3e2,0.25\n5,6\n")]
    [InlineData("a,b\r\n1.5,-2\r\n3e2,0.25\r\n5,6\r\n")]
    [InlineData("a,b\r1.5,-2\r3e2,0.25\r5,6\r")]
    [InlineData("a,b\n1.5,-2\n3e2,0.25\n5,6")]
    [InlineData("a,b\n1.5,-2\n\n3e2,0.25\n5,6\n\n  \n")]
    [InlineData("\n\na,b\n1.5,-2\n3e2,0.25\n5,6\n")]
    [InlineData("a;b\n1.5;-2\n3e2;0.25\n5;6\n")]
    [InlineData("a;b\n1,5;-2\n3e2;0,25\n5;6\n")]
    [InlineData("a\tb\n1.5\t-2\n3e2\t0.25\n5\t6\n")]
    [InlineData("a\tb\n1,5\t-2\n3e2\t0,25\n5\t6\n")]
    [InlineData("a|b\n1.5|-2\n3e2|0.25\n5|6\n")]
    [InlineData("\"a\",\"b\"\n\"1.5\",\"-2\"\n\"3e2\",\"0.25\"\n\"5\",\"6\"\n")]
    [InlineData("\"a\";\"b\"\n\"1,5\";\"-2\"\n\"3e2\";\"0,25\"\n\"5\";\"6\"\n")]
    [InlineData(" a , b \n 1.5 ,\t-2\n 3e2, 0.25 \n \"5\" , 6\n")]
    [InlineData("\ufeffa,b\n1.5,-2\n3e2,0.25\n5,6\n")]
    public void The_same_table_however_it_is_written(string text)
    {
        var table = Given.Csv(text);
        Assert.Equal(["a", "b"], table.Columns);
        Assert.Equal(3, table.Rows);
        Assert.Equal(Precision.F64, table.Precision);
        Assert.Equal(Expected, Given.Values(table));
    }

    [Theory]
    [InlineData("1.5,-2\n3e2,0.25\n5,6\n")]
    [InlineData("1,5;-2\n3e2;0,25\n5;6\n")]
    public void Without_a_header_columns_are_numbered(string text)
    {
        var table = Given.Csv(text);
        Assert.Equal(["column 1", "column 2"], table.Columns);
        Assert.Equal(Expected, Given.Values(table));
    }

    [Fact]
    public void Utf_16_is_known_by_its_mark()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var table = Given.Bytes([.. encoding.Preamble, .. encoding.GetBytes("größe,b\n1.5,-2\n3e2,0.25\n5,6\n")]);
            Assert.Equal(["größe", "b"], table.Columns);
            Assert.Equal(Expected, Given.Values(table));
        }
    }

    [Fact]
    public void Latin_1_is_read_where_text_is_not_utf_8()
    {
        Assert.Equal(["größe", "b"], Given.Bytes(Encoding.Latin1.GetBytes("größe,b\n1,2\n")).Columns);
        Assert.Equal(["größe", "b"], Given.Bytes(Encoding.UTF8.GetBytes("größe,b\n1,2\n")).Columns);
    }

    [Theory]
    [InlineData("1\n2\n3\n", "column 1")]
    [InlineData("x\n1\n2\n3\n\n", "x")]
    [InlineData("x\r\n1\r\n2\r\n3", "x")]
    [InlineData("\"x\"\n1\n2\n3\n", "x")]
    public void A_file_may_have_one_column(string text, string name)
    {
        var table = Given.Csv(text);
        Assert.Equal([name], table.Columns);
        Assert.Equal([1, 2, 3], Given.Values(table));
    }

    [Fact]
    public void One_column_may_have_decimal_commas()
    {
        var table = Given.Csv("x\n1,5\n-2,25\n3\n");
        Assert.Equal(["x"], table.Columns);
        Assert.Equal([1.5, -2.25, 3], Given.Values(table));
    }

    [Fact]
    public void Quoted_names_may_hold_separators_and_line_breaks()
    {
        var table = Given.Csv("\"a,\"\"x\"\"\",\"b\nc\"\n1,2\n");
        Assert.Equal(["a,\"x\"", "b\nc"], table.Columns);
    }

    [Fact]
    public void A_name_is_invented_only_where_there_is_none()
    {
        Assert.Equal(["column 1", "b"], Given.Csv(",b\n1,2\n").Columns);
    }

    [Fact]
    public void The_header_can_be_told()
    {
        var names = Given.Csv("2019,2020\n1,2\n", new TableOptions { Header = true });
        Assert.Equal(["2019", "2020"], names.Columns);
        Assert.Equal([1, 2], Given.Values(names));
        Assert.Equal([2019, 2020, 1, 2], Given.Values(Given.Csv("2019,2020\n1,2\n")));
        Assert.Contains("'a' is not a number",
            Given.CsvError("a,b\n1,2\n1,2\n", new TableOptions { Header = false }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_row_is_data_where_a_numeric_column_has_a_number_in_it()
    {
        var table = Given.Csv("setosa,5.1\nvirginica,6\n");
        Assert.Equal(["column 2"], table.Columns);
        Assert.Equal([5.1, 6], Given.Values(table));
    }

    [Fact]
    public void A_separator_within_text_does_not_mislead()
    {
        var table = Given.Csv("a,note,b\n1,x;y;z,2\n3,u;v,4\n");
        Assert.Equal(["a", "b"], table.Columns);
        Assert.Equal([1, 2, 3, 4], Given.Values(table));
    }

    [Fact]
    public void Very_long_lines_are_read()
    {
        const int columns = 100_000;
        string row = string.Join(',', Enumerable.Range(0, columns));
        var table = Given.Csv(string.Join('\n', Enumerable.Repeat(row, 5)));
        Assert.Equal((5, columns), (table.Rows, table.Columns.Count));
        Assert.Equal(columns - 1, table.ToPoints<double>()[4][^1]);
    }

    [Fact]
    public void Rows_past_the_sample_and_past_the_first_chunk_are_read_in_order()
    {
        const int rows = 300_000;
        byte[] text = Encoding.UTF8.GetBytes("i,j\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
            $"{i},{-i}\n")));
        foreach (var stream in new Stream[] { new MemoryStream(text), new Given.Pipe(text, 100_000) })
        {
            var points = Given.Stream(stream).ToPoints<double>();
            Assert.Equal(rows, points.Count);
            for (int i = 0; i < rows; i++)
                Assert.True(points[i][0] == i && points[i][1] == -i);
        }
    }

    [Fact]
    public void A_file_that_outgrows_its_first_lines_is_read()
    {
        // short lines come late, so there are more rows than the size of the file foretells
        string text = string.Concat(Enumerable.Repeat("1.000000000000000000000000000000,2\n", 20_000))
            + string.Concat(Enumerable.Repeat("1,2\n", 400_000));
        var points = Given.Csv(text).ToPoints<double>();
        Assert.Equal(420_000, points.Count);
        Assert.Equal(420_000 * 3.0, points.Values.ToArray().Sum());
    }

    [Fact]
    public void Iris_is_150_by_4_with_the_species_skipped()
    {
        var table = Given.Data("iris.csv");
        Assert.Equal((150, 150), (table.Rows, table.SourceRows));
        Assert.Equal(["sepal_length", "sepal_width", "petal_length", "petal_width"], table.Columns);
        Assert.Equal([new SkippedColumn("species", "setosa")], table.SkippedColumns);
        Assert.Equal([5.9, 3, 5.1, 1.8], table.ToPoints<double>()[149].ToArray());
        Assert.Empty(table.Missing);
        Assert.Empty(table.DroppedRows);
        Assert.True(table.Weights.IsEmpty);
    }

    [Fact]
    public void Digits_are_1797_by_65()
    {
        var table = Given.Data("digits.csv");
        Assert.Equal((1797, 65), (table.Rows, table.Columns.Count));
    }
}
