using Lloyd.Data.Reading;

namespace Lloyd.Data.Csv;

/// <summary>Reads tables from text.</summary>
internal sealed class CsvTableReader : ITableReader
{
    public Table Read(TableSource source, TableOptions options)
    {
        var text = CsvText.Open(source);
        var sample = CsvText.Sample(text, source);
        var dialect = CsvDialect.Find(sample, options.Header, source);
        if (dialect.Columns.Count == 0)
            throw source.Error("the file holds only empty lines; it should hold a table, one row per line");
        var choice = ColumnChoice.Make(dialect.Columns, options, source);
        var rows = new RowCollector<double>(source, choice, options, ExpectedRows(text, sample.Span));
        var cells = new CsvCells(
            source, dialect, choice, new MissingCell(source, choice, options.Missing, unit: "line"));
        var (rest, place) = new CsvChunks(choice, cells, rows, options.Memory).Read(text);
        if (rest is not null)
            new CsvPass(source, choice, cells, rows, place).Read(rest);
        return rows.ToTable();
    }

    /// <summary>The number of lines that the sample foretells, and 3 % more; 0 where the size is unknown.</summary>
    private static long ExpectedRows(PeekStream text, ReadOnlySpan<byte> sample)
    {
        int lines = Math.Max(sample.Count((byte)'\n'), sample.Count((byte)'\r'));
        return text.Remaining is long bytes ? 1 + (long)(1.03 * bytes * (lines + 1) / sample.Length) : 0;
    }
}
