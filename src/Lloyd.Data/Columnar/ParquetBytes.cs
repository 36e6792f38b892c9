using System.Buffers.Binary;
using Lloyd.Data.Reading;
using Parquet.Meta;

namespace Lloyd.Data.Columnar;

/// <summary>Checks the sizes that a Parquet file claims, before its library allocates for them.</summary>
internal sealed class ParquetBytes(Stream file, TableSource source)
{
    private const int TailSize = 8, FirstHeader = 1 << 10, LargestHeader = 1 << 24;

    /// <summary>The footer lies in the file, and so does every size within it.</summary>
    public void CheckFooter()
    {
        long length = file.Length;
        if (length < 4 + TailSize)
            throw source.Error($"the Parquet file ends after {length} bytes; write it again");
        byte[] tail = Read(length - TailSize, TailSize);
        if (!tail.AsSpan(4).SequenceEqual("PAR1"u8))
            throw source.Error("the Parquet file does not end as one does: it is cut off or damaged; write it again");
        int size = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (size <= 0 || size > length - TailSize - 4)
            throw source.Error($"the footer of the Parquet file claims {size} bytes of {length}; write it again");
        var footer = new ThriftCompact(Read(length - TailSize - size, size));
        footer.SkipStructure(ThriftShape.FileMetaData);
        if (footer.Failed)
            throw source.Error($"the footer of the Parquet file, {size} bytes from byte {length - TailSize - size} on, is damaged or encrypted; write it again");
    }

    /// <summary>The pages of a column hold as many values as there are rows, in as many bytes as they claim.</summary>
    /// <param name="chunk">What the footer says of the column.</param>
    /// <param name="rows">The rows of the row group.</param>
    /// <param name="where">The row group and the column, for messages.</param>
    public void CheckPages(ColumnMetaData? chunk, long rows, string where)
    {
        if (chunk is null)
            throw source.Error($"{where}: the footer does not say where it is; write the file again");
        if (chunk.NumValues != rows)
            throw source.Error($"{where}: it claims {chunk.NumValues} values for {rows} rows; write the file again");
        long at = chunk.DataPageOffset;
        if (chunk.DictionaryPageOffset is > 0 and var dictionary && dictionary < at)
            at = dictionary;
        if (at < 4 || chunk.TotalCompressedSize < 0 || at > file.Length - chunk.TotalCompressedSize)
            throw source.Error($"{where}: it claims {chunk.TotalCompressedSize} bytes from byte {at} on, "
                + $"but the file has {file.Length}; write it again");
        long end = at + chunk.TotalCompressedSize, values = 0, open = Math.Max(0, chunk.TotalUncompressedSize);
        while (values < rows && at < end)
        {
            Page page = ReadPage(at, end) ?? throw source.Error($"{where}: the page at byte {at} is damaged; write the file again");
            if (page.Held < 0 || page.Held > end - at - page.Header || page.Open < 0 || page.Open > open
                || page.Open > MostOpen(chunk.Codec, page.Held) || page.Values < 0)
                throw source.Error($"{where}: the page at byte {at} claims {page.Values} values and {page.Open} bytes in "
                    + $"{page.Held}, more than the column can hold; write the file again");
            open -= page.Open;
            values += page.IsData ? page.Values : 0;
            at += page.Header + page.Held;
        }
        if (values != rows)
            throw source.Error($"{where}: its pages hold {values} values for {rows} rows; write the file again");
    }

    /// <summary>The most bytes that so many can hold.</summary>
    private static long MostOpen(CompressionCodec codec, long held) => codec switch
    {
        CompressionCodec.UNCOMPRESSED => held,
        CompressionCodec.SNAPPY => 64 + 64 * held,
        CompressionCodec.LZ4 or CompressionCodec.LZ4_RAW => 64 + 256 * held,
        CompressionCodec.GZIP => 64 + 1100 * held,
        _ => long.MaxValue,
    };

    private Page? ReadPage(long at, long end)
    {
        for (int size = FirstHeader; ; size *= 8)
        {
            byte[] bytes = Read(at, (int)Math.Min(size, end - at));
            var shape = new ThriftCompact(bytes);
            shape.SkipStructure(ThriftShape.PageHeader);
            var header = new ThriftCompact(bytes);
            var page = new Page();
            int id = 0;
            while (header.NextField(ref id, out int type))
                switch (id)
                {
                    case 1: page.Type = header.Number(); break;
                    case 2: page.Open = header.Number(); break;
                    case 3: page.Held = header.Number(); break;
                    case 5 or 7 or 8: page.Values = FirstNumber(ref header); break;
                    default: header.Skip(type); break;
                }
            page.Header = header.Position;
            if (!shape.Failed)
                return page;
            if (bytes.Length < size || size >= LargestHeader)
                return null;
        }
    }

    /// <summary>The number of values, which is the first field of the header of every kind of page.</summary>
    private static long FirstNumber(ref ThriftCompact header)
    {
        long number = 0;
        int id = 0;
        while (header.NextField(ref id, out int type))
            if (id == 1 && type == 5)
                number = header.Number();
            else
                header.Skip(type);
        return number;
    }

    private byte[] Read(long at, int count)
    {
        var bytes = new byte[count];
        file.Position = at;
        file.ReadExactly(bytes);
        return bytes;
    }

    private struct Page
    {
        public long Type, Open, Held, Values;
        public int Header;

        public readonly bool IsData => Type is 0 or 3;
    }
}
