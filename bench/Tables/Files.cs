using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Lloyd.Data;
using Parquet;
using Parquet.Schema;

namespace Lloyd.Tables;

/// <summary>One table in every format.</summary>
internal static class Files
{
    private const int RowsAtATime = 1 << 17;

    public static IEnumerable<(string Format, string Path)> Write(string folder, int rows, int columns)
    {
        var random = new Random(1);
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Round(20 * random.NextDouble() - 10, 5);
        var points = new Points<double>(values, columns) { Columns = [.. Enumerable.Range(0, columns).Select(t => $"x{t}")] };
        string csv = Path.Combine(folder, "table.csv"), npy = Path.Combine(folder, "table.npy");
        TableWriter.Write(csv, points);
        yield return ("csv", csv);
        string parquet = Path.Combine(folder, "table.parquet");
        ParquetAsync(parquet, points).GetAwaiter().GetResult();
        yield return ("parquet", parquet);
        string arrow = Path.Combine(folder, "table.arrow");
        Arrow(arrow, points);
        yield return ("arrow", arrow);
        TableWriter.Write(npy, points);
        yield return ("npy", npy);
    }

    private static double[] Column(Points<double> points, int t, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => points[i][t])];

    private static async Task ParquetAsync(string path, Points<double> points)
    {
        DataField[] fields = [.. points.Columns.Select(name => new DataField<double>(name))];
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        for (int first = 0; first < points.Count; first += RowsAtATime)
        {
            using var group = writer.CreateRowGroup();
            for (int t = 0; t < fields.Length; t++)
                await group.WriteAsync<double>(fields[t], Column(points, t, first, Math.Min(RowsAtATime, points.Count - first)).AsMemory());
        }
    }

    private static void Arrow(string path, Points<double> points)
    {
        var schema = new Apache.Arrow.Schema([.. points.Columns.Select(name => new Apache.Arrow.Field(name, DoubleType.Default, false))], null);
        using var file = File.Create(path);
        using var writer = new ArrowFileWriter(file, schema);
        for (int first = 0; first < points.Count; first += RowsAtATime)
        {
            int count = Math.Min(RowsAtATime, points.Count - first);
            using var batch = new RecordBatch(schema, [.. Enumerable.Range(0, points.Dimensions)
                .Select(t => new DoubleArray.Builder().AppendRange(Column(points, t, first, count)).Build())], count);
            writer.WriteRecordBatch(batch);
        }
        writer.WriteEnd();
    }
}
