using Lloyd.Data.Reading;

namespace Lloyd.Data.Columnar;

/// <summary>Reads tables from Parquet files.</summary>
internal sealed class ParquetTableReader : ITableReader
{
    /// <summary>The memory that is set aside at once for rows which the footer claims: in values, for each byte of the
    /// file. More comes as it is read.</summary>
    private const int TrustedValues = 8;

    public Table Read(TableSource source, TableOptions options)
    {
        using var file = source.ToSeekable(options.MemoryBesideRows);
        var parquet = new ParquetFile(file, source);
        int groups = parquet.GroupRows.Length;
        (int first, int end) = options.RowGroups is { } some ? (some.Start.Value, some.End.Value) : (0, groups);
        if (end > groups)
            throw source.Error($"row groups {first + 1} to {end} are to be read, but the Parquet file has {groups}; put it back as it was");
        long before = parquet.GroupRows.Take(first).Sum(rows => (long)rows);
        long expected = parquet.GroupRows[first..end].Sum(rows => (long)rows);
        long trusted = expected <= TrustedValues * file.Length / Math.Max(1, parquet.Columns.Count) ? expected : 0;
        return ColumnarTable.Read(
            source, options, parquet.Columns, parquet.IsSingle, trusted, before, parquet.Groups(first, end));
    }
}
