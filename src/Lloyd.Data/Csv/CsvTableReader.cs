using Lloyd.Data.Reading;

namespace Lloyd.Data.Csv;

/// <summary>Reads tables from text.</summary>
internal sealed class CsvTableReader : ITableReader
{
    public Table Read(TableSource source, TableOptions options)
    {
        var text = CsvText.Open(source);
        var dialect = CsvDialect.Find(CsvText.Sample(text, source), options.Header, source);
        if (dialect.Columns.Count == 0)
            throw source.Error("the file holds only empty lines; it should hold a table, one row per line");
        var choice = ColumnChoice.Make(dialect.Columns, options, source);
        var pass = new CsvPass(source, dialect, choice, new RowCollector<double>(source, choice, options.Missing, "line"));
        return pass.Read(text);
    }
}
