using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Csv;

/// <summary>How a text file writes its table, found from a sample of whole lines at its start.</summary>
/// <param name="Separator">What stands between cells.</param>
/// <param name="DecimalComma">Whether numbers are written <c>1,5</c>.</param>
/// <param name="HasHeader">Whether the first line names the columns.</param>
/// <param name="Encoding">UTF-8, or Latin-1 where the sample is not valid UTF-8.</param>
/// <param name="Columns">The columns, as the sample shows them.</param>
internal sealed record CsvDialect(
    char Separator, bool DecimalComma, bool HasHeader, Encoding Encoding, IReadOnlyList<SourceColumn> Columns)
{
    /// <summary>The longest line that is read, in bytes.</summary>
    public const int LongestLine = 1 << 26;

    private const int SampleRows = 1000;

    // where two separators explain the sample equally well the earlier one wins, so that in 1,5;2,5 it is the semicolon
    private static readonly char[] Separators = ['\t', ';', ',', '|'];

    public static CsvReaderOptions ReaderOptions(char separator) => new()
    {
        Separator = separator,
        HasHeader = false,
        SkipEmptyLines = false,     // an empty line of a table of one column is a missing cell
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MaxRecordSize = LongestLine,
    };

    /// <summary>Whether the current line holds nothing; <c>""</c> in a table of one column is a cell.</summary>
    public static bool IsBlank(CsvReader csv) => csv.FieldCount == 1 && csv.RawRecord.Trim(" \t"u8).IsEmpty;

    public static CsvDialect Find(ReadOnlyMemory<byte> sample, bool? header, TableSource source)
    {
        var encoding = Utf8.IsValid(sample.Span) ? Encoding.UTF8 : Encoding.Latin1;
        var (separator, agreement) = Separators.Select(s => (s, Agreement(sample, s))).MaxBy(s => s.Item2);
        if (agreement == 0)     // one column, of numbers like 1,5 perhaps
            separator = HasDecimalCommas(sample, ';') ? ';' : ',';
        bool decimalComma = separator != ',' && HasDecimalCommas(sample, separator);

        var cells = new CellReader(decimalComma);
        string[] names = [];
        CellKind[] first = [];
        Tally[] tallies = [];
        foreach (var csv in Rows(sample, separator))
        {
            if (first.Length == 0)
            {
                if (csv.FieldCount > ColumnChoice.Most)
                    throw source.Error(
                        $"line {csv.LineNumber} has {csv.FieldCount} cells; at most {ColumnChoice.Most} can be read");
                var columns = Enumerable.Range(0, csv.FieldCount);
                names = [.. columns.Select(i => encoding.GetString(csv.GetSpan(i)).Trim())];
                first = [.. columns.Select(i => cells.Read(csv.GetSpan(i), out _))];
                tallies = new Tally[first.Length];
                continue;
            }
            for (int i = 0; i < Math.Min(tallies.Length, csv.FieldCount); i++)
                tallies[i].Add(cells.Read(csv.GetSpan(i), out _), csv.GetSpan(i), encoding);
        }

        bool hasHeader = header ?? (first.Contains(CellKind.Text)
            && !first.Where((kind, i) => kind is not (CellKind.Text or CellKind.Missing) && !tallies[i].IsText).Any());
        if (!hasHeader)
            for (int i = 0; i < tallies.Length; i++)
                tallies[i].Add(first[i], names[i]);
        var found = tallies.Select((tally, i) => new SourceColumn(
            hasHeader && names[i].Length > 0 ? names[i] : $"column {i + 1}", tally.Kind, tally.Example ?? ""));
        return new CsvDialect(separator, decimalComma, hasHeader, encoding, [.. found]);
    }

    /// <summary>The lines of the sample that have as many cells as its first line, if that is more than one.</summary>
    private static int Agreement(ReadOnlyMemory<byte> sample, char separator)
    {
        int width = 0, agree = 0;
        foreach (var csv in Rows(sample, separator))
        {
            width = width == 0 ? csv.FieldCount : width;
            agree += csv.FieldCount == width ? 1 : 0;
        }
        return width > 1 ? agree : 0;
    }

    /// <summary>Whether more numbers of the sample are written with a comma than with a point.</summary>
    private static bool HasDecimalCommas(ReadOnlyMemory<byte> sample, char separator)
    {
        CellReader points = new(decimalComma: false), commas = new(decimalComma: true);
        int balance = 0;
        foreach (var csv in Rows(sample, separator))
            for (int i = 0; i < csv.FieldCount; i++)
            {
                var cell = csv.GetSpan(i);
                if (cell.Contains((byte)',') && commas.Read(cell, out _) == CellKind.Number)
                    balance++;
                else if (cell.Contains((byte)'.') && points.Read(cell, out _) == CellKind.Number)
                    balance--;
            }
        return balance > 0;
    }

    private static IEnumerable<CsvReader> Rows(ReadOnlyMemory<byte> sample, char separator)
    {
        using var csv = CsvReader.Create(sample, ReaderOptions(separator));
        for (int rows = 0; rows < SampleRows && csv.Read();)
            if (!IsBlank(csv))
            {
                rows++;
                yield return csv;
            }
    }

    /// <summary>What the cells of one column are.</summary>
    private struct Tally
    {
        private int _numbers, _booleans, _dates, _texts, _missing;

        /// <summary>A text of the column.</summary>
        public string? Example { get; private set; }

        public readonly bool IsText => _texts > _numbers + _booleans + _dates;

        // without any rows every column is as good as numeric: what is wrong is that there are no rows
        public readonly ColumnKind Kind => IsText ? ColumnKind.Text
            : _dates > _numbers && _dates >= _booleans ? ColumnKind.Date
            : _booleans > _numbers ? ColumnKind.Boolean
            : _numbers > 0 || _missing == 0 ? ColumnKind.Number : ColumnKind.Empty;

        public void Add(CellKind kind, ReadOnlySpan<byte> cell, Encoding encoding) =>
            Add(kind, kind == CellKind.Text && Example is null ? Shown.Text(encoding.GetString(cell)) : "");

        public void Add(CellKind kind, string text)
        {
            _numbers += kind is CellKind.Number or CellKind.Infinite ? 1 : 0;
            _booleans += kind is CellKind.Boolean ? 1 : 0;
            _dates += kind is CellKind.Date ? 1 : 0;
            _texts += kind is CellKind.Text ? 1 : 0;
            _missing += kind is CellKind.Missing ? 1 : 0;
            if (kind == CellKind.Text)
                Example ??= text;
        }
    }
}
