namespace Lloyd;

/// <summary>
/// How a column of text became coordinates: one per category, 1 where the row has it and 0 elsewhere, as scikit-learn's
/// <c>OneHotEncoder(handle_unknown='ignore')</c>: a category that is not listed is 0 in all of them.
/// </summary>
/// <param name="column">The name of the column of text.</param>
/// <param name="categories">Its categories, in the order of the coordinates.</param>
public sealed class OneHotEncoding(string column, IReadOnlyList<string> categories)
{
    /// <summary>The name of the column of text.</summary>
    public string Column => column;

    /// <summary>Its categories, in the order of the coordinates.</summary>
    public IReadOnlyList<string> Categories => categories;

    /// <summary>The names of the coordinates: <c>colour=blue</c>, <c>colour=red</c>, … .</summary>
    public IEnumerable<string> Names => categories.Select(category => $"{column}={category}");
}
