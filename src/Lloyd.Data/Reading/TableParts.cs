namespace Lloyd.Data.Reading;

/// <summary>Reads a table part after part, so that memory never holds all of it.</summary>
internal static class TableParts
{
    /// <summary>The bytes of rows in a part, unless the caller says otherwise.</summary>
    private const int UsualSize = 1 << 23;

    /// <returns>What people should know about how the whole was read.</returns>
    public static IReadOnlyList<string> Read(TableSource source, TableOptions options, Action<Table> take)
    {
        var notes = new TableNotes();
        void TakePart(Table part)
        {
            notes.Add(part);
            take(part);
        }
        long size = options.Memory ?? UsualSize;
        // what these become is known when the last row is: the rows wait in a temporary file
        bool needsAll = options.Missing == MissingPolicy.Mean || options.OneHot.Count > 0;
        using var rest = TableFormat.Find(source).Read(
            source, options with { Memory = size, TakePart = needsAll ? null : TakePart });
        notes.Add(rest);
        if (rest.SourceRows > 0)
            foreach (var part in rest.Parts(size))
                take(part);
        return [.. notes.Texts];
    }
}
