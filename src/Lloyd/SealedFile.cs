using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Lloyd;

/// <summary>
/// Bytes that are known to be whole: 6 bytes that say what they are, a version (2 bytes); the length of a JSON header (4
/// bytes) and the header; float64 numbers; SHA-256 of all before it. Little-endian.
/// </summary>
/// <remarks>Numbers that decide labels are never written in decimals. Nothing is allocated by a size that the file claims
/// before the file is known to hold it.</remarks>
internal static class SealedFile
{
    /// <summary>The header's list of what a reader must understand.</summary>
    public const string Requires = "requires";

    private const int MagicSize = 6;
    private const int PrefixSize = 12;

    public static byte[] Write(ReadOnlySpan<byte> magic, ushort version, Action<Utf8JsonWriter> writeHeader, ReadOnlySpan<double> numbers)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            writeHeader(json);
            json.WriteEndObject();
        }
        ReadOnlySpan<byte> header = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        byte[] file = new byte[PrefixSize + header.Length + numbers.Length * sizeof(double) + SHA256.HashSizeInBytes];
        magic.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(MagicSize), version);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(MagicSize + 2), header.Length);
        header.CopyTo(file.AsSpan(PrefixSize));
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(
                file.AsSpan(PrefixSize + header.Length + i * sizeof(double)), numbers[i]);
        SHA256.HashData(file.AsSpan(..^SHA256.HashSizeInBytes), file.AsSpan(^SHA256.HashSizeInBytes..));
        return file;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="known">The words of "requires" that the caller understands.</param>
    /// <param name="refuse">The error for what cannot be read, from what is wrong with it.</param>
    /// <param name="read">Takes the header and the numbers, all finite.</param>
    public static R Read<R>(
        ReadOnlySpan<byte> file, ReadOnlySpan<byte> magic, ushort version, string[] known, Func<string, InvalidInputException> refuse,
        Func<JsonElement, double[], R> read)
    {
        if (!file.StartsWith(magic))
            throw refuse("it does not begin as one");
        if (file.Length < PrefixSize + SHA256.HashSizeInBytes)
            throw refuse($"it ends after {file.Length} bytes");
        ushort found = BinaryPrimitives.ReadUInt16LittleEndian(file[MagicSize..]);
        if (found != version)
            throw refuse($"its version is {found}, and this Lloyd reads version {version}");
        ReadOnlySpan<byte> content = file[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(file[^SHA256.HashSizeInBytes..]))
            throw refuse("its checksum does not match: it is cut off or damaged");
        int headerSize = BinaryPrimitives.ReadInt32LittleEndian(file[(MagicSize + 2)..]);
        if (headerSize < 0 || headerSize > content.Length - PrefixSize)
            throw refuse($"its header claims {headerSize} bytes");
        ReadOnlySpan<byte> bytes = content[(PrefixSize + headerSize)..];
        if (bytes.Length % sizeof(double) != 0)
            throw refuse($"it holds {bytes.Length} bytes of numbers, which are no whole numbers of 8 bytes");
        double[] numbers = new double[bytes.Length / sizeof(double)];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]);
        if (!Array.TrueForAll(numbers, double.IsFinite))
            throw refuse("it holds numbers that are not finite");
        try
        {
            using JsonDocument header = JsonDocument.Parse(content.Slice(PrefixSize, headerSize).ToArray());
            // What a later version adds may be passed over, unless it says that it may not.
            if (header.RootElement.TryGetProperty(Requires, out JsonElement words)
                && words.EnumerateArray().Select(word => word.GetString() ?? "").Except(known).ToArray() is [_, ..] unknown)
                throw refuse($"it needs {string.Join(", ", unknown.Select(word => $"'{word}'"))}, which this Lloyd does not know: use a newer one");
            return read(header.RootElement, numbers);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw refuse("its header cannot be read");
        }
    }
}
