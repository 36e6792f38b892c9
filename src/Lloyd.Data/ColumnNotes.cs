namespace Lloyd.Data;

/// <summary>A column that was left out because it does not hold numbers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Example">A text found in it; empty where the column is empty.</param>
public readonly record struct SkippedColumn(string Name, string Example);

/// <summary>The missing cells of a column.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Count">How many cells were missing.</param>
/// <param name="Mean">The value that they took; null where rows were dropped instead, and for a one-hot column, where
/// each category took its share.</param>
public readonly record struct MissingCells(string Column, int Count, double? Mean);

/// <summary>Cells of a one-hot column that hold categories which the given encoding does not know: they are 0 in all its
/// coordinates.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Count">How many cells.</param>
/// <param name="Example">One of the categories.</param>
public readonly record struct UnknownCategories(string Column, int Count, string Example);

/// <summary>A column that is carried along beside the points.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its text in every data row of the file, dropped ones included; null where the cell is missing.</param>
public readonly record struct IdColumn(string Name, IReadOnlyList<string?> Values)
{
    /// <summary>Whether the type of the column in its file says that it holds whole numbers of at most 64 bits. Text files
    /// have no types.</summary>
    public bool IsInteger { get; init; }
}
