using Lloyd.Data.Reading;

namespace Lloyd.Data.Npy;

/// <summary>What a table of an .npy file would be, any rows of which can be read alone.</summary>
/// <param name="Columns">As <see cref="Table.Columns"/>.</param>
/// <param name="Precision">As <see cref="Table.Precision"/>.</param>
/// <param name="Rows">How many there are.</param>
internal sealed record NpyOutline(IReadOnlyList<string> Columns, Precision Precision, long Rows)
{
    /// <summary>Reads the header; where rows with missing cells are dropped, all rows once, to see whether there are
    /// any.</summary>
    /// <param name="open">Opens the file.</param>
    /// <param name="options">What to take.</param>
    /// <returns>Null where it is no .npy file, lies within gzip, stands column after column, or what becomes of a row depends
    /// on others.</returns>
    /// <exception cref="InvalidInputException">As <see cref="Table.Read(string, TableOptions?, IProgress{long}?,
    /// CancellationToken)"/>.</exception>
    public static NpyOutline? Of(Func<TableSource> open, TableOptions options)
    {
        using var source = open();
        if (TableFormat.Find(source) is not NpyTableReader || source.IsZipped || options.Missing == MissingPolicy.Mean)
            return null;
        var (header, choice) = NpyTableReader.ReadHeader(source, options);
        return header.Fortran || (options.Missing == MissingPolicy.Drop && AreDropped(open, options))
            ? null
            : new NpyOutline(choice.Names, header.IsSingle ? Precision.F32 : Precision.F64, header.Rows);
    }

    private static bool AreDropped(Func<TableSource> open, TableOptions options)
    {
        using var source = open();
        bool any = false;
        TableParts.Read(source, options, part => any |= part.DroppedRows.Count > 0);
        return any;
    }
}
