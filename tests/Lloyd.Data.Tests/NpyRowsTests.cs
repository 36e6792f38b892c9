using Lloyd.Data.Npy;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Tests;

/// <summary>Rows of an .npy file are the table, piece by piece.</summary>
public class NpyRowsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_piece_has_its_rows_of_the_table(bool chosen)
    {
        double[] values = [.. Enumerable.Range(0, 30_000).Select(i => i * 0.5)];
        var options = new TableOptions { Columns = chosen ? ["3", "1"] : null };        // chosen ones are not mapped
        Given.InFile(Npy(values, 3), path =>
        {
            using var table = Given.File(path, options);
            var outline = NpyOutline.Of(() => TableSource.Open(path, null, default), options)!;
            Assert.Equal(table.Columns, outline.Columns);
            Assert.Equal((table.Precision, (long)table.Rows), (outline.Precision, outline.Rows));
            var pieces = new List<double>();
            foreach (var rows in new[] { new RowRange(0, 1), new RowRange(1, 6000), new RowRange(6001, 3998), new RowRange(9999, 1) })
            {
                using var piece = Given.File(path, options with { Rows = rows });
                Assert.Equal(rows.Count, piece.Rows);
                pieces.AddRange(Given.Values(piece));
            }
            Assert.Equal(Given.Values(table), pieces);
            Assert.Contains("rows 10000 to 10001 are to be read, but the .npy file has 10000; put it back as it was",
                Given.Error(() => Given.File(path, options with { Rows = new RowRange(9999, 2) })), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_missing_cell_is_named_by_its_row_in_the_file()
    {
        double[] values = [.. Enumerable.Range(0, 3000).Select(i => i == 2501 ? double.NaN : i)];
        Given.InFile(Npy(values, 3), path =>
        {
            Assert.Contains("row 834, column 3: 'NaN'",
                Given.Error(() => Given.File(path, new TableOptions { Rows = new RowRange(500, 400) })), StringComparison.Ordinal);
            using var before = Given.File(path, new TableOptions { Rows = new RowRange(500, 333) });
            Assert.Equal(333, before.Rows);
            // What is dropped changes the numbers of the rows behind it.
            Assert.Null(NpyOutline.Of(() => TableSource.Open(path, null, default), new TableOptions { Missing = MissingPolicy.Drop }));
            Assert.NotNull(NpyOutline.Of(
                () => TableSource.Open(path, null, default), new TableOptions { Missing = MissingPolicy.Drop, Columns = ["1", "2"] }));
        });
    }

    [Fact]
    public void Nothing_but_a_plain_npy_file_row_after_row_has_them()
    {
        NpyOutline? Of(byte[] file)
        {
            NpyOutline? outline = null;
            Given.InFile(file, path => outline = NpyOutline.Of(() => TableSource.Open(path, null, default), new TableOptions()));
            return outline;
        }
        double[] values = [1, 2, 3, 4, 5, 6];
        Assert.NotNull(Of(Npy(values, 3)));
        Assert.Null(Of(Npy(values, 3, fortran: true)));
        Assert.Null(Of([.. "a,b\n1,2\n"u8]));
    }

    private static byte[] Npy(double[] values, int columns, bool fortran = false)
    {
        string header = $"{{'descr': '<f8', 'fortran_order': {fortran}, 'shape': ({values.Length / columns}, {columns}), }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(header),
            .. System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(values)];
    }
}
