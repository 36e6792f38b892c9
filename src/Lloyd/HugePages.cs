using System.Runtime.InteropServices;

namespace Lloyd;

/// <summary>
/// Long arrays in pages of 2 MB instead of 4 KB, where the system has some (Linux): that saves most of the faults when
/// memory is new, and of the searches for a page when rows are read in any order. (As NumPy
/// does: <c>numpy/_core/src/multiarray/alloc.cpp</c>.)
/// </summary>
internal static partial class HugePages
{
    private const nint PageSize = 2 << 20;
    private const int AdviseHugePages = 14;     // MADV_HUGEPAGE

    /// <summary>New values with anything in them. Where they are many, they have whole pages to themselves: an array begins
    /// and ends anywhere, and a page that something else has touched before stays one of 4 KB.</summary>
    public static unsafe Memory<V> Allocate<V>(int length) where V : unmanaged
    {
        long pages = ((long)length * sizeof(V) + PageSize - 1) / PageSize;
        long room = (pages + 1) * PageSize / sizeof(V);
        if (length < PageSize / sizeof(V) || room > Array.MaxLength || !OperatingSystem.IsLinux())
            return GC.AllocateUninitializedArray<V>(length);
        V[] array = GC.AllocateUninitializedArray<V>((int)room);
        fixed (V* start = array)
        {
            int first = (int)((PageSize - (nint)start % PageSize) / sizeof(V));
            Advise((nint)(start + first), pages * PageSize);
            return array.AsMemory(first, length);
        }
    }

    /// <summary>Asks for huge pages where the array lies: a wish, which nothing but time depends on.</summary>
    public static unsafe void Advise<V>(V[] array) where V : unmanaged
    {
        fixed (V* start = array)
            Advise((nint)start, (long)array.Length * sizeof(V));
    }

    /// <inheritdoc cref="Advise{V}(V[])"/>
    public static void Advise(nint start, long bytes)
    {
        if (bytes < PageSize || !OperatingSystem.IsLinux())
            return;
        nint first = start / PageSize * PageSize;
        nint end = (nint)((start + bytes + PageSize - 1) / PageSize * PageSize);
        try
        {
            _ = Advise(first, end - first, AdviseHugePages);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // a system with a libc of another kind: the array is as good without
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nint length, int advice);
}
