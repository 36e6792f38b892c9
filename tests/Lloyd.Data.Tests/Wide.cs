using System.Globalization;
using System.IO.Compression;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Parquet;
using Parquet.Schema;

namespace Lloyd.Data.Tests;

/// <summary>Files of many rows of numbers, written a run of rows at a time.</summary>
internal static class Wide
{
    /// <summary>Writes a file.</summary>
    /// <param name="format">csv, csv.gz, npy, parquet or arrow.</param>
    /// <param name="path">Its name.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns, all of float64.</param>
    /// <param name="atATime">The rows of a row group or record batch.</param>
    public static void Write(string format, string path, int rows, int columns, int atATime = 10_000)
    {
        using var file = System.IO.File.Create(path);
        switch (format)
        {
            case "csv": Csv(file, rows, columns); break;
            case "csv.gz": Csv(new GZipStream(file, CompressionLevel.Fastest), rows, columns); break;
            case "npy": Npy(file, rows, columns); break;
            case "parquet": ParquetAsync(file, rows, columns, atATime).GetAwaiter().GetResult(); break;
            case "arrow": Arrow(file, rows, columns, atATime); break;
            default: throw new ArgumentException(format, nameof(format));
        }
    }

    private static double Value(int row, int column) => (row * 7 + column * 3) % 100 / 4.0;

    private static double[] Column(int first, int end, int column) => [.. Enumerable.Range(first, end - first).Select(row => Value(row, column))];

    private static void Csv(Stream file, int rows, int columns)
    {
        using var text = new StreamWriter(file);
        text.WriteLine(string.Join(',', Enumerable.Range(0, columns).Select(t => $"x{t}")));
        for (int row = 0; row < rows; row++)
            text.WriteLine(string.Join(',', Enumerable.Range(0, columns).Select(t => Value(row, t).ToString(CultureInfo.InvariantCulture))));
    }

    private static void Npy(Stream file, int rows, int columns)
    {
        file.Write(Given.Npy("<f8", $"({rows}, {columns})", []));
        for (int row = 0; row < rows; row++)
            file.Write(Given.AsBytes<double>([.. Enumerable.Range(0, columns).Select(t => Value(row, t))]));
    }

    private static async Task ParquetAsync(Stream file, int rows, int columns, int atATime)
    {
        DataField[] fields = [.. Enumerable.Range(0, columns).Select(t => new DataField<double>($"x{t}"))];
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        for (int first = 0; first < rows; first += atATime)
        {
            using var group = writer.CreateRowGroup();
            for (int t = 0; t < columns; t++)
                await group.WriteAsync<double>(fields[t], Column(first, Math.Min(rows, first + atATime), t).AsMemory());
        }
    }

    private static void Arrow(Stream file, int rows, int columns, int atATime)
    {
        var schema = new Apache.Arrow.Schema([.. Enumerable.Range(0, columns).Select(t => new Apache.Arrow.Field($"x{t}", DoubleType.Default, false))], null);
        using var writer = new ArrowFileWriter(file, schema, leaveOpen: true);
        for (int first = 0; first < rows; first += atATime)
        {
            int end = Math.Min(rows, first + atATime);
            using var batch = new RecordBatch(schema, [.. Enumerable.Range(0, columns)
                .Select(t => new DoubleArray.Builder().Reserve(end - first).AppendRange(Column(first, end, t)).Build())], end - first);
            writer.WriteRecordBatch(batch);
        }
        writer.WriteEnd();
    }
}
