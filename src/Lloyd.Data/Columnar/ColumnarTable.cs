using System.Numerics;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Columnar;

/// <summary>Puts together the table of a file whose schema is known.</summary>
internal static class ColumnarTable
{
    /// <param name="source">The file.</param>
    /// <param name="options">What to take.</param>
    /// <param name="columns">The columns of the file.</param>
    /// <param name="isSingle">Whether a column holds float32 or float16.</param>
    /// <param name="expectedRows">How many rows there seem to be; 0 where it is unknown.</param>
    /// <param name="rowsBefore">How many rows of the file come before the first of them, for messages.</param>
    /// <param name="runs">Reads the rows, of the chosen columns only.</param>
    public static Table Read(TableSource source, TableOptions options, IReadOnlyList<SourceColumn> columns,
        Func<int, bool> isSingle, long expectedRows, long rowsBefore, IEnumerable<IColumnarRows> runs)
    {
        var (choice, precision) = Choose(source, options, columns, isSingle);
        return precision == Precision.F32
            ? Read<float>(source, options, choice, expectedRows, rowsBefore, runs)
            : Read<double>(source, options, choice, expectedRows, rowsBefore, runs);
    }

    /// <summary>Which columns a table takes, and how it holds them.</summary>
    public static (ColumnChoice Choice, Precision Precision) Choose(
        TableSource source, TableOptions options, IReadOnlyList<SourceColumn> columns, Func<int, bool> isSingle)
    {
        if (columns.Count is 0 or > ColumnChoice.Most)
            throw source.Error($"the file has {columns.Count} columns; a table has from 1 to {ColumnChoice.Most}");
        var choice = ColumnChoice.Make(columns, options, source);
        foreach (int i in choice.Coordinates.Where((_, t) => !choice.OneHot.Contains(t)).Append(choice.Weight))
            if (i >= 0 && !columns[i].IsNumeric)
                throw source.Error($"{ColumnChoice.Label(columns[i].Name)} holds no numbers but {columns[i].Example}; "
                    + (columns[i].Kind == ColumnKind.Text ? "encode it (--one-hot) or " : "") + "leave it out (--columns)");
        foreach (int i in choice.Texts)
            if (columns[i].Kind == ColumnKind.Other)
                throw source.Error($"{ColumnChoice.Label(columns[i].Name)} holds {columns[i].Example}, which is no text; "
                    + "choose another column");
        // numbers of float32 and what fits beside them: 0 and 1
        bool single = choice.Coordinates.Any(isSingle) && choice.Coordinates.Where((i, t) => !isSingle(i)
            && columns[i].Kind != ColumnKind.Boolean && !choice.OneHot.Contains(t)).FirstOrDefault(-1) < 0;
        return (choice, single ? Precision.F32 : Precision.F64);
    }

    private static Table Read<T>(TableSource source, TableOptions options, ColumnChoice choice, long expectedRows,
        long rowsBefore, IEnumerable<IColumnarRows> runs) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = new RowCollector<T>(source, choice, options, expectedRows);
        var pass = new ColumnarPass<T>(
            source, choice, new MissingCell(source, choice, options.Missing, unit: "row"), rows, rowsBefore);
        foreach (var run in runs)
            pass.Add(run);
        return rows.ToTable();
    }
}
