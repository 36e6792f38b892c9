using System.Runtime.CompilerServices;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Csv;

/// <summary>Reads lines without quotes: bytes, separators and nothing else. Lines end with a newline, or a carriage
/// return and a newline. It keeps nothing, and may be used by any thread.</summary>
internal sealed unsafe class PlainLines(ColumnChoice choice, CsvCells cells)
{
    private readonly int _width = cells.Dialect.Columns.Count;
    private readonly byte _separator = (byte)cells.Dialect.Separator;
    private readonly byte _point = cells.Dialect.DecimalComma ? (byte)',' : (byte)'.';

    /// <summary>For each column the coordinate that its numbers become: −1 for what is not simply a number, −2 for what
    /// is not read.</summary>
    private readonly int[] _coordinates = Coordinates(cells);

    /// <summary>Reads all lines of a text, which ends with a newline, into a block that has room for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<byte> text, RowBlock<double> block, CsvPlace place)
    {
        fixed (byte* start = text)
        fixed (double* values = block.Values.Span)
        {
            long line = place.Lines;
            byte* at = start, end = start + text.Length;
            while (at < end)
            {
                line++;
                byte* first = at;
                double* row = values + (long)block.Rows * choice.Names.Count;
                int column = 0;
                while (true)
                {
                    at = ReadCell(at, end, column, row, block, line, place.FirstLine);
                    column++;
                    if (*at != _separator)
                        break;
                    at++;
                }
                if (*at == '\r')
                    at++;
                if (column == _width)
                    block.Rows++;
                else if (column > 1 || !IsBlank(new ReadOnlySpan<byte>(first, (int)(at - first))))
                    throw cells.WrongWidth(line, column, place.FirstLine);
                at++;
            }
        }
    }

    /// <summary>Whether all lines of a text are of the kind that is read here.</summary>
    public static bool ArePlain(ReadOnlySpan<byte> text) =>
        !text.Contains((byte)'"') && (!text.Contains((byte)'\r') || text.Count((byte)'\r') == text.Count("\r\n"u8));

    /// <summary>Whether a line holds nothing.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t\r\n"u8).IsEmpty;

    /// <summary>Reads a cell; where it ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* ReadCell(byte* at, byte* end, int column, double* row, RowBlock<double> block, long line, long firstLine)
    {
        if (column < _width && _coordinates[column] is var coordinate and >= 0)
        {
            byte* number = at;
            while (*number == ' ')
                number++;
            number = DecimalNumber.TryRead(number, _point, out double value);
            if (number != null && (*number == _separator || *number == '\n' || *number == '\r'))
            {
                row[coordinate] = value;
                return number;
            }
        }
        return ReadOtherCell(at, end, column, block, line, firstLine);
    }

    private byte* ReadOtherCell(byte* at, byte* end, int column, RowBlock<double> block, long line, long firstLine)
    {
        var rest = new ReadOnlySpan<byte>(at, (int)(end - at));
        int length = rest.IndexOfAny(_separator, (byte)'\n');
        bool endsLine = rest[length] == '\n';
        if (endsLine && length > 0 && rest[length - 1] == '\r')
            length--;
        if (column < _width && _coordinates[column] != -2 && (!endsLine || column == _width - 1))
        {
            CheckWidth(rest, column, line, firstLine);
            cells.Take(block, block.Rows, column, rest[..length], line);
        }
        return at + length;
    }

    /// <summary>Refuses a line of the wrong width before a cell of it is refused: it is the more likely mistake.</summary>
    private void CheckWidth(ReadOnlySpan<byte> rest, int column, long line, long firstLine)
    {
        int found = column + 1 + rest[..rest.IndexOf((byte)'\n')].Count(_separator);
        if (found != _width)
            throw cells.WrongWidth(line, found, firstLine);
    }

    private static int[] Coordinates(CsvCells cells)
    {
        int[] coordinates = new int[cells.Dialect.Columns.Count];
        Array.Fill(coordinates, -2);
        foreach (int column in cells.Columns)
            coordinates[column] = cells.CoordinateOf(column);
        return coordinates;
    }
}
