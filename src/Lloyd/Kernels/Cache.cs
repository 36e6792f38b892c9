using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Lloyd.Kernels;

/// <summary>Advice to the processor's cache.</summary>
internal static class Cache
{
    private const int Line = 64;
    private const int MostBytes = 1 << 20;

    /// <summary>Says that these values are needed soon; only their first and last bytes, the rest follows by
    /// itself.</summary>
    public static unsafe void Prefetch<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        if (!Sse.IsSupported)
            return;
        ref readonly T first = ref MemoryMarshal.GetReference(values);
        // Prefetching reads nothing, so the address need not stay valid.
        Sse.Prefetch0(Unsafe.AsPointer(in first));
        Sse.Prefetch0(Unsafe.AsPointer(in Unsafe.Add(ref Unsafe.AsRef(in first), values.Length - 1)));
    }

    /// <summary>Says that all these values are needed soon, as far as a near cache has room for them.</summary>
    [MethodImpl(Jit.AtOnce)]
    public static unsafe void PrefetchAll<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        if (!Sse.IsSupported)
            return;
        byte* first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));
        for (long at = 0, end = Math.Min((long)values.Length * sizeof(T), MostBytes); at < end; at += Line)
            Sse.Prefetch0(first + at);
    }

    /// <summary>Says that values are soon written two lines behind this one, which may be beyond the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void PrefetchBehind<T>(Span<T> values, int i) where T : unmanaged
    {
        if (Sse.IsSupported)
            Sse.Prefetch0((byte*)Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetReference(values), (nint)i)) + 2 * Line);
    }
}
