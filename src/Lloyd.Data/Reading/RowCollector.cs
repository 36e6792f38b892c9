using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lloyd.Data.Reading;

/// <summary>
/// Gathers the rows of a table of unknown length, and applies the policy for missing cells: a reader fills a block,
/// asks <see cref="MissingCell"/> about the cells that are missing, and adds the block. Where the table is asked for in
/// parts, what it holds is handed over whenever it is as much as a part.
/// </summary>
/// <param name="source">What the rows come from, for messages.</param>
/// <param name="choice">The columns that are taken.</param>
/// <param name="options">What becomes of missing cells, how much may stay in memory, and who takes parts.</param>
/// <param name="expectedRows">How many rows there seem to be; 0 where it is unknown.</param>
internal sealed class RowCollector<T>(TableSource source, ColumnChoice choice, TableOptions options, long expectedRows)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _width = choice.Names.Count;
    private readonly RowStore<T> _store = StoreOf(source, choice, options, expectedRows);
    private readonly long _partRows = PartRows(choice, options);
    private List<double> _weights = [];
    private List<int> _dropped = [];
    private List<string?>[] _ids = [.. choice.Ids.Select(_ => new List<string?>())];
    private readonly int[] _missing = new int[choice.Names.Count];
    private readonly Categories[] _categories = [.. choice.OneHot.Select(t => new Categories(
        choice.Names[t], choice.Known.FirstOrDefault(e => e.Column == choice.Names[t]), source))];
    private int _missingWeights;
    private int _rows;
    private long _rowsBefore, _droppedBefore;       // in the parts that were handed over

    /// <summary>A block for the next rows; filled and added before the next one is reserved, it is not copied.</summary>
    public RowBlock<T> Reserve(int rows) => new(choice, rows, _store.Room(rows));

    /// <summary>Takes the rows of a block, less those that the policy drops.</summary>
    public void Add(RowBlock<T> block)
    {
        int rows = block.Rows;
        var values = _store.Room(rows).Span;
        var from = block.Values.Span[..(rows * _width)];
        if (!from.Overlaps(values))
            from.CopyTo(values);
        bool missing = block.HasMissing;
        for (int c = 0; c < _categories.Length; c++)
            missing |= Encode(block.Texts[c].AsSpan(0, rows), _categories[c], values, choice.OneHot[c]);
        for (int c = 0; c < _ids.Length; c++)
            _ids[c].AddRange(block.Texts[_categories.Length + c].AsSpan(0, rows));
        var weights = choice.Weight < 0 ? [] : block.Weights.AsSpan(0, rows);
        int kept = missing ? Sift(values, weights, rows) : rows;
        _weights.AddRange(choice.Weight < 0 ? [] : weights[..kept]);
        _store.Take(kept);
        _rows += kept;
        if (options.TakePart is { } take && _rows + _dropped.Count >= _partRows)
        {
            take(Gathered());
            BeginPart();
        }
    }

    /// <summary>All rows as a table, or what is left after the last part.</summary>
    public Table ToTable()
    {
        if (_rowsBefore + _rows > 0)
            return Gathered();
        long dropped = _droppedBefore + _dropped.Count;
        throw dropped == 0
            ? source.NoRows()
            : source.Error($"every one of the {dropped} rows has a missing cell; fill cells in, leave columns out "
                + "(--columns), or take means (--missing mean)");
    }

    private Table Gathered()
    {
        (Memory<T> values, IDisposable? lifetime) = _store.Join();
        IReadOnlyList<string> names = choice.Names;
        var missing = new List<MissingCells>();
        for (int t = 0; t < _width; t++)
            if (_missing[t] > 0)
                missing.Add(new MissingCells(names[t], _missing[t],
                    options.Missing == MissingPolicy.Mean && !choice.OneHot.Contains(t) ? FillWithMean(values.Span, t) : null));
        if (_missingWeights > 0)
            missing.Add(new MissingCells(choice.WeightName, _missingWeights, null));
        if (_categories.Length > 0)
        {
            var wide = new OneHotColumns<T>(source, choice, _categories, options.TakePart is null ? options.Memory : null).Expand(values, _rows);
            lifetime?.Dispose();
            (values, lifetime, names) = wide;
        }
        return new Table(names, _rows, (ReadOnlyMemory<T>)values, lifetime)
        {
            SourceRows = _rows + _dropped.Count,
            DroppedRows = _dropped,
            SkippedColumns = choice.Skipped,
            Missing = missing,
            Weights = _weights.ToArray(),
            Encodings = [.. _categories.Select(c => c.Encoding)],
            UnknownCategories = [.. _categories.Where(c => c.Unknown.Count > 0)
                .Select(c => new UnknownCategories(c.Encoding.Column, c.Unknown.Count, c.Unknown.Example))],
            DateColumns = [.. choice.Coordinates.Where(i => choice.Columns[i].Kind == ColumnKind.Date)
                .Except(choice.OneHot.Select(t => choice.Coordinates[t])).Select(i => choice.Columns[i].Name)],
            Ids = [.. choice.Ids.Select((i, c) => new IdColumn(choice.Columns[i].Name, _ids[c]) { IsInteger = choice.Columns[i].IsInteger })],
        };
    }

    private void BeginPart()
    {
        _rowsBefore += _rows;
        _droppedBefore += _dropped.Count;
        // the part keeps its lists; the room for its values is used again
        (_weights, _dropped, _ids) = ([], [], [.. choice.Ids.Select(_ => new List<string?>())]);
        Array.Clear(_missing);
        (_missingWeights, _rows) = (0, 0);
        foreach (var categories in _categories)
            categories.BeginPart();
        _store.Clear();
    }

    /// <summary>Room for all rows, or for a part of them and for what comes beyond it with its last block.</summary>
    private static RowStore<T> StoreOf(TableSource source, ColumnChoice choice, TableOptions options, long expectedRows)
    {
        if (options.TakePart is null)
            return new RowStore<T>(source, choice.Names.Count, expectedRows, options.Memory);
        long part = PartRows(choice, options);
        part += part / 4;
        return new RowStore<T>(source, choice.Names.Count, expectedRows == 0 ? part : Math.Min(part, expectedRows), memory: null);
    }

    private static long PartRows(ColumnChoice choice, TableOptions options) =>
        Math.Clamp((options.Memory ?? long.MaxValue) / ((long)choice.Names.Count * Unsafe.SizeOf<T>()), 1, Array.MaxLength);

    /// <summary>Writes the numbers of the categories into the rows; true where one is missing.</summary>
    private bool Encode(ReadOnlySpan<string?> texts, Categories categories, Span<T> values, int t)
    {
        bool missing = false;
        for (int i = 0; i < texts.Length; i++)
        {
            missing |= texts[i] is null;
            values[i * _width + t] = texts[i] is { } text ? T.CreateTruncating(categories.Code(text)) : T.NaN;
        }
        return missing;
    }

    /// <summary>Counts the missing cells, and moves the rows that are kept to the front: how many these are.</summary>
    private int Sift(Span<T> values, Span<double> weights, int rows)
    {
        int kept = 0, first = _rows + _dropped.Count;
        for (int i = 0; i < rows; i++)
        {
            var row = values.Slice(i * _width, _width);
            bool drop = !weights.IsEmpty && double.IsNaN(weights[i]);
            _missingWeights += drop ? 1 : 0;
            for (int t = 0; t < row.Length; t++)
                if (T.IsNaN(row[t]))
                {
                    _missing[t]++;
                    drop |= options.Missing == MissingPolicy.Drop;
                }
            if (drop)
            {
                _dropped.Add(first + i);
                continue;
            }
            row.CopyTo(values[(kept * _width)..]);
            if (!weights.IsEmpty)
                weights[kept] = weights[i];
            kept++;
        }
        return kept;
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
