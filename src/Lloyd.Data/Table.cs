using System.Numerics;
using Lloyd.Data.Reading;

namespace Lloyd.Data;

/// <summary>
/// The numeric columns of a file as one row-major block, ready to become <see cref="Points{T}"/>.
/// </summary>
/// <remarks>
/// Reads CSV (comma, semicolon, tab or bar; with or without header and quotes; decimal comma where the separator is no
/// comma; UTF-8, UTF-16 with a byte order mark, or Latin-1), Parquet, Arrow (IPC file, also called Feather, and stream)
/// and .npy, each also within gzip. The format is found from the content. Thousands separators are not read: in a file
/// that writes numbers as <c>1,5</c>, <c>1,234</c> is a little more than one.
/// A float32 or float64 .npy file that is opened by path and taken whole stays on disk and is mapped into memory: do
/// not change the file while the table or its points are in use.
/// </remarks>
public sealed class Table : IDisposable
{
    private readonly object _values;    // a ReadOnlyMemory of float or of double
    private readonly IDisposable? _mapping;

    internal Table(IReadOnlyList<string> columns, int rows, object values, IDisposable? mapping = null)
    {
        Columns = columns;
        Rows = SourceRows = rows;
        _values = values;
        _mapping = mapping;
    }

    /// <summary>The names of the columns of the block. A column without a name is called <c>column 1</c>,
    /// <c>column 2</c>, … by its position in the file.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The number of rows in the block.</summary>
    public int Rows { get; }

    /// <summary>The number of data rows in the file: <see cref="Rows"/> and the dropped ones.</summary>
    public int SourceRows { get; internal init; }

    /// <summary>The rows dropped for missing cells: data rows of the file counted from 0, ascending.</summary>
    public IReadOnlyList<int> DroppedRows { get; internal init; } = [];

    /// <summary>The columns that were left out because they hold no numbers; empty where columns were chosen.</summary>
    public IReadOnlyList<SkippedColumn> SkippedColumns { get; internal init; } = [];

    /// <summary>The columns in which cells were missing, and what became of them.</summary>
    public IReadOnlyList<MissingCells> Missing { get; internal init; } = [];

    /// <summary>How columns of text became coordinates; empty where none did.</summary>
    public IReadOnlyList<OneHotEncoding> Encodings { get; internal init; } = [];

    /// <summary>The cells whose categories the given encodings do not know.</summary>
    public IReadOnlyList<UnknownCategories> UnknownCategories { get; internal init; } = [];

    /// <summary>The columns of dates and times among the coordinates, which count days since 1970-01-01 UTC.</summary>
    public IReadOnlyList<string> DateColumns { get; internal init; } = [];

    /// <summary>The columns that are carried along.</summary>
    public IReadOnlyList<IdColumn> Ids { get; internal init; } = [];

    /// <summary>What people should know about how the table was read: columns left out, rows dropped, cells filled in;
    /// each a phrase without a full stop.</summary>
    public IEnumerable<string> Notes => new TableNotes().Add(this).Texts;

    /// <summary>The weights, one per row of the block; empty where no weight column was named.</summary>
    public ReadOnlyMemory<double> Weights { get; internal init; }

    /// <summary>How the block holds its values.</summary>
    public Precision Precision => _values is ReadOnlyMemory<float> ? Precision.F32 : Precision.F64;

    /// <summary>Whether the values stay on disk.</summary>
    internal bool IsMapped => _mapping is not null;

    /// <summary>Reads a table from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What to take; null takes every numeric column.</param>
    /// <param name="progress">Told the number of bytes read so far, about once per megabyte.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidInputException">The file cannot be opened or does not hold such a table; the message
    /// names the file, the line or row, the column and the remedy.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static Table Read(string path, TableOptions? options = null, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var source = TableSource.Open(path, progress, cancellationToken);
        return TableFormat.Find(source).Read(source, options ?? new TableOptions());
    }

    /// <summary>Reads a table from a stream, from its position to its end. It need not seek and stays open.</summary>
    /// <inheritdoc cref="Read(string, TableOptions?, IProgress{long}?, CancellationToken)"/>
    /// <param name="stream">The bytes of a file.</param>
    /// <param name="options">What to take; null takes every numeric column.</param>
    /// <param name="progress">Told the number of bytes read so far, about once per megabyte.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Table Read(Stream stream, TableOptions? options = null, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var source = TableSource.Over(stream, progress, cancellationToken);
        return TableFormat.Find(source).Read(source, options ?? new TableOptions());
    }

    /// <summary>Reads a table from a file and hands it over in parts, in the order of the rows, so that memory never holds
    /// all of it.</summary>
    /// <remarks>
    /// Each part is a table of its own, of at least one row of the file: <see cref="SourceRows"/>,
    /// <see cref="DroppedRows"/>, <see cref="Ids"/> and <see cref="Notes"/> are those of the part. Its values may be used
    /// until <paramref name="take"/> returns. Means of missing cells, and the categories of <see cref="TableOptions.OneHot"/>,
    /// are those of the whole file: with them the rows wait in a temporary file until all are read. Parquet and Arrow are read
    /// by row groups and record batches, and within gzip or through a pipe Parquet is held as it is stored.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="take">Gets each part.</param>
    /// <param name="options">What to take; <see cref="TableOptions.Memory"/> is about the size of a part, 16 MiB when
    /// null.</param>
    /// <param name="progress">Told the number of bytes read so far, about once per megabyte.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What people should know about how the whole was read, as <see cref="Notes"/>.</returns>
    /// <exception cref="InvalidInputException">As <see cref="Read(string, TableOptions?, IProgress{long}?,
    /// CancellationToken)"/>, perhaps after some parts.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static IReadOnlyList<string> ReadParts(string path, Action<Table> take, TableOptions? options = null,
        IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(take);
        using var source = TableSource.Open(path, progress, cancellationToken);
        return TableParts.Read(source, options ?? new TableOptions(), take);
    }

    /// <summary>Reads a table from a stream, from its position to its end, and hands it over in parts. The stream need not
    /// seek and stays open.</summary>
    /// <inheritdoc cref="ReadParts(string, Action{Table}, TableOptions?, IProgress{long}?, CancellationToken)"/>
    /// <param name="stream">The bytes of a file.</param>
    /// <param name="take">Gets each part.</param>
    /// <param name="options">What to take; <see cref="TableOptions.Memory"/> is about the size of a part, 16 MiB when
    /// null.</param>
    /// <param name="progress">Told the number of bytes read so far, about once per megabyte.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static IReadOnlyList<string> ReadParts(Stream stream, Action<Table> take, TableOptions? options = null,
        IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(take);
        using var source = TableSource.Over(stream, progress, cancellationToken);
        return TableParts.Read(source, options ?? new TableOptions(), take);
    }

    /// <summary>
    /// The rows as points, with <see cref="Points{T}.Columns"/> and <see cref="Points{T}.Weights"/> set. All columns in
    /// the table's own precision are not copied.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="columns">The names of the columns to take, in this order; none takes all.</param>
    /// <exception cref="InvalidInputException">There is no such column, or a value is too large for
    /// <typeparamref name="T"/>.</exception>
    public Points<T> ToPoints<T>(params ReadOnlySpan<string> columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (columns.IsEmpty)
        {
            var all = _values is ReadOnlyMemory<T> same ? same : Take<T>([.. Enumerable.Range(0, Columns.Count)]);
            return new Points<T>(all, Columns.Count, Weights) { Columns = Columns, Encodings = Encodings };
        }
        var chosen = new int[columns.Length];
        for (int t = 0; t < chosen.Length; t++)
            chosen[t] = ColumnChoice.IndexOf(columns[t], Columns) is int i and >= 0
                ? i
                : throw new InvalidInputException(ColumnChoice.NoSuchColumn(columns[t], Columns));
        string[] names = [.. chosen.Select(i => Columns[i])];
        return new Points<T>(Take<T>(chosen), chosen.Length, Weights)
        {
            Columns = names,
            Encodings = [.. Encodings.Where(encoding => encoding.Names.All(names.Contains))],
        };
    }

    /// <summary>
    /// Releases the file of a table that is mapped into memory; the table and its points must not be used afterwards.
    /// It need not be called: a mapping costs address space, not memory, and ends with the process.
    /// </summary>
    public void Dispose() => _mapping?.Dispose();

    /// <summary>The table in parts of about so many bytes; their values are not copied.</summary>
    internal IEnumerable<Table> Parts(long bytes)
    {
        int valueSize = Precision == Precision.F32 ? sizeof(float) : sizeof(double);
        int most = (int)Math.Clamp(bytes / (Columns.Count * valueSize), 1, Array.MaxLength);
        if (SourceRows <= most)
        {
            yield return this;
            yield break;
        }
        for (int first = 0, kept = 0, dropped = 0; first < SourceRows; first += most)
        {
            int count = Math.Min(most, SourceRows - first), end = first + count;
            var missing = new List<int>();
            for (; dropped < DroppedRows.Count && DroppedRows[dropped] < end; dropped++)
                missing.Add(DroppedRows[dropped] - first);
            int rows = count - missing.Count, start = kept * Columns.Count, length = rows * Columns.Count;
            object values = _values is ReadOnlyMemory<float> singles
                ? singles.Slice(start, length)
                : ((ReadOnlyMemory<double>)_values).Slice(start, length);
            yield return new Table(Columns, rows, values)
            {
                SourceRows = count,
                DroppedRows = missing,
                Encodings = Encodings,
                DateColumns = DateColumns,
                Weights = Weights.IsEmpty ? Weights : Weights.Slice(kept, rows),
                Ids = [.. Ids.Select(id => id with { Values = [.. id.Values.Skip(first).Take(count)] })],
            };
            kept += rows;
        }
    }

    private Memory<T> Take<T>(int[] chosen) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        _values is ReadOnlyMemory<float> singles
            ? Take<float, T>(singles.Span, chosen)
            : Take<double, T>(((ReadOnlyMemory<double>)_values).Span, chosen);

    private Memory<T> Take<TFrom, T>(ReadOnlySpan<TFrom> from, int[] chosen)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Memory<T> all = HugePages.Allocate<T>(Rows * chosen.Length);
        Span<T> taken = all.Span;
        int next = 0;
        for (int row = 0; row < Rows; row++)
        {
            var values = from.Slice(row * Columns.Count, Columns.Count);
            foreach (int t in chosen)
            {
                var value = T.CreateTruncating(values[t]);
                if (!T.IsFinite(value))
                    throw new InvalidInputException($"row {row + 1}, {ColumnChoice.Label(Columns[t])}: "
                        + $"{Shown.Number(values[t])} is too large for 32-bit floating point; use --precision f64");
                taken[next++] = value;
            }
        }
        return all;
    }
}
