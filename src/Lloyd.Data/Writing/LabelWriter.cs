namespace Lloyd.Data;

/// <summary>
/// Writes labels as CSV, table after table: the header <c>cluster</c>, then one line per data row in order, without a label for
/// a dropped row.
/// </summary>
/// <param name="stream">Takes the bytes; it stays open.</param>
/// <param name="distances">How many distances follow each label, under <c>distance</c> or, where there are several,
/// <c>distance0</c>, <c>distance1</c>, … .</param>
public sealed class LabelWriter(Stream stream, int distances = 0) : IDisposable
{
    private readonly Utf8Output _output = new(stream);
    private readonly int _distances = distances >= 0
        ? distances
        : throw new ArgumentOutOfRangeException(nameof(distances), distances, "There are at least 0 distances.");
    private IReadOnlyList<IdColumn> _ids = [];
    private IReadOnlyList<int> _dropped = [];
    private int _rows;              // of the table, so far
    private int _nextDropped;
    private bool _hasHeader;

    /// <summary>Begins the lines of a table, or of the next part of one.</summary>
    /// <param name="droppedRows">The rows that were dropped, as <see cref="Table.DroppedRows"/> lists them.</param>
    /// <param name="ids">Columns that come before the label, with a value for every row, dropped rows among them; the same
    /// columns in every part.</param>
    public void Begin(IReadOnlyList<int>? droppedRows = null, IReadOnlyList<IdColumn>? ids = null)
    {
        AddDropped();
        (_dropped, _ids) = (droppedRows ?? [], ids ?? []);
        (_rows, _nextDropped) = (0, 0);
        if (!_hasHeader)
            AddHeader();
        _hasHeader = true;
    }

    /// <summary>Writes the labels of the next rows that were kept.</summary>
    /// <param name="labels">Any number of them.</param>
    /// <param name="each">The distances of these, row after row.</param>
    /// <exception cref="ArgumentException">There are not as many distances as there should be.</exception>
    public void Add(ReadOnlySpan<int> labels, ReadOnlySpan<double> each)
    {
        if (each.Length != labels.Length * _distances)
            throw new ArgumentException($"{each.Length} distances do not divide among {labels.Length} labels.", nameof(each));
        for (int i = 0; i < labels.Length; i++)
        {
            AddDropped();
            AddIds();
            _output.Number(labels[i]);
            foreach (double distance in each.Slice(i * _distances, _distances))
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

    private void AddHeader()
    {
        foreach (IdColumn column in _ids)
        {
            _output.Cell(column.Name);
            _output.Byte(',');
        }
        _output.Text("cluster");
        for (int j = 0; j < _distances; j++)
            _output.Text(_distances == 1 ? ",distance" : $",distance{j}");
        _output.Byte('\n');
    }
}
