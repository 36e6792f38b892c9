using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lloyd.Cli;

/// <summary>The JSON that the tool writes: numbers have 17 significant digits, since not every double survives the
/// runtime's shortest form (2⁻²⁵ does not).</summary>
internal static class Json
{
    /// <summary>Where JSON is written to; what is written arrives when it is flushed or disposed of.</summary>
    public static Utf8JsonWriter To(Stream stream) =>
        new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static void WriteReal(this Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        json.WriteReal(value);
    }

    /// <summary>Writes a number, or null where there is none.</summary>
    public static void WriteRealOrNull(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteReal(name, value);
        else
            json.WriteNull(name);
    }

    public static void WriteReals(this Utf8JsonWriter json, string name, ReadOnlySpan<double> values)
    {
        json.WritePropertyName(name);
        json.WriteReals(values);
    }

    /// <summary>Writes a row-major block as an array of rows.</summary>
    public static void WriteRows(this Utf8JsonWriter json, string name, ReadOnlySpan<double> values, int columns)
    {
        json.WriteStartArray(name);
        for (; !values.IsEmpty; values = values[columns..])
            json.WriteReals(values[..columns]);
        json.WriteEndArray();
    }

    public static void WriteWholes(this Utf8JsonWriter json, string name, IEnumerable<long> values)
    {
        json.WriteStartArray(name);
        foreach (long value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteReals(this Utf8JsonWriter json, ReadOnlySpan<double> values)
    {
        json.WriteStartArray();
        foreach (double value in values)
            json.WriteReal(value);
        json.WriteEndArray();
    }

    private static void WriteReal(this Utf8JsonWriter json, double value) =>
        json.WriteRawValue(value.ToString("G17", CultureInfo.InvariantCulture));
}
