using System.Runtime.InteropServices;

namespace Lloyd;

/// <summary>A long array that is gone when it is given back: one that the runtime collects would still be there while what
/// follows makes its own.</summary>
internal sealed unsafe class NativeArray<V> : IDisposable where V : unmanaged
{
    private const int Alignment = 64;           // a line of the cache

    private readonly int _length;
    private V* _values;

    /// <summary>With anything in it.</summary>
    public NativeArray(int length)
    {
        nuint bytes = (nuint)length * (nuint)sizeof(V);
        _values = (V*)NativeMemory.AlignedAlloc(bytes, Alignment);
        _length = length;
        HugePages.Advise((nint)_values, (long)bytes);
    }

    ~NativeArray() => Free();

    public Span<V> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_values is null, this);
            return new Span<V>(_values, _length);
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_values);
        _values = null;
    }
}
