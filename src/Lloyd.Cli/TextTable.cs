using System.Text;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>Rows of cells as people read them: each column as wide as its widest cell, two spaces between.</summary>
internal static class TextTable
{
    private const int MostLetters = 40;         // of a column's name

    /// <summary>The name of a column as a cell: on one line, and not too wide.</summary>
    public static string Name(string column) => Shown.Text(column, MostLetters);

    /// <summary>Adds the rows, numbers to the right.</summary>
    /// <param name="text">What they are added to.</param>
    /// <param name="rows">All of one length.</param>
    /// <param name="indent">What each line begins with.</param>
    /// <param name="words">How many columns, from the first, are words, which go to the left.</param>
    public static void AppendTable(this StringBuilder text, IReadOnlyList<string[]> rows, string indent = "", int words = 0)
    {
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            text.Append(indent).AppendLine(string.Join("  ",
                row.Select((cell, column) => column < words ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
    }
}
