using CsvHelper;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Csv;

/// <summary>One pass over the lines of a text file of any shape: with quotes, or of one column.</summary>
/// <param name="source">Where the text comes from.</param>
/// <param name="choice">The columns that are taken.</param>
/// <param name="cells">Takes the cells.</param>
/// <param name="rows">Takes the rows.</param>
/// <param name="place">Where the text begins.</param>
internal sealed class CsvPass(
    TableSource source, ColumnChoice choice, CsvCells cells, RowCollector<double> rows, CsvPlace place)
{
    private const int BlockRows = 1 << 10;

    private readonly int _width = cells.Dialect.Columns.Count;
    private readonly int[] _columns = [.. cells.Columns];
    private readonly RowBlock<double> _block = new(choice, BlockRows);

    public void Read(Stream text)
    {
        var options = CsvDialect.ReaderOptions(cells.Dialect.Separator) with { OnMalformedRecord = RefuseBadQuotes };
        using var csv = CsvReader.Create(text, options, leaveOpen: true);
        try
        {
            ReadLines(csv);
        }
        catch (CsvFormatException e)
        {
            throw source.Error($"line {place.Lines + e.LineNumber}: {Shown.Text(e.Message, limit: 200)}", e);
        }
        rows.Add(_block);
    }

    private void ReadLines(CsvReader csv)
    {
        long firstLine = place.FirstLine, blank = 0;
        while (csv.Read())
        {
            long line = place.Lines + csv.LineNumber;
            if (CsvDialect.IsBlank(csv))
            {
                blank++;
                continue;
            }
            if (csv.FieldCount != _width)
                throw cells.WrongWidth(line, csv.FieldCount, firstLine);
            if (firstLine == 0)
            {
                firstLine = line;
                blank = 0;
                if (cells.Dialect.HasHeader)
                    continue;
            }
            // between rows an empty line of a table of one column is a missing cell; elsewhere it is nothing
            for (; blank > 0 && _width == 1; blank--)
            {
                foreach (int column in _columns)
                    cells.Take(_block, _block.Rows, column, [], line - blank);
                NextRow();
            }
            blank = 0;
            foreach (int column in _columns)
                cells.Take(_block, _block.Rows, column, csv.GetSpan(column), line);
            NextRow();
        }
    }

    private void NextRow()
    {
        if (++_block.Rows < BlockRows)
            return;
        rows.Add(_block);
        _block.Clear();
    }

    private void RefuseBadQuotes(CsvMalformedRecord record)
    {
        long line = place.Lines + record.LineNumber;
        if (record.Reason == CsvMalformedReason.UnterminatedQuote)
            throw source.Error($"line {line}: a quote is opened and never closed; close it or remove it");
        if (record.Reason == CsvMalformedReason.TextAfterClosingQuote)
            throw source.Error($"line {line}: text follows a closing quote; write a quote within quotes twice");
    }
}
