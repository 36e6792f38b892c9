using System.Numerics;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Npy;

/// <summary>One pass over the values of an .npy file of any number type, byte order and layout.</summary>
internal sealed class NpyPass<T>(TableSource source, NpyHeader header, ColumnChoice choice, RowCollector<T> rows)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BlockBytes = 1 << 16;

    private readonly int _columns = (int)header.Columns;
    private long _row;

    public Table Read()
    {
        if (header.Fortran)
            ReadColumns();
        else
            ReadRows();
        if (source.Bytes.Peek(1).Length > 0)
            throw source.Error(
                $"more bytes follow than the {header.Bytes} that the .npy header claims; write it again");
        return rows.ToTable();
    }

    private void ReadRows()
    {
        int rowBytes = _columns * header.Size, most = Math.Max(1, BlockBytes / rowBytes);
        var bytes = new byte[most * rowBytes];
        var values = new T[most * _columns];
        for (long left = header.Rows; left > 0; left -= most)
        {
            int count = (int)Math.Min(most, left);
            var block = bytes.AsSpan(0, count * rowBytes);
            int got = source.Bytes.Fill(block);
            if (got < block.Length)
                throw NpyTableReader.WrongSize(source, header, (header.Rows - left) * rowBytes + got);
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
        AddRows(values, (int)header.Rows, rowStride: 1, columnStride: (int)header.Rows);
    }

    private void AddRows(ReadOnlySpan<T> values, int count, int rowStride, int columnStride)
    {
        for (int i = 0; i < count; i++, _row++)
        {
            var row = rows.NextRow();
            for (int t = 0; t < row.Length; t++)
            {
                row[t] = values[i * rowStride + choice.Coordinates[t] * columnStride];
                if (T.IsNaN(row[t]))
                    rows.MissingCoordinate(t, _row + 1, "NaN");
                else if (T.IsInfinity(row[t]))
                    throw NotFinite(choice.Names[t], row[t]);
            }
            if (choice.Weight >= 0)
                AddWeight(values[i * rowStride + choice.Weight * columnStride]);
            rows.AddRow();
        }
    }

    private void AddWeight(T weight)
    {
        if (T.IsNaN(weight))
            rows.MissingWeight(_row + 1, "NaN");
        else if (T.IsInfinity(weight))
            throw NotFinite(choice.WeightName, weight);
        else
            rows.Weight(double.CreateTruncating(weight), _row + 1);
    }

    private InvalidInputException NotFinite(string column, T value) => source.Error(
        $"row {_row + 1}, {ColumnChoice.Label(column)}: {(T.IsNegative(value) ? "-inf" : "inf")} is not a finite number"
        + "; correct it, remove the row or leave the column out (--columns)");
}
