using System.Globalization;
using System.IO.Enumeration;

namespace Lloyd.Data.Reading;

/// <summary>Which columns of a file become coordinates, which one the weights, and which are carried along.</summary>
internal sealed class ColumnChoice
{
    /// <summary>The most columns that a table may have.</summary>
    public const int Most = 1 << 20;

    private const int Listed = 8;

    private ColumnChoice(IReadOnlyList<SourceColumn> columns, int[] coordinates, int weight, int[] ids,
        HashSet<int> oneHot, IReadOnlyList<OneHotEncoding> known, IReadOnlyList<SkippedColumn> skipped)
    {
        Columns = columns;
        Coordinates = coordinates;
        Names = [.. coordinates.Select(i => columns[i].Name)];
        Weight = weight;
        OneHot = [.. Enumerable.Range(0, coordinates.Length).Where(t => oneHot.Contains(coordinates[t]))];
        Ids = ids;
        Texts = [.. OneHot.Select(t => coordinates[t]), .. ids];
        Known = known;
        Skipped = skipped;
    }

    /// <summary>All columns of the file.</summary>
    public IReadOnlyList<SourceColumn> Columns { get; }

    /// <summary>The columns of the file that become coordinates, counted from 0, in that order.</summary>
    public int[] Coordinates { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The coordinates that are read as text and become one per category, ascending.</summary>
    public int[] OneHot { get; }

    /// <summary>The encodings that are given; the others are found.</summary>
    public IReadOnlyList<OneHotEncoding> Known { get; }

    /// <summary>The column of the file that holds the weights, counted from 0; −1 where there is none.</summary>
    public int Weight { get; }

    public string WeightName => Weight < 0 ? "" : Columns[Weight].Name;

    /// <summary>The columns of the file that are carried along, counted from 0.</summary>
    public int[] Ids { get; }

    /// <summary>The columns of the file that are read as text: those of <see cref="OneHot"/>, then
    /// <see cref="Ids"/>.</summary>
    public int[] Texts { get; }

    public IReadOnlyList<SkippedColumn> Skipped { get; }

    public static ColumnChoice Make(IReadOnlyList<SourceColumn> columns, TableOptions options, TableSource source)
    {
        columns = ToldApart(columns);
        string[] names = [.. columns.Select(c => c.Name)];
        int weight = options.Weight is null ? -1 : Resolve(options.Weight, names, source);
        int[] ids = [.. options.Ids.Select(name => Resolve(name, names, source)).Distinct()];
        if (weight >= 0 && ids.Contains(weight))
            throw source.Error($"{Label(names[weight])} is chosen both as the weight and as the id; choose one");
        int[] encoded = [.. options.OneHot.SelectMany(name => Named(name, names, source)).Distinct()];
        CheckRoles(encoded, "to be encoded", weight, ids, names, source);
        HashSet<int> oneHot = [.. encoded, .. options.Encodings.Select(e => Resolve(e.Column, names, source))];

        bool CanBe(int i) => (columns[i].IsNumeric || oneHot.Contains(i)) && i != weight && !ids.Contains(i);
        if (options.Columns is not null)
        {
            int[] chosen = Chosen(options.Columns, names, CanBe, source);
            CheckRoles(chosen, "as a coordinate", weight, ids, names, source);
            return new ColumnChoice(
                columns, [.. chosen.Union(encoded.Where(CanBe))], weight, ids, oneHot, options.Encodings, []);
        }
        int[] coordinates = [.. Enumerable.Range(0, names.Length).Where(CanBe)];
        SkippedColumn[] skipped = [.. columns.Where((_, i) => !CanBe(i) && i != weight && !ids.Contains(i))
            .Select(c => new SkippedColumn(c.Name, c.Example))];
        if (coordinates.Length == 0)
            throw source.Error("no column holds numbers"
                + (skipped.Length == 0 ? "" : $" ({List(skipped.Select(s => $"{Label(s.Name)}: '{s.Example}'"))})")
                + "; cells are separated by comma, semicolon or tab");
        return new ColumnChoice(columns, coordinates, weight, ids, oneHot, options.Encodings, skipped);
    }

    /// <summary>Columns of one name are numbered, <c>a (1)</c> and <c>a (2)</c>: a model must find its columns again.</summary>
    private static IReadOnlyList<SourceColumn> ToldApart(IReadOnlyList<SourceColumn> columns)
    {
        HashSet<string> shared = columns.CountBy(column => column.Name).Where(name => name.Value > 1).Select(name => name.Key).ToHashSet();
        if (shared.Count == 0)
            return columns;
        var seen = new Dictionary<string, int>();
        return [.. columns.Select(column => !shared.Contains(column.Name) ? column
            : column with { Name = Numbered(column.Name, seen[column.Name] = seen.GetValueOrDefault(column.Name) + 1) })];
    }

    private static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name} ({number})");

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

    private static int[] Chosen(
        IReadOnlyList<string> chosen, string[] names, Func<int, bool> canBe, TableSource source)
    {
        if (chosen.Count == 0)
            throw source.Error("no column is chosen; name at least one, or none to take all that hold numbers");
        var indexes = new List<int>();
        foreach (string name in chosen)
        {
            if (IsPattern(name, names))
            {
                int[] matches = [.. Named(name, names, source).Where(canBe)];
                if (matches.Length == 0)
                    throw source.Error($"no column that is called like '{Shown.Text(name)}' holds numbers");
                indexes.AddRange(matches.Except(indexes));
                continue;
            }
            int index = Resolve(name, names, source);
            if (indexes.Contains(index))
                throw source.Error($"{Label(names[index])} is chosen twice; name each column once");
            indexes.Add(index);
        }
        return [.. indexes];
    }

    private static void CheckRoles(int[] chosen, string role, int weight, int[] ids, string[] names, TableSource source)
    {
        foreach (int i in chosen)
            if (i == weight || ids.Contains(i))
                throw source.Error($"{Label(names[i])} is chosen both as the {(i == weight ? "weight" : "id")} "
                    + $"and {role}; choose one");
    }

    private static bool IsPattern(string name, string[] names) =>
        name.AsSpan().ContainsAny('*', '?') && IndexOf(name, names) < 0;

    /// <summary>The columns that a name, a pattern or a position means.</summary>
    private static int[] Named(string name, string[] names, TableSource source)
    {
        if (!IsPattern(name, names))
            return [Resolve(name, names, source)];
        int[] matches = [.. Enumerable.Range(0, names.Length)
            .Where(i => FileSystemName.MatchesSimpleExpression(name, names[i], ignoreCase: false))];
        return matches.Length > 0
            ? matches
            : throw source.Error($"no column is called like '{Shown.Text(name)}'; the columns are "
                + List(names.Select(n => Shown.Text(n))));
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
        if (IndexOf(Numbered(name, 2), names) is var second and >= 0 && IndexOf(Numbered(name, 1), names) is var first and >= 0)
            throw source.Error($"{Label(name)} is not unique: columns {first + 1} and {second + 1} have that name; "
                + $"choose '{Shown.Text(names[first])}', '{Shown.Text(names[second])}' or by position");
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
