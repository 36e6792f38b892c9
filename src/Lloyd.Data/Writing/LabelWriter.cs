namespace Lloyd.Data;

/// <summary>
/// Writes labels, table after table: a row for each data row in order, without a label for a dropped row. Memory does not grow
/// with the rows.
/// </summary>
public abstract class LabelWriter : IDisposable
{
    private IReadOnlyList<int> _dropped = [];
    private int _nextDropped;
    private bool _hasHead;

    private protected LabelWriter(int distances) => Distances = distances;

    /// <summary>How many distances follow each label.</summary>
    private protected int Distances { get; }

    private protected IEnumerable<string> DistanceNames =>
        Distances == 1 ? ["distance"] : Enumerable.Range(0, Distances).Select(j => $"distance{j}");

    /// <summary>The columns that are carried along, of the table that was begun last.</summary>
    private protected IReadOnlyList<IdColumn> Ids { get; private set; } = [];

    /// <summary>The row of that table which is next.</summary>
    private protected int Row { get; private set; }

    /// <summary>The format that the name of a file says: Parquet or .npy by its end, or else CSV.</summary>
    /// <param name="path">The name.</param>
    public static LabelFormat FormatOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? LabelFormat.Parquet
            : path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? LabelFormat.Npy
            : LabelFormat.Csv;
    }

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Takes the bytes; it stays open. For .npy it can seek: how many rows there are is written last, at
    /// the front.</param>
    /// <param name="format">How they are written.</param>
    /// <param name="distances">How many distances follow each label, under <c>distance</c> or, where there are several,
    /// <c>distance0</c>, <c>distance1</c>, … .</param>
    /// <exception cref="ArgumentException">The format does not hold distances.</exception>
    public static LabelWriter Create(Stream stream, LabelFormat format = LabelFormat.Csv, int distances = 0)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(distances);
        return format switch
        {
            LabelFormat.Csv => new CsvLabels(stream, distances),
            LabelFormat.Parquet => new ParquetLabels(stream, distances),
            LabelFormat.Npy when distances == 0 => new NpyLabels(stream),
            LabelFormat.Npy => throw new ArgumentException("A .npy file holds labels alone, no distances.", nameof(distances)),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
        };
    }

    /// <summary>Begins the rows of a table, or of the next part of one.</summary>
    /// <param name="droppedRows">The rows that were dropped, as <see cref="Table.DroppedRows"/> lists them.</param>
    /// <param name="ids">Columns that come before the label, with a value for every row, dropped rows among them; the same
    /// columns in every part.</param>
    /// <exception cref="InvalidInputException">The format cannot hold a column of that name.</exception>
    public void Begin(IReadOnlyList<int>? droppedRows = null, IReadOnlyList<IdColumn>? ids = null)
    {
        AddDropped();
        (_dropped, Ids) = (droppedRows ?? [], ids ?? []);
        (Row, _nextDropped) = (0, 0);
        if (!_hasHead)
            WriteHead();
        _hasHead = true;
    }

    /// <summary>Writes the labels of the next rows that were kept.</summary>
    /// <param name="labels">Any number of them.</param>
    /// <param name="distances">The distances of these, row after row.</param>
    /// <exception cref="ArgumentException">There are not as many distances as there should be.</exception>
    public void Add(ReadOnlySpan<int> labels, ReadOnlySpan<double> distances = default)
    {
        if (distances.Length != (long)labels.Length * Distances)
            throw new ArgumentException(
                $"{distances.Length} distances do not divide among {labels.Length} labels.", nameof(distances));
        for (int i = 0; i < labels.Length; i++)
        {
            AddDropped();
            Write(labels[i], distances.Slice(i * Distances, Distances));
            Row++;
        }
    }

    /// <summary>Writes what is left.</summary>
    public void Dispose()
    {
        if (_hasHead)
            AddDropped();
        WriteEnd();
        GC.SuppressFinalize(this);
    }

    private void AddDropped()
    {
        for (; _nextDropped < _dropped.Count && _dropped[_nextDropped] == Row; _nextDropped++, Row++)
            WriteDropped();
    }

    /// <summary>Writes what comes before the first row; the <see cref="Ids"/> are known.</summary>
    private protected abstract void WriteHead();

    private protected abstract void Write(int label, ReadOnlySpan<double> distances);

    private protected abstract void WriteDropped();

    private protected abstract void WriteEnd();
}
