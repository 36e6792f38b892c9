using System.Numerics;
using System.Runtime.InteropServices;

namespace Lloyd.Data.Npy;

/// <summary>Turns the bytes of an .npy file into values.</summary>
internal static class NpyElements
{
    /// <summary>Decodes whole values, and may change the bytes. Integers beyond 2⁵³ are rounded.</summary>
    public static void Decode<T>(Span<byte> bytes, NpyHeader header, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (header.BigEndian == BitConverter.IsLittleEndian)
            for (int i = 0; i < bytes.Length; i += header.Size)
                bytes.Slice(i, header.Size).Reverse();
        switch (header.Kind, header.Size)
        {
            case ('f', 2): Convert<Half, T>(bytes, values); break;
            case ('f', 4): Convert<float, T>(bytes, values); break;
            case ('f', 8): Convert<double, T>(bytes, values); break;
            case ('i', 1): Convert<sbyte, T>(bytes, values); break;
            case ('i', 2): Convert<short, T>(bytes, values); break;
            case ('i', 4): Convert<int, T>(bytes, values); break;
            case ('i', 8): Convert<long, T>(bytes, values); break;
            case ('b' or 'u', 1): Convert<byte, T>(bytes, values); break;
            case ('u', 2): Convert<ushort, T>(bytes, values); break;
            case ('u', 4): Convert<uint, T>(bytes, values); break;
            case ('u', 8): Convert<ulong, T>(bytes, values); break;
        }
    }

    private static void Convert<TFrom, T>(ReadOnlySpan<byte> bytes, Span<T> values)
        where TFrom : unmanaged, INumberBase<TFrom>
        where T : unmanaged, INumberBase<T>
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(bytes);
        for (int i = 0; i < from.Length; i++)
            values[i] = T.CreateTruncating(from[i]);
    }
}
