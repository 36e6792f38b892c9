using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>Copies of single rows from anywhere to anywhere, too short to call a function of the system for.</summary>
internal static class RowCopy
{
    /// <summary>Copies row <paramref name="i"/> to row <paramref name="j"/>.</summary>
    /// <param name="from">Rows of <paramref name="length"/> values.</param>
    /// <param name="to">Likewise.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Copy<V>(ReadOnlySpan<V> from, int i, Span<V> to, int j, int length) where V : unmanaged
    {
        Debug.Assert((uint)i < from.Length / length && (uint)j < to.Length / length);
        int bytes = length * sizeof(V);
        ref byte source = ref Unsafe.As<V, byte>(ref Unsafe.Add(ref MemoryMarshal.GetReference(from), (nint)i * length));
        ref byte target = ref Unsafe.As<V, byte>(ref Unsafe.Add(ref MemoryMarshal.GetReference(to), (nint)j * length));
        // The last piece may begin within the one before it.
        if (bytes >= Vector128<byte>.Count)
        {
            int at = 0;
            for (; at < bytes - Vector128<byte>.Count; at += Vector128<byte>.Count)
                Vector128.LoadUnsafe(ref source, (nuint)at).StoreUnsafe(ref target, (nuint)at);
            at = bytes - Vector128<byte>.Count;
            Vector128.LoadUnsafe(ref source, (nuint)at).StoreUnsafe(ref target, (nuint)at);
        }
        else if (bytes >= sizeof(long))
        {
            int at = bytes - sizeof(long);
            long first = Unsafe.ReadUnaligned<long>(ref source), last = Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref source, at));
            Unsafe.WriteUnaligned(ref target, first);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, at), last);
        }
        else
        {
            Unsafe.WriteUnaligned(ref target, Unsafe.ReadUnaligned<int>(ref source));
        }
    }
}
