using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lloyd.Cli;

/// <summary>The JSON that the tool writes: numbers have 17 significant digits, since not every double survives the
/// runtime's shortest form (2⁻²⁵ does not).</summary>
internal static class Json
{
    private const int Held = 1 << 16;           // bytes that a long array lets wait before they are handed on

    /// <summary>Where JSON is written to; what is written arrives when it is flushed or disposed of.</summary>
    public static Utf8JsonWriter To(Stream stream) =>
        new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>What is written, as UTF-8.</summary>
    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (Utf8JsonWriter json = To(bytes))
            write(json);
        return bytes.ToArray();
    }

    /// <summary>What is written, as text.</summary>
    public static string Text(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Bytes(write));

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
        {
            json.WriteNumberValue(value);
            json.HandOn();
        }
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
        {
            json.WriteReal(value);
            json.HandOn();
        }
        json.WriteEndArray();
    }

    private static void WriteReal(this Utf8JsonWriter json, double value)
    {
        Span<byte> digits = stackalloc byte[32];
        bool fits = value.TryFormat(digits, out int length, "G17", CultureInfo.InvariantCulture);
        Debug.Assert(fits, "17 digits, their sign and their exponent are 24 letters");
        json.WriteRawValue(digits[..length]);
    }

    /// <summary>So that an array of millions is not held whole, and that who waits for it can give up.</summary>
    private static void HandOn(this Utf8JsonWriter json)
    {
        if (json.BytesPending > Held)
            json.Flush();
    }
}
