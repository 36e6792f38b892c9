using Apache.Arrow;
using Apache.Arrow.Ipc;
using CsvHelper;
using Parquet;
using Parquet.Schema;

namespace Lloyd.Tables;

/// <summary>A file into one row-major block: by Lloyd, and by the bare loop over the library that it uses.</summary>
internal static class Readers
{
    public static IReadOnlyDictionary<string, Action<string>> All { get; } = new Dictionary<string, Action<string>>
    {
        ["lloyd"] = path => Keep(Lloyd.Data.Table.Read(path).ToPoints<double>()),
        ["csv"] = path => Keep(Csv(path)),
        ["parquet"] = path => Keep(ParquetAsync(path).GetAwaiter().GetResult()),
        ["arrow"] = path => Keep(Arrow(path)),
        ["npy"] = path => Keep(File.ReadAllBytes(path)),
    };

    private static void Keep(object values) => GC.KeepAlive(values);

    private static List<double> Csv(string path)
    {
        var values = new List<double>();
        using var csv = CsvReader.FromFile(path);
        while (csv.Read())
            for (int t = 0; t < csv.FieldCount; t++)
                values.Add(csv.Parse<double>(t));
        return values;
    }

    private static async Task<double[]> ParquetAsync(string path)
    {
        await using var reader = await ParquetReader.CreateAsync(path);
        DataField[] fields = reader.Schema.GetDataFields();
        var values = new double[reader.Metadata!.NumRows * fields.Length];
        int first = 0;
        for (int g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            var column = new double[group.RowCount];
            for (int t = 0; t < fields.Length; t++)
            {
                await group.ReadAsync<double>(fields[t], column.AsMemory());
                for (int i = 0; i < column.Length; i++)
                    values[(first + i) * fields.Length + t] = column[i];
            }
            first += column.Length;
        }
        return values;
    }

    private static List<double> Arrow(string path)
    {
        var values = new List<double>();
        using var reader = new ArrowFileReader(File.OpenRead(path));
        while (reader.ReadNextRecordBatch() is { } batch)
            using (batch)
            {
                DoubleArray[] columns = [.. batch.Arrays.Cast<DoubleArray>()];
                for (int i = 0; i < batch.Length; i++)
                    foreach (DoubleArray column in columns)
                        values.Add(column.Values[i]);
            }
        return values;
    }
}
