using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Parquet;
using Parquet.Schema;

namespace Lloyd.Data.Tests;

/// <summary>Files of many rows of numbers, written a run of rows at a time.</summary>
internal static class Wide
{
    private const int RowsAtATime = 10_000;

    public static void Write(string format, string path, int rows, int columns)
    {
        using var file = System.IO.File.Create(path);
        switch (format)
        {
            case "csv": Csv(file, rows, columns); break;
            case "npy": Npy(file, rows, columns); break;
            case "parquet": ParquetAsync(file, rows, columns).GetAwaiter().GetResult(); break;
            case "arrow": Arrow(file, rows, columns); break;
            default: throw new ArgumentException(format, nameof(format));
        }
    }

    private static double Value(int row, int column) => (row * 7 + column * 3) % 100 / 4.0;

    private static double[] Column(int first, int column) => [.. Enumerable.Range(first, RowsAtATime).Select(row => Value(row, column))];

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

    private static async Task ParquetAsync(Stream file, int rows, int columns)
    {
        DataField[] fields = [.. Enumerable.Range(0, columns).Select(t => new DataField<double>($"x{t}"))];
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        for (int first = 0; first < rows; first += RowsAtATime)
        {
            using var group = writer.CreateRowGroup();
            for (int t = 0; t < columns; t++)
                await group.WriteAsync<double>(fields[t], Column(first, t).AsMemory());
        }
    }

    private static void Arrow(Stream file, int rows, int columns)
    {
        var schema = new Apache.Arrow.Schema([.. Enumerable.Range(0, columns).Select(t => new Apache.Arrow.Field($"x{t}", DoubleType.Default, false))], null);
        using var writer = new ArrowFileWriter(file, schema, leaveOpen: true);
        for (int first = 0; first < rows; first += RowsAtATime)
            writer.WriteRecordBatch(new RecordBatch(schema, [.. Enumerable.Range(0, columns)
                .Select(t => new DoubleArray.Builder().AppendRange(Column(first, t)).Build())], RowsAtATime));
        writer.WriteEnd();
    }
}
