using System.Globalization;
using Lloyd.Data.Columnar;
using Lloyd.Data.Reading;
using Parquet;
using Parquet.Schema;

namespace Lloyd.Data;

/// <summary>Labels as Parquet. The rows of a row group wait in memory until it is full.</summary>
internal sealed class ParquetLabels(Stream stream, int distances) : LabelWriter(distances)
{
    private const int MostRows = 1 << 17, MostValues = 1 << 20;     // of a row group
    private const string LabelName = "cluster";

    private DataField[] _fields = [];           // those of ids, the label, those of distances
    private string?[][] _ids = [];
    private int[] _labels = [];                 // of the rows that were kept
    private double[][] _distances = [];         // column after column, of the same rows
    private int[] _levels = [];                 // 1 for a row that was kept, 0 for one that was dropped
    private int _rows, _kept;
    private ParquetWriter? _writer;
    private bool _isBroken;                     // what was begun cannot be ended

    private protected override void WriteHead()
    {
        CheckNames(Ids, DistanceNames);
        _fields =
        [
            .. Ids.Select(id => id.IsInteger ? (DataField)new DataField<long?>(id.Name) : new DataField<string>(id.Name)),
            new DataField<int?>(LabelName), .. DistanceNames.Select(name => new DataField<double?>(name)),
        ];
        int most = Math.Clamp(MostValues / _fields.Length, 1, MostRows);
        (_labels, _levels) = (new int[most], new int[most]);
        _ids = [.. Ids.Select(_ => new string?[most])];
        _distances = [.. DistanceNames.Select(_ => new double[most])];
        Run(async () => _writer = await ParquetWriter.CreateAsync(new ParquetSchema(_fields), stream).ConfigureAwait(false));
    }

    private protected override void Write(int label, ReadOnlySpan<double> distances)
    {
        _labels[_kept] = label;
        for (int j = 0; j < distances.Length; j++)
            _distances[j][_kept] = distances[j];
        _kept++;
        AddRow(level: 1);
    }

    private protected override void WriteDropped() => AddRow(level: 0);

    private protected override void WriteEnd()
    {
        if (_writer is null || _isBroken)
            return;
        if (_rows > 0)
            Run(WriteGroupAsync);
        Run(async () => await _writer.DisposeAsync().ConfigureAwait(false));
    }

    private void AddRow(int level)
    {
        if (_isBroken)
            return;
        for (int c = 0; c < _ids.Length; c++)
            _ids[c][_rows] = Ids[c].Values[Row];
        _levels[_rows++] = level;
        if (_rows == _levels.Length)
            Run(WriteGroupAsync);
    }

    private async Task WriteGroupAsync()
    {
        using ParquetRowGroupWriter group = _writer!.CreateRowGroup();
        int field = 0;
        foreach (string?[] ids in _ids)
            await WriteIdsAsync(group, _fields[field++], ids).ConfigureAwait(false);
        await group.WriteAllPartsAsync<int>(_fields[field++], _labels.AsMemory(0, _kept), _levels.AsMemory(0, _rows), null, CancellationToken.None).ConfigureAwait(false);
        foreach (double[] distances in _distances)
            await group.WriteAllPartsAsync<double>(_fields[field++], distances.AsMemory(0, _kept), _levels.AsMemory(0, _rows), null, CancellationToken.None).ConfigureAwait(false);
        (_rows, _kept) = (0, 0);
    }

    private async Task WriteIdsAsync(ParquetRowGroupWriter group, DataField field, string?[] ids)
    {
        if (ParquetColumn.IsText(field.ClrType))
        {
            await group.WriteAsync(field, new ArraySegment<string>(ids!, 0, _rows)).ConfigureAwait(false);
            return;
        }
        long?[] integers = [.. ids.Take(_rows).Select(id => id is null ? (long?)null : long.Parse(id, CultureInfo.InvariantCulture))];
        await group.WriteAsync<long>(field, integers.AsMemory()).ConfigureAwait(false);
    }

    /// <summary>The library is asynchronous; apart from the caller's thread, none of its waits can wait for that.</summary>
    private void Run(Func<Task> write)
    {
        _isBroken = true;
        Task.Run(write).GetAwaiter().GetResult();
        _isBroken = false;
    }

    /// <summary>Refuses ids that are called like a column that is written.</summary>
    /// <exception cref="InvalidInputException">One is.</exception>
    public static void CheckNames(IReadOnlyList<IdColumn> ids, IEnumerable<string> distances)
    {
        string[] own = [LabelName, .. distances], names = [.. ids.Select(id => id.Name)];
        if (names.FirstOrDefault(name => own.Contains(name)) is { } taken)
            throw new InvalidInputException($"{ColumnChoice.Label(taken)} is carried along (--id), and Parquet cannot have it beside a column "
                + "of labels or distances of that name; rename it in the file, or write CSV.");
    }
}
