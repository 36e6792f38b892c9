using System.Numerics;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Npy;

/// <summary>Reads tables from NumPy's .npy files.</summary>
internal sealed class NpyTableReader : ITableReader
{
    public Table Read(TableSource source, TableOptions options)
    {
        var (header, choice) = ReadHeader(source, options);
        return header.IsSingle
            ? Read<float>(source, header, choice, options)
            : Read<double>(source, header, choice, options);
    }

    /// <summary>Reads the header, checks it, and chooses columns.</summary>
    public static (NpyHeader Header, ColumnChoice Choice) ReadHeader(TableSource source, TableOptions options)
    {
        var header = NpyHeader.Read(source);
        Check(header, source);
        var columns = new SourceColumn[header.Columns];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = new SourceColumn($"column {i + 1}", ColumnKind.Number, "");
        return (header, ColumnChoice.Make(columns, options, source));
    }

    private static Table Read<T>(TableSource source, NpyHeader header, ColumnChoice choice, TableOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var taken = options.Rows ?? new RowRange(0, header.Rows);
        if (taken.End > header.Rows || (options.Rows is not null && header.Fortran))
            throw source.Error($"rows {taken.First + 1} to {taken.End} are to be read, but the .npy file "
                + $"{(header.Fortran ? "stands column after column" : $"has {header.Rows}")}; put it back as it was");
        if (NpyMapping.TryRead<T>(source, header, choice, taken, inParts: options.TakePart is not null) is { } mapped)
            return mapped;
        source.Bytes.Skip(taken.First * header.Columns * header.Size);
        return new NpyPass<T>(source, header, taken, choice, new MissingCell(source, choice, options.Missing, unit: "row"),
            new RowCollector<T>(source, choice, options,
                expectedRows: source.Bytes.Remaining is null ? 0 : taken.Count)).Read();
    }

    /// <summary>Refuses sizes that the file does not bear out, before anything is allocated for them.</summary>
    private static void Check(NpyHeader header, TableSource source)
    {
        if (source.Bytes.Remaining is long held && header.Bytes != held)
            throw WrongSize(source, header, held);
        if (header.Rows == 0 || header.Columns == 0)
            throw source.Error(
                $"the .npy file has {header.Rows} rows and {header.Columns} columns; add at least one of each");
        if (header.Columns > ColumnChoice.Most || header.Rows > Array.MaxLength)
            throw source.Error($"the .npy file has {header.Rows} rows and {header.Columns} columns; "
                + $"at most {Array.MaxLength} rows and {ColumnChoice.Most} columns can be read");
        // a pipe has no size, but it must hold one row before there is memory for the names of its columns
        int row = (int)header.Columns * header.Size, ahead = source.Bytes.Peek(row).Length;
        if (ahead < row)
            throw WrongSize(source, header, ahead);
    }

    public static InvalidInputException WrongSize(TableSource source, NpyHeader header, long held) => source.Error(
        $"the .npy header claims {header.Rows} × {header.Columns} values of {header.Size} bytes, {header.Bytes} bytes "
        + $"in all, but the file holds {held}; write it again");
}
