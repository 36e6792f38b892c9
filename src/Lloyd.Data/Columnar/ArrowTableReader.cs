using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Columnar;

/// <summary>Reads tables from Arrow's IPC format: files, which Feather (version 2) is another name of, and streams.</summary>
internal sealed class ArrowTableReader : ITableReader
{
    public static ReadOnlySpan<byte> FileMagic => "ARROW1\0\0"u8;

    public static ReadOnlySpan<byte> MessageMagic => [0xff, 0xff, 0xff, 0xff];

    public Table Read(TableSource source, TableOptions options)
    {
        // a file is a stream with a table of contents at its end, which reading from start to end does not need
        bool isFile = source.Bytes.Peek(FileMagic.Length).StartsWith(FileMagic);
        if (isFile)
            source.Bytes.ReadExactly(new byte[FileMagic.Length]);
        using var messages = new ArrowMessages(source, isFile, options.MemoryBesideRows);
        using var reader = new ArrowStreamReader(
            messages, messages.Memory, new CompressionCodecFactory(), leaveOpen: true);
        var schema = Damage.Tell(source, "the schema of the Arrow data", () => reader.Schema)
            ?? throw source.Error("the Arrow data end before their schema; write the file again");
        SourceColumn[] columns = [.. schema.FieldsList.Select((field, i) => ArrowColumn.Describe(field, i))];
        return ColumnarTable.Read(source, options, columns,
            i => schema.GetFieldByIndex(i).DataType.TypeId is ArrowTypeId.Float or ArrowTypeId.HalfFloat,
            ExpectedRows(schema, source), rowsBefore: 0, Batches(reader, source));
    }

    /// <summary>As many rows as the rest of the file holds where nothing is compressed; 0 where its size is unknown.</summary>
    private static long ExpectedRows(Schema schema, TableSource source)
    {
        long bits = schema.FieldsList.Sum(field => field.DataType is FixedWidthType type ? (long)type.BitWidth : 64);
        return source.Bytes.Remaining is long bytes ? 8 * bytes / Math.Max(1, bits) : 0;
    }

    private static IEnumerable<IColumnarRows> Batches(ArrowStreamReader reader, TableSource source)
    {
        for (int b = 1; ; b++)
        {
            var batch = Damage.Tell(source, $"record batch {b}", () => reader.ReadNextRecordBatch());
            if (batch is null)
                yield break;
            yield return new ArrowRows(batch, b, source);
        }
    }
}
