using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Data.Npy;

namespace Lloyd.Data.Reading;

/// <summary>Rows that memory does not hold: in a temporary file, laid out as the values of an .npy file.</summary>
internal sealed class SpilledRows<T>(TableSource source) : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FileStream _file = TemporaryFile.Open(source);
    private MappedBlock<T>? _mapping;       // of all, or of the room at the end

    public void Write(ReadOnlySpan<T> values) => TemporaryFile.Append(source, _file, values);

    /// <summary>Room at the end, for more values than memory takes at once.</summary>
    public Memory<T> Room(int values)
    {
        _mapping = TemporaryFile.Room<T>(source, _file, values);
        return _mapping.Memory;
    }

    /// <summary>Takes the first values that stand in the room, which is no more.</summary>
    public void Take(int values)
    {
        int rest = _mapping!.Memory.Length - values;
        _mapping.Close();
        _mapping = null;
        _file.SetLength(_file.Position - (long)rest * Unsafe.SizeOf<T>());
        _file.Position = _file.Length;
    }

    /// <summary>All that was written, which may be changed.</summary>
    public Memory<T> Map(long values)
    {
        _mapping = new MappedBlock<T>(_file, 0, (int)values, MemoryMappedFileAccess.ReadWrite);
        return _mapping.Memory;
    }

    public void Dispose()
    {
        _mapping?.Close();
        _file.Dispose();
    }
}
