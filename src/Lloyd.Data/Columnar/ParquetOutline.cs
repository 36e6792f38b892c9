using Lloyd.Data.Reading;

namespace Lloyd.Data.Columnar;

/// <summary>What a table of a Parquet file would be, by its row groups, each of which can be read alone.</summary>
/// <param name="Columns">As <see cref="Table.Columns"/>.</param>
/// <param name="Precision">As <see cref="Table.Precision"/>.</param>
/// <param name="Rows">How many rows of each row group are in it.</param>
internal sealed record ParquetOutline(IReadOnlyList<string> Columns, Precision Precision, int[] Rows)
{
    /// <summary>Reads the footer; where rows with missing cells are dropped, all rows once, as which these are is said
    /// nowhere else.</summary>
    /// <param name="open">Opens the file.</param>
    /// <param name="options">What to take. Means and categories, which are those of the whole file, are not for parts.</param>
    /// <returns>Null where it is no Parquet file, or lies within gzip.</returns>
    /// <exception cref="InvalidInputException">As <see cref="Table.Read(string, TableOptions?, IProgress{long}?,
    /// CancellationToken)"/>.</exception>
    public static ParquetOutline? Of(Func<TableSource> open, TableOptions options)
    {
        using var source = open();
        if (TableFormat.Find(source) is not ParquetTableReader || source.IsZipped)
            return null;
        using var file = source.ToSeekable();
        var parquet = new ParquetFile(file, source);
        var (choice, precision) = ColumnarTable.Choose(source, options, parquet.Columns, parquet.IsSingle);
        if (!parquet.GroupRows.Any(rows => rows > 0))
            throw source.NoRows();
        int[] rows = options.Missing == MissingPolicy.Drop
            ? Kept(open, options, parquet.GroupRows)
            : parquet.GroupRows;
        return new ParquetOutline(choice.Names, precision, rows);
    }

    private static int[] Kept(Func<TableSource> open, TableOptions options, int[] rows)
    {
        using var source = open();
        int[] kept = [.. rows];
        int group = 0;
        long first = 0, end = rows[0];      // of the part, and of the row group
        TableParts.Read(source, options, part =>
        {
            foreach (int dropped in part.DroppedRows)
            {
                while (first + dropped >= end)
                    end += rows[++group];
                kept[group]--;
            }
            first += part.SourceRows;
        });
        return kept;
    }
}
