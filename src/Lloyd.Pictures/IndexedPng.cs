using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Lloyd.Pictures;

/// <summary>A PNG of up to 255 colours, colour 0 being none (W3C, Portable Network Graphics, third edition).</summary>
internal static class IndexedPng
{
    /// <param name="pixels">A colour each, row after row, counted from 1; 0: transparent.</param>
    /// <param name="width">Pixels to the row.</param>
    /// <param name="colours">Red, green and blue of each.</param>
    public static byte[] Write(ReadOnlySpan<byte> pixels, int width, IReadOnlyList<byte[]> colours)
    {
        using var png = new MemoryStream();
        png.Write([137, 80, 78, 71, 13, 10, 26, 10]);
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0];            // 8 bits to the pixel, by palette
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), pixels.Length / width);
        Chunk(png, "IHDR", header);
        Chunk(png, "PLTE", [0, 0, 0, .. colours.SelectMany(colour => colour)]);
        Chunk(png, "tRNS", [0]);
        Chunk(png, "IDAT", Compressed(pixels, width));
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static byte[] Compressed(ReadOnlySpan<byte> pixels, int width)
    {
        using var bytes = new MemoryStream();
        using (var zlib = new ZLibStream(bytes, CompressionLevel.Optimal))
            for (; !pixels.IsEmpty; pixels = pixels[width..])
            {
                zlib.WriteByte(0);                                          // rows are not filtered
                zlib.Write(pixels[..width]);
            }
        return bytes.ToArray();
    }

    private static void Chunk(MemoryStream png, string type, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(named));
        png.Write(number);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = crc >> 1 ^ (0xEDB88320 & 0 - (crc & 1));
        }
        return ~crc;
    }
}
