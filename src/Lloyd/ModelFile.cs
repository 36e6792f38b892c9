using System.Reflection;
using System.Text.Json;

namespace Lloyd;

/// <summary>A model as a <see cref="SealedFile"/>: centroids (k·d), offsets and ranges (d each, with scaling only) and the
/// inertia as numbers, all else in the header. docs/model.md says what may be added to it.</summary>
internal static class ModelFile
{
    private const ushort Version = 1;
    private const string OneHot = "oneHot";     // without its encodings a model would be given other numbers

    private static ReadOnlySpan<byte> Magic => "LLOYD\x1A"u8;

    /// <summary>The version of this library.</summary>
    public static string LibraryVersion { get; } =
        typeof(ModelFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static byte[] Write(KMeansModel model, string fingerprint) => SealedFile.Write(
        Magic, Version, json => WriteHeader(json, model, fingerprint),
        [.. model.Centroids.Span, .. model.Metric.Offsets.Span, .. model.Metric.Ranges.Span, model.Inertia]);

    public static KMeansModel Read(ReadOnlySpan<byte> file) => SealedFile.Read(file, Magic, Version, known: [OneHot], Throw.BadModel, Read);

    /// <summary>Texts as a JSON array.</summary>
    public static string ToJson(IEnumerable<string> texts)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            WriteTexts(json, texts);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static KMeansModel Read(JsonElement header, double[] values)
    {
        int k = header.GetProperty("k").GetInt32();
        int d = header.GetProperty("dimensions").GetInt32();
        if (!Enum.TryParse(header.GetProperty("scaling").GetString(), out Scaling scaling) || !Enum.IsDefined(scaling))
            throw Throw.BadModel("its scaling is unknown");
        int scaled = scaling == Scaling.None ? 0 : d;
        // The bounds keep the product from overflowing.
        if (k < 1 || d < 1 || k > values.Length || d > values.Length || (long)k * d + 2L * scaled + 1 != values.Length)
            throw Throw.BadModel($"it claims {k} × {d} centroids and holds {values.Length} numbers");
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
            Restart = header.TryGetProperty("restart", out JsonElement restart) ? restart.GetInt32() : 0,
            Options = header.TryGetProperty("options", out JsonElement options)
                ? options.EnumerateObject().ToDictionary(option => option.Name, option => option.Value.GetString() ?? "")
                : [],
            DataFingerprint = TextOr(header, "data"),
            WrittenBy = TextOr(header, "lloyd"),
        };
    }

    private static string TextOr(JsonElement header, string name) =>
        header.TryGetProperty(name, out JsonElement text) ? text.GetString() ?? "" : "";

    private static void WriteHeader(Utf8JsonWriter json, KMeansModel model, string fingerprint)
    {
        json.WriteNumber("k", model.K);
        json.WriteNumber("dimensions", model.Dimensions);
        json.WriteString("scaling", model.Scaling.ToString());
        json.WriteNumber("points", model.PointCount);
        json.WriteNumber("iterations", model.Iterations);
        json.WriteBoolean("converged", model.Converged);
        json.WriteNumber("seed", model.Seed);
        json.WriteString("seeding", model.Seeding);
        json.WriteString("algorithm", model.Algorithm);
        json.WritePropertyName("columns");
        WriteTexts(json, model.Columns);
        if (model.Encodings.Count > 0)
            WriteEncodings(json, model.Encodings);
        json.WriteStartArray("counts");
        foreach (long count in model.Counts.Span)
            json.WriteNumberValue(count);
        json.WriteEndArray();
        json.WriteNumber("restart", model.Restart);
        json.WriteStartObject("options");
        foreach ((string name, string value) in model.Options)
            json.WriteString(name, value);
        json.WriteEndObject();
        if (fingerprint.Length > 0)
            json.WriteString("data", fingerprint);
        json.WriteString("lloyd", model.WrittenBy.Length > 0 ? model.WrittenBy : LibraryVersion);
    }

    private static void WriteTexts(Utf8JsonWriter json, IEnumerable<string> texts)
    {
        json.WriteStartArray();
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static OneHotEncoding[] Encodings(JsonElement header) =>
        header.TryGetProperty(OneHot, out JsonElement encodings)
            ? [.. encodings.EnumerateArray().Select(encoding => new OneHotEncoding(
                encoding.GetProperty("column").GetString() ?? "",
                [.. encoding.GetProperty("categories").EnumerateArray().Select(category => category.GetString() ?? "")]))]
            : [];

    private static void WriteEncodings(Utf8JsonWriter json, IReadOnlyList<OneHotEncoding> encodings)
    {
        json.WriteStartArray(SealedFile.Requires);
        json.WriteStringValue(OneHot);
        json.WriteEndArray();
        json.WriteStartArray(OneHot);
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
