namespace Lloyd.Data.Reading;

/// <summary>The categories of a one-hot column, by number in the order in which they are met.</summary>
internal sealed class Categories(string column, OneHotEncoding? known, TableSource source)
{
    /// <summary>The most categories: a column of more is an identifier, or a measurement.</summary>
    private const int Most = 1 << 12;

    private readonly Dictionary<string, int> _codes = known is null
        ? []
        : known.Categories.Select((category, code) => (category, code)).ToDictionary(c => c.category, c => c.code);

    /// <summary>How many cells hold a category that a given encoding does not know, and one of them.</summary>
    public (int Count, string Example) Unknown { get; private set; }

    /// <summary>The number of a category; −1 where the encoding is given and does not know it.</summary>
    public int Code(string text)
    {
        if (_codes.TryGetValue(text, out int code))
            return code;
        if (known is not null)
        {
            Unknown = (Unknown.Count + 1, Unknown.Count == 0 ? Shown.Text(text) : Unknown.Example);
            return -1;
        }
        if (_codes.Count == Most)
            throw source.Error($"{ColumnChoice.Label(column)} has more than {Most} categories; is it an id (--id)?");
        return _codes[text] = _codes.Count;
    }

    /// <summary>Counts unknown categories anew.</summary>
    public void BeginPart() => Unknown = default;

    /// <summary>The encoding: as it was given, or with the categories in ordinal order.</summary>
    public OneHotEncoding Encoding =>
        known ?? new OneHotEncoding(column, [.. _codes.Keys.Order(StringComparer.Ordinal)]);

    /// <summary>Where each number stands in the encoding.</summary>
    public int[] Ranks()
    {
        var ranks = new int[_codes.Count];
        int rank = 0;
        foreach (string category in Encoding.Categories)
            ranks[_codes[category]] = rank++;
        return ranks;
    }
}
