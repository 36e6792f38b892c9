using Lloyd.Data.Reading;

namespace Lloyd.Data.Csv;

/// <summary>Puts the cells of a text file where they belong. It keeps nothing, and may be used by any thread.</summary>
internal sealed class CsvCells(TableSource source, CsvDialect dialect, ColumnChoice choice, MissingCell missing)
{
    private readonly CellReader _reader = new(dialect.DecimalComma);
    private readonly (Role Role, int Index)[] _roles = Roles(dialect, choice);

    public CsvDialect Dialect => dialect;

    /// <summary>The columns that are read, ascending.</summary>
    public IEnumerable<int> Columns => Enumerable.Range(0, _roles.Length).Where(i => _roles[i].Role != Role.None);

    /// <summary>The coordinate that numbers in a column become; −1 where they become none.</summary>
    public int CoordinateOf(int column) =>
        _roles[column].Role == Role.Coordinate && Kind(column) == CellKind.Number ? _roles[column].Index : -1;

    /// <summary>Takes a cell.</summary>
    /// <param name="block">Where to.</param>
    /// <param name="row">The row in the block.</param>
    /// <param name="column">The column in the file.</param>
    /// <param name="cell">What it holds, without quotes.</param>
    /// <param name="line">Where it stands, for messages.</param>
    public void Take(RowBlock<double> block, int row, int column, ReadOnlySpan<byte> cell, long line)
    {
        (Role role, int index) = _roles[column];
        switch (role)
        {
            case Role.Coordinate:
                double value = Number(column, cell, line, Kind(column));
                if (double.IsNaN(value))
                    missing.Coordinate(index, line, Text(cell));
                block.HasMissing |= double.IsNaN(value);
                block.Values.Span[row * choice.Names.Count + index] = value;
                break;
            case Role.Weight:
                double weight = Number(column, cell, line, CellKind.Number);
                if (double.IsNaN(weight))
                    missing.Weight(line, Text(cell));
                else
                    missing.CheckWeight(weight, line);
                block.HasMissing |= double.IsNaN(weight);
                block.Weights[row] = weight;
                break;
            case Role.OneHot:
                bool isMissing = _reader.Read(cell, out _) == CellKind.Missing;
                if (isMissing)
                    missing.Coordinate(choice.OneHot[index], line, Text(cell));
                block.Texts[index][row] = isMissing ? null : Whole(cell);
                break;
            case Role.Id:
                block.Texts[index][row] = Whole(cell) is { Length: > 0 } id ? id : null;
                break;
            case Role.Empty:
                if (_reader.Read(cell, out _) != CellKind.Missing)
                    throw source.Error($"line {line}, {Label(column)}: '{Text(cell)}' comes after so many "
                        + "empty cells that the column was taken to be empty; choose the columns by name (--columns)");
                break;
        }
    }

    /// <summary>A line does not have as many cells as the first.</summary>
    public InvalidInputException WrongWidth(long line, int cells, long firstLine) => source.Error(
        $"line {line} has {cells} {(cells == 1 ? "cell" : "cells")}, but line {firstLine} has {_roles.Length}; "
        + $"mend the line, or put quotes around a cell that contains {SeparatorName}");

    /// <summary>The number in a cell; NaN where the cell is missing.</summary>
    private double Number(int column, ReadOnlySpan<byte> cell, long line, CellKind expected)
    {
        var kind = _reader.Read(cell, out double value);
        if (kind == CellKind.Missing)
            return double.NaN;
        if (kind == expected)
            return value;
        if (dialect.Columns[column].Kind == ColumnKind.Text)
            throw source.Error($"line {line}, {Label(column)}: '{Text(cell)}' is not a number, the column holds text; encode it (--one-hot) or leave it out (--columns)");
        string what = kind == CellKind.Infinite ? "finite number; correct it, remove the line"
            : expected == CellKind.Number ? $"number; correct it{(_reader.HasThousands(cell) ? " (separators of thousands are not read)" : "")}, mark it as missing (NA)"
            : $"{(expected == CellKind.Date ? "date (2024-02-29T18:30)" : "true or false")}, as the column has them; "
                + "correct it, mark it as missing (NA)";
        throw source.Error($"line {line}, {Label(column)}: '{Text(cell)}' is not a {what} or leave the column out (--columns)");
    }

    private CellKind Kind(int column) => dialect.Columns[column].Kind switch
    {
        ColumnKind.Boolean => CellKind.Boolean,
        ColumnKind.Date => CellKind.Date,
        _ => CellKind.Number,
    };

    private string Whole(ReadOnlySpan<byte> cell) => dialect.Encoding.GetString(cell.Trim(" \t"u8));

    private string Text(ReadOnlySpan<byte> cell) => Shown.Text(dialect.Encoding.GetString(cell).Trim());

    private string Label(int column) => ColumnChoice.Label(choice.Columns[column].Name);

    private string SeparatorName => dialect.Separator switch
    {
        '\t' => "a tab",
        ';' => "a semicolon",
        '|' => "a bar",
        _ => "a comma",
    };

    private static (Role, int)[] Roles(CsvDialect dialect, ColumnChoice choice)
    {
        var roles = new (Role, int)[dialect.Columns.Count];
        for (int i = 0; i < roles.Length; i++)
            if (dialect.Columns[i].Kind == ColumnKind.Empty)
                roles[i] = (Role.Empty, 0);     // it must stay empty
        for (int t = 0; t < choice.Coordinates.Length; t++)
            roles[choice.Coordinates[t]] = (Role.Coordinate, t);
        for (int c = 0; c < choice.Texts.Length; c++)
            roles[choice.Texts[c]] = (c < choice.OneHot.Length ? Role.OneHot : Role.Id, c);
        if (choice.Weight >= 0)
            roles[choice.Weight] = (Role.Weight, 0);
        return roles;
    }

    private enum Role { None, Empty, Coordinate, OneHot, Id, Weight }
}
