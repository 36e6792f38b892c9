using System.Globalization;
using System.Text;

namespace Lloyd.Data.Csv;

internal enum CellKind { Number, Missing, Infinite, Text }

/// <summary>Tells what a cell of a text file is.</summary>
internal readonly struct CellReader(bool decimalComma)
{
    private static readonly NumberFormatInfo CommaFormat =
        new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    private static readonly string[] MissingWords =
        ["NA", "N/A", "#N/A", "NaN", "-NaN", "null", "none", "?", "-", ".", "\\N"];
    private static readonly string[] InfiniteWords = ["inf", "+inf", "-inf"];

    /// <summary>Reads a cell. Thousands separators are no part of a number.</summary>
    public CellKind Read(ReadOnlySpan<byte> cell, out double value)
    {
        cell = cell.Trim(" \t"u8);
        var format = decimalComma ? CommaFormat : NumberFormatInfo.InvariantInfo;
        if (double.TryParse(cell, NumberStyles.Float, format, out value))
            return double.IsFinite(value) ? CellKind.Number
                : double.IsNaN(value) ? CellKind.Missing
                : CellKind.Infinite;
        return cell.IsEmpty || IsOneOf(MissingWords, cell) ? CellKind.Missing
            : IsOneOf(InfiniteWords, cell) ? CellKind.Infinite
            : CellKind.Text;
    }

    private static bool IsOneOf(string[] words, ReadOnlySpan<byte> cell)
    {
        foreach (string word in words)
            if (Ascii.EqualsIgnoreCase(cell, word))
                return true;
        return false;
    }
}
