using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Lloyd.Datasets;
using Parquet;
using Parquet.Schema;

namespace Lloyd.Orleans.Tests;

/// <summary>Points, in one file and in several, and what a fit of them gives.</summary>
internal static class Given
{
    /// <summary>Blobs as float32.</summary>
    public static Points<float> Blobs(int n, int d = 6, int centers = 12)
    {
        Dataset blobs = new Blobs { Samples = n, Features = d, Centers = centers, Std = 3, Seed = 5 }.Make();
        return new Points<float>(Array.ConvertAll(blobs.Points.Values.ToArray(), value => (float)value), d);
    }

    /// <summary>A fit in which the centroids, and the sums, are 3000 × 500 × 8 bytes: more than a message takes.</summary>
    public static (Points<float> Points, KMeans Settings) LongCentroids(string folder)
    {
        Points<float> points = Blobs(4000, d: 500, centers: 5);
        Folder(folder, points, 2);
        return (points, new KMeans(3000) { Seeding = Seeding.From(points.Slice(0, 3000)), MaxIterations = 2 });
    }

    /// <summary>Writes rows as an .npy file.</summary>
    public static void Npy(string path, Points<float> points, int first, int count)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({count}, {points.Dimensions}), }}";
        header = header.PadRight((header.Length + 11 + 63) / 64 * 64 - 11) + "\n";
        using var file = new BinaryWriter(File.Create(path));
        file.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0]);
        file.Write((ushort)header.Length);
        file.Write(Encoding.ASCII.GetBytes(header));
        file.Write(MemoryMarshal.AsBytes(points.Values.Slice(first * points.Dimensions, count * points.Dimensions)));
    }

    /// <summary>Writes rows as files of unequal length in a folder.</summary>
    public static void Folder(string path, Points<float> points, int files)
    {
        Directory.CreateDirectory(path);
        int first = 0;
        for (int i = 0; i < files; i++)
        {
            int end = i == files - 1 ? points.Count : (int)((long)points.Count * (i + 1) * (i + 2) / (files * (files + 1L)));
            Npy(Path.Combine(path, $"part-{i:00}.npy"), points, first, end - first);
            first = end;
        }
    }

    /// <summary>Writes a table of these columns as Parquet, in row groups of these numbers of rows; NaN becomes null.</summary>
    public static void Parquet(string path, (string Name, double[] Values)[] columns, params int[] groups)
    {
        DataField[] fields = [.. columns.Select(column => new DataField<double?>(column.Name))];
        using FileStream file = File.Create(path);
        Task.Run(async () =>
        {
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
            int first = 0;
            foreach (int rows in groups)
            {
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                for (int t = 0; t < fields.Length; t++)
                {
                    double?[] values = Array.ConvertAll(columns[t].Values[first..(first + rows)], value => double.IsNaN(value) ? (double?)null : value);
                    await group.WriteAsync<double>(fields[t], values.AsMemory());
                }
                first += rows;
            }
        }).GetAwaiter().GetResult();
    }

    /// <summary>Lines that are equal if, and only if, every bit is.</summary>
    public static string Bits(KMeansModel model) =>
        $"{model.PointCount} points, {model.Iterations} iterations, {model.Converged}, inertia {model.Inertia:R}, "
        + $"centroids {Hash(model.Centroids.Span)}, counts {Hash(model.Counts.Span)}, start {model.Restart}";

    /// <summary>A few digits that are equal if, and only if, every bit is.</summary>
    public static string Hash<T>(ReadOnlySpan<T> values) where T : unmanaged =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)).AsSpan(0, 8));
}
