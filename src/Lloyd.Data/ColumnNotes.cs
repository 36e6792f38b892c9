namespace Lloyd.Data;

/// <summary>A column that was left out because it does not hold numbers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Example">A text found in it; empty where the column is empty.</param>
public readonly record struct SkippedColumn(string Name, string Example);

/// <summary>The missing cells of a column.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Count">How many cells were missing.</param>
/// <param name="Mean">The value that they took; null where rows were dropped instead.</param>
public readonly record struct MissingCells(string Column, int Count, double? Mean);
