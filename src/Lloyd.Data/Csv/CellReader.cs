using System.Globalization;
using System.Text;

namespace Lloyd.Data.Csv;

internal enum CellKind { Number, Boolean, Date, Missing, Infinite, Text }

/// <summary>Tells what a cell of a text file is.</summary>
internal readonly struct CellReader(bool decimalComma)
{
    private static readonly NumberFormatInfo CommaFormat =
        new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    private static readonly string[] MissingWords =
        ["NA", "N/A", "#N/A", "NaN", "-NaN", "null", "none", "?", "-", ".", "\\N"];
    private static readonly string[] InfiniteWords = ["inf", "+inf", "-inf"];

    /// <summary>Reads a cell: a number, 0 or 1 for a boolean, days for a date. Thousands separators are no part of a
    /// number.</summary>
    public CellKind Read(ReadOnlySpan<byte> cell, out double value)
    {
        cell = cell.Trim(" \t"u8);
        var format = decimalComma ? CommaFormat : NumberFormatInfo.InvariantInfo;
        if (double.TryParse(cell, NumberStyles.Float, format, out value))
            return double.IsFinite(value) ? CellKind.Number
                : double.IsNaN(value) ? CellKind.Missing
                : CellKind.Infinite;
        if (cell.IsEmpty || IsOneOf(MissingWords, cell))
            return CellKind.Missing;
        if (IsOneOf(InfiniteWords, cell))
            return CellKind.Infinite;
        bool isTrue = Ascii.EqualsIgnoreCase(cell, "true"u8);
        value = isTrue ? 1 : 0;
        if (isTrue || Ascii.EqualsIgnoreCase(cell, "false"u8))
            return CellKind.Boolean;
        return DateText.TryRead(cell, out value) ? CellKind.Date : CellKind.Text;
    }

    /// <summary>Whether it would be a number without its separators of thousands, <c>1,234.5</c>.</summary>
    public bool HasThousands(ReadOnlySpan<byte> cell)
    {
        const int digits = 3;
        int mark = cell.IndexOf((byte)(decimalComma ? '.' : ','));
        ReadOnlySpan<byte> behind = cell[(mark + 1)..];
        int many = behind.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return mark > 0 && (many < 0 ? behind.Length : many) == digits && double.TryParse(
            cell, NumberStyles.Float | NumberStyles.AllowThousands, decimalComma ? CommaFormat : NumberFormatInfo.InvariantInfo, out _);
    }

    private static bool IsOneOf(string[] words, ReadOnlySpan<byte> cell)
    {
        foreach (string word in words)
            if (Ascii.EqualsIgnoreCase(cell, word))
                return true;
        return false;
    }
}
