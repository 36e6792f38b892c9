using System.Numerics;

namespace Lloyd.Data.Reading;

/// <summary>
/// Gathers the rows of a table of unknown length, and applies the policy for missing cells. A reader fills
/// <see cref="NextRow"/>, tells of the cells that are missing, and calls <see cref="AddRow"/>.
/// </summary>
/// <param name="source">What the rows come from, for messages.</param>
/// <param name="choice">The columns that are taken.</param>
/// <param name="policy">What becomes of missing cells.</param>
/// <param name="unit">What the places of rows count: <c>line</c> in text, <c>row</c> elsewhere.</param>
/// <param name="expectedRows">How many rows there seem to be, going by the size of the file; 0 where it is unknown.
/// Right or a little high, the block is never copied, and what is too much of it is never touched.</param>
internal sealed class RowCollector<T>(
    TableSource source, ColumnChoice choice, MissingPolicy policy, string unit, long expectedRows)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int FirstChunk = 1 << 12, LargestChunk = 1 << 20;     // values

    private readonly int _width = choice.Names.Count;
    private readonly List<ReadOnlyMemory<T>> _full = [];
    private readonly List<double> _weights = [];
    private readonly List<int> _dropped = [];
    private readonly int[] _missing = new int[choice.Names.Count];
    private int _missingWeights;
    private T[] _chunk = [];
    private int _used;
    private long _values;
    private int _rows;
    private bool _drop;

    /// <summary>The place of the next row, to be filled with its coordinates.</summary>
    public Span<T> NextRow()
    {
        if (_chunk.Length - _used < _width)
            NewChunk();
        return _chunk.AsSpan(_used, _width);
    }

    /// <summary>Coordinate <paramref name="t"/> of the next row is missing.</summary>
    public void MissingCoordinate(int t, long place, string shown = "")
    {
        _chunk[_used + t] = T.NaN;
        _missing[t]++;
        Miss(place, choice.Names[t], shown);
    }

    /// <summary>The weight of the next row is missing.</summary>
    public void MissingWeight(long place, string shown = "")
    {
        _missingWeights++;
        if (policy == MissingPolicy.Mean)
            throw source.Error($"{unit} {place}, {ColumnChoice.Label(choice.WeightName)}: the weight is missing, and a "
                + "mean cannot stand in for a weight; fill it in, or drop such rows (--missing drop)");
        Miss(place, choice.WeightName, shown);
    }

    /// <summary>The weight of the next row.</summary>
    public void Weight(double weight, long place)
    {
        if (weight <= 0)
            throw source.Error($"{unit} {place}, {ColumnChoice.Label(choice.WeightName)}: the weight is "
                + $"{Shown.Number(weight)}; weights are greater than 0: correct it or remove the {unit}");
        _weights.Add(weight);
    }

    /// <summary>Takes the next row, or drops it where a cell of it is missing and the policy says so.</summary>
    public void AddRow()
    {
        if (_drop)
        {
            _dropped.Add(_rows + _dropped.Count);
            if (_weights.Count > _rows)
                _weights.RemoveAt(_rows);
            _drop = false;
            return;
        }
        _used += _width;
        _rows++;
    }

    /// <summary>All rows as a table.</summary>
    public Table ToTable()
    {
        if (_rows == 0)
            throw source.Error(_dropped.Count == 0
                ? "there are column names but no data rows; add at least one row"
                : $"every one of the {_dropped.Count} rows has a missing cell; fill cells in, leave columns out "
                    + "(--columns), or take means (--missing mean)");
        var values = Join();
        var missing = new List<MissingCells>();
        for (int t = 0; t < _width; t++)
            if (_missing[t] > 0)
                missing.Add(new MissingCells(choice.Names[t], _missing[t],
                    policy == MissingPolicy.Mean ? FillWithMean(values.Span, t) : null));
        if (_missingWeights > 0)
            missing.Add(new MissingCells(choice.WeightName, _missingWeights, null));
        return new Table(choice.Names, _rows, (ReadOnlyMemory<T>)values)
        {
            SourceRows = _rows + _dropped.Count,
            DroppedRows = _dropped,
            SkippedColumns = choice.Skipped,
            Missing = missing,
            Weights = _weights.ToArray(),
        };
    }

    private void Miss(long place, string column, string shown)
    {
        if (policy == MissingPolicy.Error)
            throw source.Error($"{unit} {place}, {ColumnChoice.Label(column)}: "
                + (shown.Length == 0 ? "the cell is empty" : $"'{shown}' marks a missing value")
                + "; fill it in, drop such rows (--missing drop) or take means (--missing mean)");
        _drop = policy == MissingPolicy.Drop;
    }

    private void NewChunk()
    {
        if (_used > 0)
            _full.Add(_chunk.AsMemory(0, _used));
        _values += _used;
        if (_values + _width > Array.MaxLength)
            throw source.Error($"the table holds more than {Array.MaxLength} values, which is all that one block can; "
                + "choose fewer columns (--columns) or split the file");
        long wanted = _values == 0 && expectedRows > 0
            ? expectedRows * _width
            : Math.Clamp(_values, FirstChunk, LargestChunk);
        int size = (int)Math.Clamp(wanted, _width, Array.MaxLength);
        _chunk = GC.AllocateUninitializedArray<T>(size - size % _width);
        _used = 0;
    }

    private Memory<T> Join()
    {
        if (_full.Count == 0)
            return _chunk.AsMemory(0, _used);
        var values = GC.AllocateUninitializedArray<T>(_rows * _width);
        int next = 0;
        foreach (var chunk in _full.Append(_chunk.AsMemory(0, _used)))
        {
            chunk.Span.CopyTo(values.AsSpan(next));
            next += chunk.Length;
        }
        _full.Clear();
        _chunk = [];
        return values;
    }

    private double FillWithMean(Span<T> values, int t)
    {
        double mean = ColumnMean.Of<T>(values, _width, t);
        if (!double.IsFinite(mean))
            throw source.Error($"{ColumnChoice.Label(choice.Names[t])}: "
                + (double.IsNaN(mean) ? "every cell is missing" : "the values are too large for a mean")
                + "; leave the column out (--columns)");
        for (int i = t; i < values.Length; i += _width)
            if (T.IsNaN(values[i]))
                values[i] = T.CreateTruncating(mean);
        return mean;
    }
}
