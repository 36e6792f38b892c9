using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Lloyd.Kernels;

/// <summary>Advice to the processor's cache.</summary>
internal static class Cache
{
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
}
