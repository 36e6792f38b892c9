using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Lloyd.Data.Npy;

/// <summary>Values of a file that is mapped into memory.</summary>
/// <remarks>
/// There is no finalizer, on purpose: a span into the block does not keep it alive, and a kernel that still reads
/// would crash. The pointer taken here holds the mapping until it is closed.
/// </remarks>
internal sealed unsafe class MappedBlock<T> : MemoryManager<T> where T : unmanaged
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _length;
    private T* _values;

    public MappedBlock(FileStream file, long offset, int length,
        MemoryMappedFileAccess access = MemoryMappedFileAccess.Read)
    {
        using var mapped = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, access, HandleInheritability.None, leaveOpen: true);
        _view = mapped.CreateViewAccessor(offset, (long)length * sizeof(T), access);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _values = (T*)(start + _view.PointerOffset);
        _length = length;
    }

    public override Span<T> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_values is null, typeof(Table));
        return new Span<T>(_values, _length);
    }

    public override MemoryHandle Pin(int elementIndex = 0) => new(_values + elementIndex);

    public override void Unpin() { }

    public void Close() => Dispose(disposing: true);

    protected override void Dispose(bool disposing)
    {
        if (_values is null)
            return;
        _values = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }
}
