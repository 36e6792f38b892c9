using Lloyd.Data.Columnar;
using Lloyd.Data.Reading;
using Parquet;

namespace Lloyd.Data.Tests;

/// <summary>Row groups of a Parquet file are the table, piece by piece.</summary>
public class RowGroupTests
{
    [Theory]
    [InlineData(MissingPolicy.Error)]
    [InlineData(MissingPolicy.Drop)]
    public void Each_has_its_rows_of_the_table(MissingPolicy policy)
    {
        var written = Written.Of(rows: 500, seed: 3, missing: policy == MissingPolicy.Drop);
        var options = new TableOptions { Missing = policy, Ids = ["id"] };
        Given.InFile(written.Parquet(CompressionMethod.Snappy, groupRows: 70), path =>
        {
            var table = Given.File(path, options);
            var outline = ParquetOutline.Of(() => TableSource.Open(path, null, default), options)!;
            Assert.Equal(table.Columns, outline.Columns);
            Assert.Equal(table.Precision, outline.Precision);
            Assert.Equal(table.Rows, outline.Rows.Sum());
            var values = new List<double>();
            foreach (Range groups in new[] { 0..2, 2..3, 3..8 })
            {
                var piece = Given.File(path, options with { RowGroups = groups });
                Assert.Equal(outline.Rows[groups].Sum(), piece.Rows);
                values.AddRange(Given.Values(piece));
            }
            Assert.Equal(Given.Values(table), values);
            Assert.Contains("row groups 9 to 10 are to be read, but the Parquet file has 8",
                Given.Error(() => Given.File(path, options with { RowGroups = 8..10 })), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_missing_cell_is_named_by_its_row_in_the_file()
    {
        var written = Written.Of(rows: 500, seed: 3, missing: true);
        Given.InFile(written.Parquet(CompressionMethod.None, groupRows: 70), path =>
        {
            int dropped = Given.File(path, new TableOptions { Missing = MissingPolicy.Drop, Columns = ["x"] }).DroppedRows.First(row => row >= 210);
            Assert.Contains($": row {dropped + 1}, column 'x': 'null' marks a missing value",
                Given.Error(() => Given.File(path, new TableOptions { Columns = ["x"], RowGroups = 3..8 })), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Nothing_but_a_plain_Parquet_file_has_them()
    {
        var written = Written.Of(rows: 20, seed: 3, missing: false);
        foreach (var (name, file) in written.Files())
            Given.InFile(file, path => Assert.Equal(
                name.StartsWith("parquet", StringComparison.Ordinal) && !name.EndsWith("gz", StringComparison.Ordinal),
                ParquetOutline.Of(() => TableSource.Open(path, null, default), new TableOptions()) is not null));
    }
}
