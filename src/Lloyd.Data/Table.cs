using System.Globalization;

namespace Lloyd.Data;

/// <summary>The numeric columns of a file: n rows of d numbers, and the names of the columns.</summary>
public sealed class Table
{
    private readonly double[] _values;      // n × d

    internal Table(double[] values, IReadOnlyList<string> columns, IReadOnlyList<string> skipped)
    {
        _values = values;
        Columns = columns;
        SkippedColumns = skipped;
    }

    /// <summary>The names of the d columns; <c>x1</c>, <c>x2</c>, … where the file has no header.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The names of the columns that hold text and were left out.</summary>
    public IReadOnlyList<string> SkippedColumns { get; }

    /// <summary>n.</summary>
    public int RowCount => _values.Length / Columns.Count;

    /// <summary>Reads a CSV file: comma, semicolon or tab; a header or none; a decimal comma where the comma does not
    /// separate.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The names of the columns to use, in this order; all numeric ones when null.</param>
    /// <exception cref="InvalidInputException">The file cannot be read, or a cell is not a number; the message says
    /// which.</exception>
    public static Table Read(string path, IReadOnlyList<string>? columns = null)
    {
        if (Directory.Exists(path))
            throw new InvalidInputException($"'{path}' is a directory. Name a file in it.");
        if (!File.Exists(path))
            throw new InvalidInputException($"There is no file '{path}'. Check the name and the folder.");
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream, path, columns);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads CSV from a stream.</summary>
    /// <param name="stream">Read once, from where it is to its end.</param>
    /// <param name="name">What messages call it.</param>
    /// <inheritdoc cref="Read(string, IReadOnlyList{string}?)"/>
    public static Table Read(Stream stream, string name, IReadOnlyList<string>? columns = null) =>
        CsvTable.Read(stream, name, columns);

    /// <summary>The points, one per row; the numbers are not copied.</summary>
    public Points<double> ToPoints() => new(_values, Columns.Count) { Columns = Columns };

    internal static InvalidInputException Error(FormattableString message) =>
        new(message.ToString(CultureInfo.InvariantCulture));
}
