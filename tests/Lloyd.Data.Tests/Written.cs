using System.Globalization;
using System.IO.Compression;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Parquet;
using Parquet.Schema;

namespace Lloyd.Data.Tests;

/// <summary>One table, and the files that hold it.</summary>
internal sealed record Written(
    double?[] X, long[] N, bool?[] Flag, DateTime?[] When, decimal[] Price, string?[] Colour, string[] Id)
{
    private const string Time = "yyyy-MM-ddTHH:mm:ss.FFFFFFF";

    public int Rows => X.Length;

    /// <summary>Rows of every kind, from a seed.</summary>
    public static Written Of(int rows, int seed, bool missing)
    {
        var random = new Random(seed);
        bool Miss() => missing && random.Next(8) == 0;
        double?[] x = [.. Enumerable.Range(0, rows).Select(_ => Miss() ? (double?)null : (random.NextDouble() - 0.5) * (1L << random.Next(60)))];
        long[] n = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt64(-1L << 60, 1L << 60))];
        bool?[] flag = [.. Enumerable.Range(0, rows).Select(_ => Miss() ? (bool?)null : random.Next(2) == 0)];
        DateTime?[] when = [.. Enumerable.Range(0, rows).Select(_ => Miss() ? (DateTime?)null
            : DateTime.UnixEpoch.AddTicks(random.NextInt64(-(1L << 52), 1L << 54) / 10 * 10))];
        decimal[] price = [.. Enumerable.Range(0, rows).Select(_ => new decimal(random.NextInt64(1L << 60)) / 10000)];
        string[] colours = ["red", "blue", "a b", "gelb;", "green, dark", "\"so\"", "ä"];
        string?[] colour = [.. Enumerable.Range(0, rows).Select(i => Miss() ? null : colours[i < colours.Length ? i : random.Next(colours.Length)])];
        return new Written(x, n, flag, when, price, colour, [.. Enumerable.Range(0, rows).Select(i => $"id {i}")]);
    }

    /// <summary>All files but .npy, which holds numbers only.</summary>
    public IEnumerable<(string Name, byte[] File)> Files()
    {
        yield return ("csv", Csv(','));
        yield return ("csv.gz", Zipped(Csv(',')));
        yield return ("tsv", Csv('\t'));
        foreach (var method in new[] { CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Zstd, CompressionMethod.Lz4Raw, CompressionMethod.Brotli })
            yield return ($"parquet {method}", Parquet(method, groupRows: Rows / 3 + 1));
        yield return ("parquet.gz", Zipped(Parquet(CompressionMethod.Snappy, Rows)));
        foreach (CompressionCodecType? codec in new CompressionCodecType?[] { null, CompressionCodecType.Lz4Frame, CompressionCodecType.Zstd })
        {
            yield return ($"arrow file {codec}", Arrow(isFile: true, codec, batchRows: Rows / 2 + 1));
            yield return ($"arrow stream {codec}", Arrow(isFile: false, codec, batchRows: Rows));
        }
    }

    public static byte[] Zipped(byte[] file)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Optimal))
            zip.Write(file);
        return zipped.ToArray();
    }

    public byte[] Csv(char separator)
    {
        var text = new StringBuilder();
        void Line(params string?[] cells) => text.AppendJoin(separator, cells.Select(cell =>
            cell is not null && cell.AsSpan().ContainsAny(separator, '"') ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell)).Append('\n');
        Line("x", "n", "flag", "when", "price", "colour", "id");
        for (int i = 0; i < Rows; i++)
            Line(X[i]?.ToString("G17", CultureInfo.InvariantCulture), N[i].ToString(CultureInfo.InvariantCulture),
                Flag[i]?.ToString(), When[i]?.ToString(Time, CultureInfo.InvariantCulture),
                Price[i].ToString(CultureInfo.InvariantCulture), Colour[i], Id[i]);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public byte[] Parquet(CompressionMethod method, int groupRows)
    {
        DataField[] fields =
        [
            new DataField<double?>("x"), new DataField<long>("n"), new DataField<bool?>("flag"),
            new DateTimeDataField("when", DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: true),
            new DecimalDataField("price", 24, 4, isNullable: false), new DataField<string>("colour"), new DataField<string>("id"),
        ];
        using var stream = new MemoryStream();
        Task.Run(async () =>
        {
            await using var writer = await ParquetWriter.CreateAsync(
                new ParquetSchema(fields), stream, new ParquetOptions { CompressionMethod = method });
            for (int first = 0; first < Rows; first += groupRows)
            {
                int end = Math.Min(Rows, first + groupRows);
                using var group = writer.CreateRowGroup();
                await group.WriteAsync<double>(fields[0], X.AsMemory(first, end - first));
                await group.WriteAsync<long>(fields[1], N[first..end].AsMemory());
                await group.WriteAsync<bool>(fields[2], Flag.AsMemory(first, end - first));
                await group.WriteAsync<DateTime>(fields[3], When.AsMemory(first, end - first));
                await group.WriteAsync<decimal>(fields[4], Price[first..end].AsMemory());
                await group.WriteAsync(fields[5], Colour[first..end]!);
                await group.WriteAsync(fields[6], Id[first..end]);
            }
        }).GetAwaiter().GetResult();
        return stream.ToArray();
    }

    public byte[] Arrow(bool isFile, CompressionCodecType? codec, int batchRows)
    {
        var colours = Colour.OfType<string>().Distinct().ToArray();
        var schema = new Apache.Arrow.Schema(
        [
            new("x", DoubleType.Default, true), new("n", Int64Type.Default, false), new("flag", BooleanType.Default, true),
            new("when", new TimestampType(TimeUnit.Nanosecond, "UTC"), true), new("price", new Decimal128Type(24, 4), false),
            new("colour", new DictionaryType(Int32Type.Default, StringType.Default, false), true), new("id", StringType.Default, false),
        ], null);
        using var stream = new MemoryStream();
        var options = new IpcOptions { CompressionCodec = codec, CompressionCodecFactory = codec is null ? null : new CompressionCodecFactory() };
        using (var writer = isFile
            ? new ArrowFileWriter(stream, schema, leaveOpen: true, options) : new ArrowStreamWriter(stream, schema, leaveOpen: true, options))
        {
            for (int first = 0; first < Rows; first += batchRows)
            {
                using var batch = Batch(schema, colours, first, Math.Min(Rows, first + batchRows));     // held: its memory is native
                writer.WriteRecordBatch(batch);
            }
            writer.WriteEnd();
        }
        return stream.ToArray();
    }

    private RecordBatch Batch(Apache.Arrow.Schema schema, string[] colours, int first, int end)
    {
        var x = new DoubleArray.Builder();
        var n = new Int64Array.Builder();
        var flag = new BooleanArray.Builder();
        var when = new Int64Array.Builder();
        var price = new Decimal128Array.Builder(new Decimal128Type(24, 4));
        var colour = new Int32Array.Builder();
        var id = new StringArray.Builder();
        for (int i = first; i < end; i++)
        {
            _ = X[i] is { } value ? x.Append(value) : x.AppendNull();
            n.Append(N[i]);
            _ = Flag[i] is { } isSo ? flag.Append(isSo) : flag.AppendNull();
            _ = When[i] is { } time ? when.Append((time - DateTime.UnixEpoch).Ticks * 100) : when.AppendNull();
            price.Append(Price[i]);
            _ = Colour[i] is { } text ? colour.Append(System.Array.IndexOf(colours, text)) : colour.AppendNull();
            id.Append(Id[i]);
        }
        var times = when.Build();
        var dictionary = new StringArray.Builder().AppendRange(colours).Build();
        return new RecordBatch(schema,
        [
            x.Build(), n.Build(), flag.Build(),
            new TimestampArray(new TimestampType(TimeUnit.Nanosecond, "UTC"), times.ValueBuffer, times.NullBitmapBuffer, times.Length, times.NullCount, 0),
            price.Build(), new DictionaryArray(new DictionaryType(Int32Type.Default, StringType.Default, false), colour.Build(), dictionary), id.Build(),
        ], end - first);
    }
}
