namespace Lloyd.Data;

/// <summary>
/// Writes labels as CSV, block after block: the header <c>cluster</c>, then one line per data row in order, without a label for
/// a dropped row.
/// </summary>
/// <param name="stream">Takes the bytes; it stays open.</param>
/// <param name="droppedRows">The rows that were dropped, as <see cref="Table.DroppedRows"/> lists them.</param>
/// <param name="distances">How many distances follow each label, under <c>distance</c> or, where there are several,
/// <c>distance0</c>, <c>distance1</c>, … .</param>
/// <param name="ids">Columns that come before the label, with a value for every row, dropped rows among them.</param>
public sealed class LabelWriter(
    Stream stream, IReadOnlyList<int>? droppedRows = null, int distances = 0, IReadOnlyList<IdColumn>? ids = null) : IDisposable
{
    private readonly Utf8Output _output = Begun(stream, distances, ids ?? []);
    private readonly IReadOnlyList<IdColumn> _ids = ids ?? [];
    private readonly IReadOnlyList<int> _dropped = droppedRows ?? [];
    private int _rows;              // of the file, so far
    private int _nextDropped;

    /// <summary>Writes the labels of the next rows that were kept.</summary>
    /// <param name="labels">Any number of them.</param>
    /// <param name="each">The distances of these, row after row.</param>
    /// <exception cref="ArgumentException">There are not as many distances as there should be.</exception>
    public void Add(ReadOnlySpan<int> labels, ReadOnlySpan<double> each)
    {
        if (each.Length != labels.Length * distances)
            throw new ArgumentException($"{each.Length} distances do not divide among {labels.Length} labels.", nameof(each));
        for (int i = 0; i < labels.Length; i++)
        {
            AddDropped();
            AddIds();
            _output.Number(labels[i]);
            foreach (double distance in each.Slice(i * distances, distances))
            {
                _output.Byte(',');
                _output.Number(distance);
            }
            _output.Byte('\n');
            _rows++;
        }
    }

    /// <summary>Writes what is left.</summary>
    public void Dispose()
    {
        AddDropped();
        _output.Dispose();
    }

    private void AddDropped()
    {
        for (; _nextDropped < _dropped.Count && _dropped[_nextDropped] == _rows; _nextDropped++, _rows++)
        {
            AddIds();
            _output.Byte('\n');
        }
    }

    private void AddIds()
    {
        foreach (IdColumn column in _ids)
        {
            _output.Cell(column.Values[_rows] ?? "");
            _output.Byte(',');
        }
    }

    private static Utf8Output Begun(Stream stream, int distances, IReadOnlyList<IdColumn> ids)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(distances);
        var output = new Utf8Output(stream);
        foreach (IdColumn column in ids)
        {
            output.Cell(column.Name);
            output.Byte(',');
        }
        output.Text("cluster");
        for (int j = 0; j < distances; j++)
            output.Text(distances == 1 ? ",distance" : $",distance{j}");
        output.Byte('\n');
        return output;
    }
}
