namespace Lloyd.Data.Reading;

/// <summary>What a column holds; numbers, booleans and dates can be coordinates as they are.</summary>
internal enum ColumnKind { Number, Boolean, Date, Text, Empty, Other }

/// <summary>A column of a file, as its schema or its first rows show it.</summary>
/// <param name="Name">Its name, or <c>column 3</c> where it has none.</param>
/// <param name="Kind">What most of its cells are.</param>
/// <param name="Example">A text found in it, or the name of its type; empty where there is none.</param>
internal readonly record struct SourceColumn(string Name, ColumnKind Kind, string Example)
{
    /// <summary>Whether its type says that it holds whole numbers of at most 64 bits.</summary>
    public bool IsInteger { get; init; }

    public bool IsNumeric => Kind is ColumnKind.Number or ColumnKind.Boolean or ColumnKind.Date;
}
