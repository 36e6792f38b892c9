using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Lloyd;

/// <summary>A hash of every bit of some points, which float32 and float64 of the same numbers share: SHA-256 of d, of the
/// SHA-256 of every block of rows as float64, and of the weights.</summary>
internal static class DataFingerprint
{
    private const int Digits = 32;

    public static string Of<T>(Points<T> points, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int blocks = (points.Count + Blocks.Rows - 1) / Blocks.Rows;
        byte[] hashes = new byte[blocks * SHA256.HashSizeInBytes];
        var raw = new MetricPoints<T>(points, Metric.Identity(points.Dimensions));
        Blocks.Run(points.Count, Blocks.Workers(points.Count, 8 * points.Dimensions, threads), (_, first, count) =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            raw.ReadRows(first, count, (_, rows) => Append(hash, rows));
            hash.GetHashAndReset(hashes.AsSpan(first / Blocks.Rows * SHA256.HashSizeInBytes));
        }, cancellation);
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(all, [points.Dimensions]);
        all.AppendData(hashes);
        Append(all, points.Weights.Span);
        return Convert.ToHexStringLower(all.GetHashAndReset())[..Digits];
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<double> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        hash.AppendData(bytes);
    }
}
