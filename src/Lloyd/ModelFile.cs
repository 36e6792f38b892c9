using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Lloyd;

/// <summary>
/// A model as bytes: "LLOYD", 0x1A, version (2 bytes); the length of a JSON header (4 bytes) and the header; centroids
/// (k·d), offsets and ranges (d each, with scaling only) and the inertia as float64; SHA-256 of all before it. Little-endian.
/// </summary>
/// <remarks>Numbers that decide labels are never written in decimals. Nothing is allocated by a size that the file
/// claims before the file is known to hold it.</remarks>
internal static class ModelFile
{
    private const int Version = 1;
    private const int PrefixSize = 12;

    private static ReadOnlySpan<byte> Magic => "LLOYD\x1A"u8;

    public static byte[] Write(KMeansModel model)
    {
        byte[] header = Header(model);
        double[] numbers =
        [
            .. model.Centroids.Span, .. model.Metric.Offsets.Span, .. model.Metric.Ranges.Span, model.Inertia,
        ];
        byte[] file = new byte[PrefixSize + header.Length + numbers.Length * sizeof(double) + SHA256.HashSizeInBytes];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(Magic.Length), Version);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), header.Length);
        header.CopyTo(file.AsSpan(PrefixSize));
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(
                file.AsSpan(PrefixSize + header.Length + i * sizeof(double)), numbers[i]);
        SHA256.HashData(file.AsSpan(..^SHA256.HashSizeInBytes), file.AsSpan(^SHA256.HashSizeInBytes..));
        return file;
    }

    public static KMeansModel Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Magic))
            throw Throw.BadModel("it does not begin as one");
        if (file.Length < PrefixSize + SHA256.HashSizeInBytes)
            throw Throw.BadModel($"it ends after {file.Length} bytes");
        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(file[Magic.Length..]);
        if (version != Version)
            throw Throw.BadModel($"its version is {version}, and this Lloyd reads version {Version}");
        ReadOnlySpan<byte> content = file[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(file[^SHA256.HashSizeInBytes..]))
            throw Throw.BadModel("its checksum does not match: it is cut off or damaged");
        int headerSize = BinaryPrimitives.ReadInt32LittleEndian(file[8..]);
        if (headerSize < 0 || headerSize > content.Length - PrefixSize)
            throw Throw.BadModel($"its header claims {headerSize} bytes");
        ReadOnlySpan<byte> numbers = content[(PrefixSize + headerSize)..];
        try
        {
            using JsonDocument header = JsonDocument.Parse(content.Slice(PrefixSize, headerSize).ToArray());
            return Read(header.RootElement, numbers);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Throw.BadModel("its header cannot be read");
        }
    }

    private static KMeansModel Read(JsonElement header, ReadOnlySpan<byte> numbers)
    {
        int k = header.GetProperty("k").GetInt32();
        int d = header.GetProperty("dimensions").GetInt32();
        if (!Enum.TryParse(header.GetProperty("scaling").GetString(), out Scaling scaling) || !Enum.IsDefined(scaling))
            throw Throw.BadModel("its scaling is unknown");
        int scaled = scaling == Scaling.None ? 0 : d;
        // The bounds keep the product from overflowing.
        if (k < 1 || d < 1 || k > numbers.Length || d > numbers.Length
            || ((long)k * d + 2L * scaled + 1) * sizeof(double) != numbers.Length)
            throw Throw.BadModel($"it claims {k} × {d} centroids and holds {numbers.Length} bytes of numbers");
        double[] values = new double[numbers.Length / sizeof(double)];
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(numbers[(i * sizeof(double))..]);
        if (!Array.TrueForAll(values, double.IsFinite))
            throw Throw.BadModel("it holds numbers that are not finite");
        double[] centroids = values[..(k * d)];
        var metric = new Metric(d, values[(k * d)..(k * d + scaled)], values[(k * d + scaled)..^1]);
        string[] columns = [.. header.GetProperty("columns").EnumerateArray().Select(column => column.GetString() ?? "")];
        long[] counts = [.. header.GetProperty("counts").EnumerateArray().Select(count => count.GetInt64())];
        if (columns.Length != 0 && columns.Length != d || counts.Length != k)
            throw Throw.BadModel("its columns or counts do not fit its centroids");
        return new KMeansModel(centroids, metric)
        {
            Inertia = values[^1],
            Iterations = header.GetProperty("iterations").GetInt32(),
            Converged = header.GetProperty("converged").GetBoolean(),
            Counts = counts,
            Columns = columns,
            Encodings = Encodings(header),
            PointCount = header.GetProperty("points").GetInt64(),
            Seed = header.GetProperty("seed").GetUInt32(),
            Seeding = header.GetProperty("seeding").GetString() ?? "",
            Scaling = scaling,
            Algorithm = header.GetProperty("algorithm").GetString() ?? "",
        };
    }

    private static OneHotEncoding[] Encodings(JsonElement header) =>
        header.TryGetProperty("oneHot", out JsonElement encodings)
            ? [.. encodings.EnumerateArray().Select(encoding => new OneHotEncoding(
                encoding.GetProperty("column").GetString() ?? "",
                [.. encoding.GetProperty("categories").EnumerateArray().Select(category => category.GetString() ?? "")]))]
            : [];

    private static byte[] Header(KMeansModel model)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("k", model.K);
            json.WriteNumber("dimensions", model.Dimensions);
            json.WriteString("scaling", model.Scaling.ToString());
            json.WriteNumber("points", model.PointCount);
            json.WriteNumber("iterations", model.Iterations);
            json.WriteBoolean("converged", model.Converged);
            json.WriteNumber("seed", model.Seed);
            json.WriteString("seeding", model.Seeding);
            json.WriteString("algorithm", model.Algorithm);
            json.WriteStartArray("columns");
            foreach (string column in model.Columns)
                json.WriteStringValue(column);
            json.WriteEndArray();
            if (model.Encodings.Count > 0)
                WriteEncodings(json, model.Encodings);
            json.WriteStartArray("counts");
            foreach (long count in model.Counts.Span)
                json.WriteNumberValue(count);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static void WriteEncodings(Utf8JsonWriter json, IReadOnlyList<OneHotEncoding> encodings)
    {
        json.WriteStartArray("oneHot");
        foreach (OneHotEncoding encoding in encodings)
        {
            json.WriteStartObject();
            json.WriteString("column", encoding.Column);
            json.WriteStartArray("categories");
            foreach (string category in encoding.Categories)
                json.WriteStringValue(category);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
