using System.Numerics;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Npy;

/// <summary>Takes the values of an .npy file from where they lie on disk, where they lie as a block would.</summary>
internal static class NpyMapping
{
    private const int ScanBlock = 1 << 20;      // values

    /// <summary>Rows of the file as a mapped table; null where values must be converted or chosen, or are not finite.</summary>
    /// <param name="inParts">Whether more than a block can hold may be read in another way.</param>
    public static unsafe Table? TryRead<T>(
        TableSource source, NpyHeader header, ColumnChoice choice, RowRange taken, bool inParts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool asBlock = header.Kind == 'f' && header.Size == sizeof(T) && header.BigEndian != BitConverter.IsLittleEndian
            && (!header.Fortran || header.Columns == 1) && header.Offset % sizeof(T) == 0
            && choice.Weight < 0 && choice.Texts.Length == 0 && choice.Coordinates.Length == header.Columns
            && choice.Coordinates.AsSpan().SequenceEqual([.. Enumerable.Range(0, (int)header.Columns)]);
        if (!asBlock || source.File is not { CanSeek: true } file)
            return null;
        if (taken.Count * header.Columns > Array.MaxLength)
            return inParts ? null : throw source.Error($"the .npy file holds {header.Rows} × {header.Columns} values, more than the "
                + $"{Array.MaxLength} that one block can; split the file");

        var mapping = new MappedBlock<T>(
            file, header.Offset + taken.First * header.Columns * sizeof(T), (int)(taken.Count * header.Columns));
        bool finite = false;
        try
        {
            finite = AllFinite<T>(mapping.GetSpan(), source.CancellationToken);
        }
        finally
        {
            if (!finite)
                mapping.Close();
        }
        return finite ? new Table(choice.Names, (int)taken.Count, (ReadOnlyMemory<T>)mapping.Memory, mapping) : null;
    }

    private static bool AllFinite<T>(ReadOnlySpan<T> values, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < values.Length; start += ScanBlock)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int end = (int)Math.Min((long)start + ScanBlock, values.Length);
            for (int i = start; i < end; i++)
                if (!T.IsFinite(values[i]))
                    return false;
        }
        return true;
    }
}
