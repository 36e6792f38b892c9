namespace Lloyd.Data.Tests;

public class CsvErrorTests
{
    private const string Correct = "; correct it, mark it as missing (NA) or leave the column out (--columns)";
    private const string RemoveLine = "; correct it, remove the line or leave the column out (--columns)";
    private const string FillIn = "; fill it in, drop such rows (--missing drop) or take means (--missing mean)";

    private static string Rows(int count, string row) => string.Concat(Enumerable.Repeat(row + "\n", count));

    [Theory]
    [InlineData("", "input: the file is empty; it should hold a table, one row per line")]
    [InlineData("\n \n\n", "input: the file holds only empty lines; it should hold a table, one row per line")]
    [InlineData("\ufeff", "input: the file holds only empty lines; it should hold a table, one row per line")]
    [InlineData("a,b\n", "input: there are column names but no data rows; add at least one row")]
    [InlineData("a,b", "input: there are column names but no data rows; add at least one row")]
    [InlineData("a,b\n1,2\n3\n",
        "input: line 3 has 1 cell, but line 1 has 2; mend the line, or put quotes around a cell that contains a comma")]
    [InlineData("1;2\n\n3;4;5\n",
        "input: line 3 has 3 cells, but line 1 has 2; mend the line, or put quotes around a cell that contains a semicolon")]
    [InlineData("a,b\n1,2\n3,x\n4,5\n",
        "input: line 3, column 'b': 'x' is not a number" + Correct)]
    [InlineData("1,2\n3,x\n4,5\n",
        "input: line 2, column 2: 'x' is not a number" + Correct)]
    [InlineData("a,b\n1,2\n\n\"3\",-inf\n",
        "input: line 4, column 'b': '-inf' is not a finite number" + RemoveLine)]
    [InlineData("a,b\n1,2\n3,1e400\n",
        "input: line 3, column 'b': '1e400' is not a finite number" + RemoveLine)]
    [InlineData("a,b\n1,2\n3,\n",
        "input: line 3, column 'b': the cell is empty" + FillIn)]
    [InlineData("a,b\n1,2\n3,n/a\n",
        "input: line 3, column 'b': 'n/a' marks a missing value" + FillIn)]
    [InlineData("a,b\nx,u\ny,v\n",
        "input: no column holds numbers (column 'a': 'x', column 'b': 'u'); cells are separated by comma, semicolon or tab")]
    [InlineData("a,b\n1,2\n3,\"4\n5,6\n", "input: line 3: a quote is opened and never closed; close it or remove it")]
    [InlineData("a,b\n1,2\n3,\"4\"5\n",
        "input: line 3: text follows a closing quote; write a quote within quotes twice")]
    [InlineData("a;b\n1.5;2\n1,234;5\n",
        "input: line 3, column 'a': '1,234' is not a number; correct it (separators of thousands are not read), mark it as missing (NA) or leave the column out (--columns)")]
    [InlineData("a,b\n1,2\n\"1,234\",5\n",
        "input: line 3, column 'a': '1,234' is not a number; correct it (separators of thousands are not read), mark it as missing (NA) or leave the column out (--columns)")]
    [InlineData("a;b\n1,5;2\n2,5;3\n1.5;5\n",
        "input: line 4, column 'a': '1.5' is not a number" + Correct)]
    public void Each_error_says_what_was_found_where_and_what_to_do(string text, string message) =>
        Assert.Equal(message, Given.CsvError(text));

    [Fact]
    public void Lines_are_counted_as_an_editor_counts_them()
    {
        // a header in line 1, a cell over lines 2 and 3, empty lines 4 and 5
        string text = "\"a\",t\r\n1,\"x\r\ny\"\r\n\r\n\r\n2,y\r\nbad,z\r\n";
        Assert.StartsWith("input: line 7, column 'a': 'bad'", Given.CsvError(text), StringComparison.Ordinal);
    }

    [Fact]
    public void One_column_too_many_far_down_is_found()
    {
        string text = "a,b\n" + Rows(90_110, "1,2") + "1,2,3\n";
        Assert.StartsWith("input: line 90112 has 3 cells, but line 1 has 2;",
            Given.CsvError(text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stray_word_far_down_is_an_error_and_not_a_text_column()
    {
        string text = "a,b\n" + Rows(5000, "1,2") + "1,unknown\n";
        Assert.StartsWith("input: line 5002, column 'b': 'unknown' is not a number",
            Given.CsvError(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_and_unprintable_cells_are_shown_short_and_on_one_line()
    {
        string message = Given.CsvError("a,b\n1,2\n1,2\n\"x\ny" + new string('z', 500) + "\",2\n");
        Assert.Contains("column 'a': 'x\ufffdyzzz", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 0, 200);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'1', 0, (byte)'2', 0 }, "input: there is a zero byte after 1 bytes, so this is no text")]
    [InlineData(new byte[] { 0x50, 0x4b, 3, 4, 20, 0 }, "input: this is a zip archive or an Excel workbook; give")]
    [InlineData(new byte[] { 0x1f, 0x8b, 8, 0 }, "input: reading stopped after 0 bytes: Found truncated data while decoding.")]
    [InlineData(new byte[] { 0x50, 0x41, 0x52, 0x31 }, "input: the Parquet file ends after 4 bytes; write it again")]
    [InlineData(new byte[] { 0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0, 0 }, "input: the Arrow file does not end as one does")]
    public void What_is_not_text_is_said_to_be_so(byte[] bytes, string start) =>
        Assert.StartsWith(start, Given.Error(() => Given.Bytes(bytes)), StringComparison.Ordinal);

    [Fact]
    public void A_million_columns_are_enough() =>
        Assert.Equal("input: line 1 has 1100001 cells; at most 1048576 can be read",
            Given.CsvError(new string(',', 1_100_000) + "\n"));
}
