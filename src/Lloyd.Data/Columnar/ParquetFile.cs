using Lloyd.Data.Reading;
using Parquet;
using Parquet.Schema;

namespace Lloyd.Data.Columnar;

/// <summary>A Parquet file whose footer has been read.</summary>
internal sealed class ParquetFile
{
    private readonly TableSource _source;
    private readonly ParquetBytes _bytes;
    private readonly ParquetReader _reader;
    private readonly Field[] _fields;

    public ParquetFile(Stream file, TableSource source)
    {
        _source = source;
        _bytes = new ParquetBytes(file, source);
        _bytes.CheckFooter();
        _reader = Damage.Tell(source, "the footer of the Parquet file", () =>
            ParquetReader.CreateAsync(file, leaveStreamOpen: true, cancellationToken: source.CancellationToken).GetAwaiter().GetResult());
        _fields = Damage.Tell(source, "the schema of the Parquet file", () => _reader.Schema.Fields.ToArray());
        Columns = [.. _fields.Select((field, i) => ParquetColumn.Describe(field, i))];
        GroupRows = Damage.Tell(source, "the footer of the Parquet file", RowsOfGroups);
    }

    public IReadOnlyList<SourceColumn> Columns { get; }

    /// <summary>How many rows each row group claims to have.</summary>
    public int[] GroupRows { get; }

    /// <summary>Whether a column holds float32 or float16.</summary>
    public bool IsSingle(int column) =>
        _fields[column] is DataField { ClrType: var type } && (type == typeof(float) || type == typeof(Half));

    /// <summary>Some row groups, one after the other; each may be read until the next is asked for.</summary>
    public IEnumerable<IColumnarRows> Groups(int first, int end)
    {
        var scratch = new ParquetScratch();
        for (int g = first; g < end; g++)
        {
            using var group = Damage.Tell(_source, $"row group {g + 1}", () => _reader.OpenRowGroupReader(g));
            yield return new ParquetRows(group, g, _fields, _bytes, _source, scratch);
        }
    }

    private int[] RowsOfGroups()
    {
        var rows = new int[_reader.RowGroupCount];
        for (int g = 0; g < rows.Length; g++)
        {
            long claimed = _reader.Metadata!.RowGroups[g].NumRows;
            rows[g] = claimed >= 0 && claimed <= Array.MaxLength
                ? (int)claimed
                : throw _source.Error($"row group {g + 1} claims {claimed} rows; at most {Array.MaxLength} can be read");
        }
        return rows;
    }
}
