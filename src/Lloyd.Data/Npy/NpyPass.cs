using System.Numerics;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Npy;

/// <summary>One pass over the values of an .npy file of any number type, byte order and layout.</summary>
/// <param name="taken">Which rows; all where the layout is column after column. The source is at the first of them.</param>
internal sealed class NpyPass<T>(
    TableSource source, NpyHeader header, RowRange taken, ColumnChoice choice, MissingCell missing, RowCollector<T> rows)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BlockBytes = 1 << 16, BlockRows = 1 << 12;

    private readonly int _columns = (int)header.Columns;
    private long _row = taken.First;

    public Table Read()
    {
        if (header.Fortran)
            ReadColumns();
        else
            ReadRows();
        if (taken.End == header.Rows && source.Bytes.Peek(1).Length > 0)
            throw source.Error(
                $"more bytes follow than the {header.Bytes} that the .npy header claims; write it again");
        return rows.ToTable();
    }

    private void ReadRows()
    {
        int rowBytes = _columns * header.Size, most = Math.Max(1, BlockBytes / rowBytes);
        var bytes = new byte[most * rowBytes];
        var values = new T[most * _columns];
        for (long left = taken.Count; left > 0; left -= most)
        {
            int count = (int)Math.Min(most, left);
            var block = bytes.AsSpan(0, count * rowBytes);
            int got = source.Bytes.Fill(block);
            if (got < block.Length)
                throw NpyTableReader.WrongSize(source, header, _row * rowBytes + got);
            NpyElements.Decode<T>(block, header, values);
            AddRows(values, count, rowStride: _columns, columnStride: 1);
        }
    }

    /// <summary>Column after column: no row is complete before all of the file has been read.</summary>
    private void ReadColumns()
    {
        if (header.Bytes > Array.MaxLength)
            throw source.Error($"the .npy file stands column after column and is larger than {Array.MaxLength} bytes; "
                + "save it with numpy.ascontiguousarray");
        using var held = new MemoryStream();    // grows with what arrives
        source.Bytes.CopyTo(held);
        if (held.Length != header.Bytes)
            throw NpyTableReader.WrongSize(source, header, held.Length);
        var values = new T[header.Rows * header.Columns];
        NpyElements.Decode<T>(held.GetBuffer().AsSpan(0, (int)held.Length), header, values);
        for (int first = 0; first < (int)header.Rows; first += BlockRows)
            AddRows(values.AsSpan(first), Math.Min(BlockRows, (int)header.Rows - first),
                rowStride: 1, columnStride: (int)header.Rows);
    }

    private void AddRows(ReadOnlySpan<T> values, int count, int rowStride, int columnStride)
    {
        var block = rows.Reserve(count);
        block.Rows = count;
        var to = block.Values.Span;
        for (int i = 0, next = 0; i < count; i++, _row++)
        {
            for (int t = 0; t < choice.Coordinates.Length; t++)
            {
                T value = to[next++] = values[i * rowStride + choice.Coordinates[t] * columnStride];
                if (T.IsFinite(value))
                    continue;
                if (T.IsInfinity(value))
                    throw NotFinite(choice.Names[t], value);
                missing.Coordinate(t, _row + 1, "NaN");
                block.HasMissing = true;
            }
            if (choice.Weight >= 0)
                AddWeight(block, i, values[i * rowStride + choice.Weight * columnStride]);
            for (int c = 0; c < choice.Texts.Length; c++)
                block.Texts[c][i] = TextOf(values[i * rowStride + choice.Texts[c] * columnStride]);
            for (int c = 0; c < choice.OneHot.Length; c++)
                if (block.Texts[c][i] is null)
                    missing.Coordinate(choice.OneHot[c], _row + 1, "NaN");
        }
        rows.Add(block);
    }

    private static string? TextOf(T value) => T.IsNaN(value) ? null : Shown.Exact(value);

    private void AddWeight(RowBlock<T> block, int i, T weight)
    {
        block.Weights[i] = double.CreateTruncating(weight);
        if (T.IsNaN(weight))
        {
            missing.Weight(_row + 1, "NaN");
            block.HasMissing = true;
        }
        else if (T.IsInfinity(weight))
            throw NotFinite(choice.WeightName, weight);
        else
            missing.CheckWeight(block.Weights[i], _row + 1);
    }

    private InvalidInputException NotFinite(string column, T value) => source.Error(
        $"row {_row + 1}, {ColumnChoice.Label(column)}: {(T.IsNegative(value) ? "-inf" : "inf")} is not a finite number"
        + "; correct it, remove the row or leave the column out (--columns)");
}
