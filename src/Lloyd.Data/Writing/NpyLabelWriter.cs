using System.Runtime.InteropServices;

namespace Lloyd.Data;

/// <summary>Writes labels as .npy, table after table: n whole numbers of 32 bits, one for each row of the file; −1 for a dropped
/// row.</summary>
public sealed class NpyLabelWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly long _start;
    private long _rows;

    /// <summary>Begins the file.</summary>
    /// <param name="stream">Takes the bytes; it stays open. It can seek: how many rows there are is written last, at the
    /// front.</param>
    public NpyLabelWriter(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _start = stream.Position;
        stream.Write(Header());
    }

    /// <summary>Writes the labels of a table, or of the next part of one.</summary>
    /// <param name="labels">One label per row that was kept.</param>
    /// <param name="droppedRows">The rows that were dropped, as <see cref="Table.DroppedRows"/> lists them.</param>
    public void Add(ReadOnlySpan<int> labels, IReadOnlyList<int>? droppedRows = null)
    {
        IReadOnlyList<int> dropped = droppedRows ?? [];
        var all = new int[labels.Length + dropped.Count];
        for (int row = 0, next = 0; row < all.Length; row++)
            if (next < dropped.Count && dropped[next] == row)
            {
                all[row] = -1;
                next++;
            }
            else
                all[row] = labels[row - next];
        _stream.Write(MemoryMarshal.AsBytes<int>(all));
        _rows += all.Length;
    }

    /// <summary>Writes how many rows there are.</summary>
    public void Dispose()
    {
        _stream.Position = _start;
        _stream.Write(Header());
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Of the same length for any number of rows.</summary>
    private byte[] Header() => TableWriter.NpyHeaderBytes("i4", $"{_rows},");
}
