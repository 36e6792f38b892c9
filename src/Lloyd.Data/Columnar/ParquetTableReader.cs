using Lloyd.Data.Reading;
using Parquet;
using Parquet.Schema;

namespace Lloyd.Data.Columnar;

/// <summary>Reads tables from Parquet files.</summary>
internal sealed class ParquetTableReader : ITableReader
{
    /// <summary>The memory that is set aside at once for rows which the footer claims: in values, for each byte of the
    /// file. More comes as it is read.</summary>
    private const int TrustedValues = 8;

    public Table Read(TableSource source, TableOptions options)
    {
        using var file = source.ToSeekable();
        var bytes = new ParquetBytes(file, source);
        bytes.CheckFooter();
        var reader = Damage.Tell(source, "the footer of the Parquet file", () =>
            ParquetReader.CreateAsync(file, leaveStreamOpen: true, cancellationToken: source.CancellationToken).GetAwaiter().GetResult());
        Field[] fields = Damage.Tell(source, "the schema of the Parquet file", () => reader.Schema.Fields.ToArray());
        SourceColumn[] columns = [.. fields.Select((field, i) => ParquetColumn.Describe(field, i))];
        long rows = reader.Metadata?.NumRows ?? 0;
        long trusted = rows >= 0 && rows <= TrustedValues * file.Length / Math.Max(1, columns.Length) ? rows : 0;
        return ColumnarTable.Read(source, options, columns,
            i => fields[i] is DataField { ClrType: var type } && (type == typeof(float) || type == typeof(Half)),
            trusted, Groups(reader, fields, bytes, source));
    }

    private static IEnumerable<IColumnarRows> Groups(
        ParquetReader reader, Field[] fields, ParquetBytes bytes, TableSource source)
    {
        var scratch = new ParquetScratch();
        for (int g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = Damage.Tell(source, $"row group {g + 1}", () => reader.OpenRowGroupReader(g));
            if (group.RowCount < 0 || group.RowCount > Array.MaxLength)
                throw source.Error($"row group {g + 1} claims {group.RowCount} rows; at most {Array.MaxLength} can be read");
            yield return new ParquetRows(group, g, fields, bytes, source, scratch);
        }
    }
}
