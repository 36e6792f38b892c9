using Lloyd.Data;

namespace Lloyd.Watch;

/// <summary>A column that cannot take part.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why, as a phrase.</param>
internal sealed record LeftOutColumn(string Name, string Reason)
{
    /// <summary>Those of a table that hold no numbers.</summary>
    public static LeftOutColumn[] TextOf(Table table) =>
        [.. table.SkippedColumns.Select(column => new LeftOutColumn(
            column.Name, column.Example.Length == 0 ? "empty" : $"text, such as '{column.Example}'"))];
}
