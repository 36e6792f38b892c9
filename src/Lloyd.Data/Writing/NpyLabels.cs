using System.Runtime.InteropServices;

namespace Lloyd.Data;

/// <summary>Labels as .npy.</summary>
internal sealed class NpyLabels : LabelWriter
{
    private readonly Stream _stream;
    private readonly long _start;
    private readonly int[] _labels = new int[1 << 14];
    private int _waiting;
    private long _rows;

    public NpyLabels(Stream stream) : base(distances: 0)
    {
        _stream = stream;
        _start = stream.Position;
        stream.Write(Header());
    }

    private protected override void WriteHead()
    {
        if (Ids.Count > 0)
            throw new InvalidInputException("A .npy file holds labels alone, no columns of ids; write CSV or Parquet.");
    }

    private protected override void Write(int label, ReadOnlySpan<double> distances)
    {
        _labels[_waiting++] = label;
        if (_waiting == _labels.Length)
            Flush();
    }

    private protected override void WriteDropped() => Write(-1, []);

    private protected override void WriteEnd()
    {
        Flush();
        _stream.Position = _start;
        _stream.Write(Header());
        _stream.Seek(0, SeekOrigin.End);
    }

    private void Flush()
    {
        _stream.Write(MemoryMarshal.AsBytes<int>(_labels.AsSpan(0, _waiting)));
        _rows += _waiting;
        _waiting = 0;
    }

    /// <summary>Of the same length for any number of rows.</summary>
    private byte[] Header() => TableWriter.NpyHeaderBytes("i4", $"{_rows},");
}
