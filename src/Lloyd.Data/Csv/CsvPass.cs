using CsvHelper;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Csv;

/// <summary>One pass over the lines of a text file.</summary>
internal sealed class CsvPass(TableSource source, CsvDialect dialect, ColumnChoice choice, RowCollector<double> rows)
{
    private readonly CellReader _cells = new(dialect.DecimalComma);

    /// <summary>Columns that looked empty and were therefore skipped: they must stay empty.</summary>
    private readonly int[] _empty = [.. Enumerable.Range(0, dialect.Columns.Count).Where(i =>
        dialect.Columns[i].Kind == ColumnKind.Empty && i != choice.Weight && !choice.Coordinates.Contains(i))];

    // the CSV library's parser is fast, but it knows no decimal comma and takes thousands separators for part of a
    // number; it gets the lines without these bytes, in which there can be neither
    private readonly byte[] _suspicious =
        dialect.Separator == ',' ? [.. "\""u8] : dialect.DecimalComma ? [.. ",."u8] : [.. ","u8];

    public Table Read(PeekStream text)
    {
        var options = CsvDialect.ReaderOptions(dialect.Separator) with { OnMalformedRecord = RefuseBadQuotes };
        using var csv = CsvReader.Create(text, options, leaveOpen: true);
        try
        {
            ReadLines(csv);
        }
        catch (CsvFormatException e)
        {
            throw source.Error($"line {e.LineNumber}: {Shown.Text(e.Message, limit: 200)}", e);
        }
        return rows.ToTable();
    }

    private void ReadLines(CsvReader csv)
    {
        int width = dialect.Columns.Count;
        long firstLine = 0, blank = 0;
        while (csv.Read())
        {
            if (CsvDialect.IsBlank(csv))
            {
                blank++;
                continue;
            }
            if (csv.FieldCount != width)
                throw source.Error($"line {csv.LineNumber} has {csv.FieldCount} {(csv.FieldCount == 1 ? "cell" : "cells")}, "
                    + $"but line {firstLine} has {width}; mend the line, or put quotes around a cell that contains {SeparatorName}");
            if (firstLine == 0)
            {
                firstLine = csv.LineNumber;
                blank = 0;
                if (dialect.HasHeader)
                    continue;
            }
            // between rows an empty line of a table of one column is a missing cell; elsewhere it is nothing
            for (; blank > 0 && width == 1; blank--)
            {
                rows.NextRow();
                rows.MissingCoordinate(0, csv.LineNumber - blank);
                rows.AddRow();
            }
            blank = 0;
            ReadRow(csv);
        }
    }

    private void ReadRow(CsvReader csv)
    {
        bool plain = !csv.RawRecord.ContainsAny(_suspicious);
        int[] coordinates = choice.Coordinates;
        var row = rows.NextRow();
        for (int t = 0; t < row.Length; t++)
        {
            if (plain && csv.TryParse(coordinates[t], out double value) && double.IsFinite(value))
                row[t] = value;
            else if (TryReadNumber(csv, coordinates[t], out value))
                row[t] = value;
            else
                rows.MissingCoordinate(t, csv.LineNumber, Cell(csv, coordinates[t]));
        }
        if (choice.Weight >= 0)
        {
            if (TryReadNumber(csv, choice.Weight, out double weight))
                rows.Weight(weight, csv.LineNumber);
            else
                rows.MissingWeight(csv.LineNumber, Cell(csv, choice.Weight));
        }
        foreach (int column in _empty)
            if (_cells.Read(csv.GetSpan(column), out _) != CellKind.Missing)
                throw source.Error($"line {csv.LineNumber}, {Label(column)}: '{Cell(csv, column)}' comes after so many "
                    + "empty cells that the column was taken to be empty; choose the columns by name (--columns)");
        rows.AddRow();
    }

    /// <summary>The number in a cell; false where the cell is missing.</summary>
    private bool TryReadNumber(CsvReader csv, int column, out double value)
    {
        var kind = _cells.Read(csv.GetSpan(column), out value);
        if (kind is CellKind.Text or CellKind.Infinite)
            throw source.Error($"line {csv.LineNumber}, {Label(column)}: '{Cell(csv, column)}' is not a "
                + (kind == CellKind.Text
                    ? "number; correct it, mark it as missing (NA)"
                    : "finite number; correct it, remove the line")
                + " or leave the column out (--columns)");
        return kind == CellKind.Number;
    }

    private void RefuseBadQuotes(CsvMalformedRecord record)
    {
        if (record.Reason == CsvMalformedReason.UnterminatedQuote)
            throw source.Error($"line {record.LineNumber}: a quote is opened and never closed; close it or remove it");
        if (record.Reason == CsvMalformedReason.TextAfterClosingQuote)
            throw source.Error(
                $"line {record.LineNumber}: text follows a closing quote; write a quote within quotes twice");
    }

    private string Cell(CsvReader csv, int column) =>
        Shown.Text(dialect.Encoding.GetString(csv.GetSpan(column)).Trim());

    private string Label(int column) => ColumnChoice.Label(dialect.Columns[column].Name);

    private string SeparatorName => dialect.Separator switch
    {
        '\t' => "a tab",
        ';' => "a semicolon",
        '|' => "a bar",
        _ => "a comma",
    };
}
