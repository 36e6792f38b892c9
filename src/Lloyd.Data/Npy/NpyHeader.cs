using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Npy;

/// <summary>What the header of an .npy file says: 1-D arrays are one column.</summary>
/// <param name="Kind">f, i, u or b: floating point, signed, unsigned, boolean.</param>
/// <param name="Size">Bytes per value.</param>
/// <param name="BigEndian">The byte order.</param>
/// <param name="Fortran">Whether the values stand column after column.</param>
/// <param name="Rows">n.</param>
/// <param name="Columns">d.</param>
/// <param name="Offset">Where the values begin, in bytes from the start of the file.</param>
internal sealed record NpyHeader(
    char Kind, int Size, bool BigEndian, bool Fortran, long Rows, long Columns, int Offset)
{
    private const int LargestText = 1 << 16;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The bytes that the values take. At most 124 bits: a dimension has at most 18 digits.</summary>
    public Int128 Bytes => (Int128)Rows * Columns * Size;

    /// <summary>Whether float32 holds the values.</summary>
    public bool IsSingle => Kind == 'f' && Size <= 4;

    /// <summary>Reads the header and leaves the stream at the first value.</summary>
    public static NpyHeader Read(TableSource source)
    {
        int lengthSize = source.Bytes.Peek(7) is [.., 2 or 3] ? 4 : 2;
        int textStart = 8 + lengthSize;
        var start = source.Bytes.Peek(textStart);
        if (start.Length < textStart)
            throw source.Error($"the .npy file ends after {start.Length} bytes, within its header; write it again");
        if (start[6] is 0 or > 3)
            throw source.Error($"this is version {start[6]} of .npy; save it with numpy.save, which writes 1, 2 or 3");
        long length = lengthSize == 4
            ? BinaryPrimitives.ReadUInt32LittleEndian(start[8..])
            : BinaryPrimitives.ReadUInt16LittleEndian(start[8..]);
        if (length > LargestText)
            throw source.Error(
                $"the .npy header claims {length} bytes; it has at most {LargestText}: the file is damaged");

        var bytes = source.Bytes.Peek(textStart + (int)length);
        if (bytes.Length < textStart + length)
            throw source.Error(
                $"the .npy header claims {length} bytes, but only {bytes.Length - textStart} follow; write it again");
        string text = Encoding.UTF8.GetString(bytes[textStart..]);
        source.Bytes.ReadExactly(new byte[bytes.Length]);
        return Parse(text, textStart + (int)length, source);
    }

    private static NpyHeader Parse(string text, int offset, TableSource source)
    {
        string? type = Entry("descr", text);
        string? fortran = Entry("fortran_order", text);
        string? shape = Entry("shape", text);
        if (type is null || fortran is not ("True" or "False") || shape is null)
            throw source.Error($"the .npy header is not one that numpy writes: {Shown.Text(text.Trim(), limit: 80)}");

        char order = type.Length > 2 && type[1] is '<' or '>' or '=' or '|' ? type[1] : '=';
        string number = type.Trim('\'', order);
        if (number is not ("f2" or "f4" or "f8" or "b1"
            or "i1" or "i2" or "i4" or "i8" or "u1" or "u2" or "u4" or "u8"))
            throw source.Error($"the .npy file holds values of type {Shown.Text(type)}; only numbers can be clustered: "
                + "save it with .astype('float32') or .astype('float64')");
        bool bigEndian = order == '>' || (order != '<' && !BitConverter.IsLittleEndian);

        string[] parts = shape.Trim('(', ')')
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (1 or 2))
            throw source.Error($"the .npy file has {parts.Length} dimensions, shape {Shown.Text(shape)}; a table has 2"
                + ": save it with .reshape(len(a), -1)");
        long[] sizes = [.. parts.Select(part =>
            part.Length <= 18 && long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long n)
                ? n
                : throw source.Error(
                    $"the shape in the .npy header, {Shown.Text(shape)}, is none; the file is damaged"))];
        return new NpyHeader(number[0], number[1] - '0', bigEndian, fortran == "True",
            Rows: sizes[0], Columns: sizes.Length == 2 ? sizes[1] : 1, offset);
    }

    /// <summary>The value of a key in the Python literal: a string, a tuple, a list or a word.</summary>
    private static string? Entry(string key, string text)
    {
        int at = text.IndexOf($"'{key}':", StringComparison.Ordinal);
        if (at < 0)
            return null;
        var rest = text.AsSpan(at + key.Length + 3).TrimStart();
        int length = rest switch
        {
            ['\'', ..] => rest[1..].IndexOf('\'') + 2,
            ['(', ..] => rest.IndexOf(')') + 1,
            ['[', ..] => rest.LastIndexOf(']') + 1,
            _ => rest.IndexOfAny(",} "),
        };
        return length > 0 ? rest[..length].ToString() : null;
    }
}
