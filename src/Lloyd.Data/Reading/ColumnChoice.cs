using System.Globalization;

namespace Lloyd.Data.Reading;

internal enum ColumnKind { Number, Text, Empty }

/// <summary>A column of a file, as its first rows show it.</summary>
/// <param name="Name">Its name, or <c>column 3</c> where it has none.</param>
/// <param name="Kind">What most of its cells are.</param>
/// <param name="Example">A text found in it; empty where there is none.</param>
internal readonly record struct SourceColumn(string Name, ColumnKind Kind, string Example);

/// <summary>Which columns of a file become coordinates, and which one the weights.</summary>
internal sealed class ColumnChoice
{
    /// <summary>The most columns that a table may have.</summary>
    public const int Most = 1 << 20;

    private const int Listed = 8;

    private ColumnChoice(
        IReadOnlyList<string> columns, int[] coordinates, int weight, IReadOnlyList<SkippedColumn> skipped)
    {
        Coordinates = coordinates;
        Names = [.. coordinates.Select(i => columns[i])];
        Weight = weight;
        WeightName = weight < 0 ? "" : columns[weight];
        Skipped = skipped;
    }

    /// <summary>The columns of the file that become coordinates, counted from 0, in that order.</summary>
    public int[] Coordinates { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The column of the file that holds the weights, counted from 0; −1 where there is none.</summary>
    public int Weight { get; }

    public string WeightName { get; }

    public IReadOnlyList<SkippedColumn> Skipped { get; }

    public static ColumnChoice Make(IReadOnlyList<SourceColumn> columns, TableOptions options, TableSource source)
    {
        string[] names = [.. columns.Select(c => c.Name)];
        int weight = options.Weight is null ? -1 : Resolve(options.Weight, names, source);
        if (options.Columns is not null)
            return new ColumnChoice(names, Chosen(options.Columns, names, weight, source), weight, []);

        int[] numeric = [.. Enumerable.Range(0, names.Length)
            .Where(i => columns[i].Kind == ColumnKind.Number && i != weight)];
        SkippedColumn[] skipped = [.. columns.Where((c, i) => c.Kind != ColumnKind.Number && i != weight)
            .Select(c => new SkippedColumn(c.Name, c.Example))];
        if (numeric.Length == 0)
            throw source.Error("no column holds numbers ("
                + List(skipped.Select(s => $"{Label(s.Name)}: '{s.Example}'"))
                + "); cells are separated by comma, semicolon or tab");
        return new ColumnChoice(names, numeric, weight, skipped);
    }

    /// <summary>Where a name stands among others, counted from 0; −1 where it does not.</summary>
    public static int IndexOf(string name, IReadOnlyList<string> names)
    {
        for (int i = 0; i < names.Count; i++)
            if (names[i] == name)
                return i;
        return -1;
    }

    public static string NoSuchColumn(string name, IReadOnlyList<string> names)
    {
        string? near = Spelling.Nearest(name, names);
        return $"there is no column '{Shown.Text(name)}'; "
            + (near is null ? "" : $"did you mean '{Shown.Text(near)}'? ")
            + $"the columns are {List(names.Select(n => Shown.Text(n)))}";
    }

    /// <summary>How messages name a column: <c>column 'age'</c>, or <c>column 3</c> where it has no name.</summary>
    public static string Label(string name) =>
        name.StartsWith("column ", StringComparison.Ordinal) && int.TryParse(name.AsSpan(7), out _)
            ? name
            : $"column '{Shown.Text(name)}'";

    private static int[] Chosen(IReadOnlyList<string> chosen, string[] names, int weight, TableSource source)
    {
        if (chosen.Count == 0)
            throw source.Error("no column is chosen; name at least one, or none to take all that hold numbers");
        int[] indexes = [.. chosen.Select(name => Resolve(name, names, source))];
        var seen = new HashSet<int>();
        foreach (int i in indexes)
        {
            if (i == weight)
                throw source.Error($"{Label(names[i])} is chosen both as the weight and as a coordinate; choose one");
            if (!seen.Add(i))
                throw source.Error($"{Label(names[i])} is chosen twice; name each column once");
        }
        return indexes;
    }

    private static int Resolve(string name, string[] names, TableSource source)
    {
        int index = IndexOf(name, names);
        int last = Array.LastIndexOf(names, name);
        if (index != last)
            throw source.Error($"{Label(name)} is not unique: columns {index + 1} and {last + 1} have that name; "
                + "choose by position");
        if (index >= 0)
            return index;
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int position)
            && position >= 1 && position <= names.Length
                ? position - 1
                : throw source.Error(NoSuchColumn(name, names));
    }

    private static string List(IEnumerable<string> items)
    {
        string[] all = [.. items];
        return string.Join(", ", all.Take(Listed)) + (all.Length > Listed ? $", … ({all.Length} in all)" : "");
    }
}
