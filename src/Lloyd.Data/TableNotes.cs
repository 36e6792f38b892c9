namespace Lloyd.Data;

/// <summary>What people should know about how a table was read; what its parts have to tell adds up.</summary>
internal sealed class TableNotes
{
    private readonly OrderedDictionary<string, (long Count, double? Mean)> _missing = [];
    private readonly OrderedDictionary<string, (long Count, string Example)> _unknown = [];
    private IReadOnlyList<SkippedColumn> _skipped = [];
    private IReadOnlyList<string> _dates = [];
    private long _rows, _dropped;

    /// <summary>Adds a table, or the next part of one.</summary>
    public TableNotes Add(Table table)
    {
        _rows += table.SourceRows;
        _dropped += table.DroppedRows.Count;
        (_skipped, _dates) = (table.SkippedColumns, table.DateColumns);
        foreach (MissingCells missing in table.Missing)
            _missing[missing.Column] = (_missing.GetValueOrDefault(missing.Column).Count + missing.Count, missing.Mean);
        foreach (UnknownCategories unknown in table.UnknownCategories)
            _unknown[unknown.Column] = _unknown.TryGetValue(unknown.Column, out var earlier)
                ? (earlier.Count + unknown.Count, earlier.Example)
                : (unknown.Count, unknown.Example);
        return this;
    }

    /// <summary>Each a phrase without a full stop.</summary>
    public IEnumerable<string> Texts
    {
        get
        {
            SkippedColumn[] texts = [.. _skipped.Where(column => column.Example.Length > 0)], empty = [.. _skipped.Except(texts)];
            if (texts.Length > 0)
                yield return "skipped text columns: "
                    + string.Join(", ", texts.Select(column => $"{column.Name} ('{column.Example}')"));
            if (empty.Length > 0)
                yield return $"skipped empty columns: {string.Join(", ", empty.Select(column => column.Name))}";
            if (_dropped > 0)
                yield return $"dropped {_dropped} of {Shown.Plural(_rows, "row")} for missing cells";
            foreach (var (column, (count, mean)) in _missing)
                if (mean is not null)
                    yield return FormattableString.Invariant(
                        $"filled {Shown.Plural(count, "missing cell")} of column '{column}' with its mean, {mean}");
                else if (_dropped == 0)
                    yield return $"filled {Shown.Plural(count, "missing cell")} of column '{column}' with the shares of its categories";
            foreach (var (column, (count, example)) in _unknown)
                yield return count == 1
                    ? $"1 cell of column '{column}' holds a category that the model does not know ('{example}'): it counts as none of its categories"
                    : $"{count} cells of column '{column}' hold categories that the model does not know ('{example}'): they count as none of its categories";
            if (_dates.Count > 0)
                yield return $"dates count days since 1970-01-01 UTC: {string.Join(", ", _dates)}";
        }
    }
}
