using System.Buffers.Text;
using System.Text;
using CsvHelper;

namespace Lloyd.Data;

/// <summary>A table out of CSV, straight from bytes to numbers.</summary>
internal static class CsvTable
{
    public static Table Read(Stream stream, string name, IReadOnlyList<string>? wanted)
    {
        try
        {
            using CsvReader csv = CsvReader.Create(stream, new CsvReaderOptions
            {
                HasHeader = false,
                TrackLineNumbers = true,
                TrimWhitespace = true,
            });
            return Read(csv, name, wanted);
        }
        catch (CsvFormatException e)
        {
            throw new InvalidInputException($"'{name}' is not a CSV file that can be read: {e.Message}", e);
        }
    }

    private static Table Read(CsvReader csv, string name, IReadOnlyList<string>? wanted)
    {
        if (!csv.Read())
            throw Table.Error($"'{name}' is empty. Give a file with a row for each point.");
        bool decimalComma = csv.Separator != ',';
        int width = csv.FieldCount;
        string[] names = [.. Enumerable.Range(1, width).Select(number => $"x{number}")];
        // A header is a first line without any number.
        bool hasHeader = !Enumerable.Range(0, width).Any(field => TryParse(csv.GetSpan(field), decimalComma, out _));
        if (hasHeader)
        {
            for (int field = 0; field < width; field++)
                names[field] = csv.GetString(field) ?? "";
            if (!csv.Read())
                throw Table.Error($"'{name}' has a header and no rows. Give a row for each point.");
        }

        // A column is text where its first cell is.
        bool[] isText = [.. Enumerable.Range(0, width).Select(field =>
            field < csv.FieldCount && csv.GetSpan(field).Length > 0 && !TryParse(csv.GetSpan(field), decimalComma, out _))];
        int[] fields = wanted is null
            ? [.. Enumerable.Range(0, width).Where(field => !isText[field])]
            : [.. wanted.Select(column => IndexOf(column, names, name))];
        if (fields.Length == 0)
            throw Table.Error($"'{name}' has no column of numbers; its columns are: {string.Join(", ", names)}.");

        var values = new List<double>();
        do
        {
            if (csv.FieldCount != width)
                throw Table.Error($"'{name}', line {csv.LineNumber}: {csv.FieldCount} cells where the first line has {width}. Mend or drop the line.");
            foreach (int field in fields)
                values.Add(Number(csv, field, decimalComma, names[field], name));
        }
        while (csv.Read());
        string[] skipped = wanted is null ? [.. Enumerable.Range(0, width).Where(field => isText[field]).Select(field => names[field])] : [];
        return new Table([.. values], [.. fields.Select(field => names[field])], skipped);
    }

    private static int IndexOf(string column, string[] names, string file) =>
        Array.IndexOf(names, column) is var index and >= 0
            ? index
            : throw Table.Error($"'{file}' has no column '{column}'; its columns are: {string.Join(", ", names)}.");

    private static double Number(CsvReader csv, int field, bool decimalComma, string column, string file)
    {
        ReadOnlySpan<byte> cell = csv.GetSpan(field);
        if (TryParse(cell, decimalComma, out double value))
            return value;
        string found = cell.IsEmpty ? "an empty cell" : $"'{Encoding.UTF8.GetString(cell)}'";
        throw Table.Error($"'{file}', line {csv.LineNumber}, column '{column}': {found} is not a number. Fill it in, drop the line, or leave the column out.");
    }

    private static bool TryParse(scoped ReadOnlySpan<byte> cell, bool decimalComma, out double value)
    {
        Span<byte> point = stackalloc byte[64];
        if (decimalComma && cell.Length <= point.Length && cell.IndexOf((byte)',') is var comma and >= 0)
        {
            cell.CopyTo(point);
            point[comma] = (byte)'.';
            cell = point[..cell.Length];
        }
        if (cell.Length > 1 && cell[0] == '+')
            cell = cell[1..];
        return Utf8Parser.TryParse(cell, out value, out int used) && used == cell.Length && double.IsFinite(value);
    }
}
