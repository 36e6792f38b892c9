using System.Runtime.InteropServices;

namespace Lloyd.Shares;

/// <summary>Numbers as bytes, as shares and those who ask them send them: little-endian.</summary>
internal static class Wire
{
    private const int MostBytesAtATime = 1 << 20;

    public static void WriteDoubles(this BinaryWriter to, ReadOnlySpan<double> values)
    {
        to.Write(values.Length);
        to.Write(MemoryMarshal.AsBytes(values));
    }

    public static double[] ReadDoubles(this BinaryReader from) => from.ReadMany<double>();

    public static void WriteLongs(this BinaryWriter to, ReadOnlySpan<long> values)
    {
        to.Write(values.Length);
        to.Write(MemoryMarshal.AsBytes(values));
    }

    public static long[] ReadLongs(this BinaryReader from) => from.ReadMany<long>();

    /// <summary>The bytes that <paramref name="write"/> writes.</summary>
    public static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
            write(writer);
        return stream.ToArray();
    }

    /// <summary>What <paramref name="read"/> reads from bytes.</summary>
    public static A From<A>(byte[] bytes, Func<BinaryReader, A> read)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return read(reader);
    }

    /// <summary>A length that the bytes do not bear out ends in an exception before there is memory for it.</summary>
    private static V[] ReadMany<V>(this BinaryReader from) where V : unmanaged
    {
        int length = from.ReadInt32();
        if (length < 0 || (long)length * Marshal.SizeOf<V>() > from.BaseStream.Length - from.BaseStream.Position)
            throw new InvalidDataException($"{length} numbers are announced, and there are fewer.");
        var values = new V[length];
        Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(bytes.Length, MostBytesAtATime)..])
            from.BaseStream.ReadExactly(bytes[..Math.Min(bytes.Length, MostBytesAtATime)]);
        return values;
    }
}
