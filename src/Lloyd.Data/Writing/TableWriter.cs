using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Lloyd.Data;

/// <summary>Writes points and labels so that they read back to the same bits.</summary>
public static class TableWriter
{
    private const int WriteBlock = 1 << 20;     // values: as bytes, a block may be too large for one span

    /// <summary>Writes points to a file, whole or not at all: .npy where the name ends so, otherwise CSV.</summary>
    /// <inheritdoc cref="WriteCsv"/>
    /// <param name="path">The file; an old one is replaced.</param>
    /// <param name="points">n points of d coordinates. Weights are not written.</param>
    /// <param name="labels">Nothing, or n labels that become a last column, <c>label</c>.</param>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write<T>(string path, Points<T> points, ReadOnlyMemory<int> labels = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            AtomicFile.Write(path, stream => WriteNpy(stream, points, labels.Span));
        else
            AtomicFile.Write(path, stream => WriteCsv(stream, points, labels.Span));
    }

    /// <summary>Writes points as CSV under the names of the columns, or x1, x2, … where they have none.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="stream">Takes the bytes; it stays open.</param>
    /// <param name="points">n points of d coordinates. Weights are not written.</param>
    /// <param name="labels">Nothing, or n labels that become a last column, <c>label</c>.</param>
    /// <exception cref="ArgumentException">There is not one label per point.</exception>
    public static void WriteCsv<T>(Stream stream, Points<T> points, ReadOnlySpan<int> labels = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckLabels(points, labels);
        using var output = new Utf8Output(stream);
        for (int t = 0; t < points.Dimensions; t++)
        {
            if (t > 0)
                output.Byte(',');
            output.Cell(points.Columns.Count > 0 ? points.Columns[t] : $"x{t + 1}");
        }
        output.Text(labels.IsEmpty ? "\n" : ",label\n");
        for (int i = 0; i < points.Count; i++)
        {
            WriteRow(output, points[i]);
            if (!labels.IsEmpty)
            {
                output.Byte(',');
                output.Number(labels[i]);
            }
            output.Byte('\n');
        }
    }

    /// <summary>Writes points as .npy, n × d, or n × (d + 1) with labels.</summary>
    /// <inheritdoc cref="WriteCsv"/>
    public static void WriteNpy<T>(Stream stream, Points<T> points, ReadOnlySpan<int> labels = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckLabels(points, labels);
        int columns = points.Dimensions + (labels.IsEmpty ? 0 : 1);
        stream.Write(NpyHeaderBytes(typeof(T) == typeof(float) ? "f4" : "f8", $"{points.Count}, {columns}"));
        if (labels.IsEmpty)
        {
            var left = points.Values;
            for (; !left.IsEmpty; left = left[Math.Min(WriteBlock, left.Length)..])
                stream.Write(MemoryMarshal.AsBytes(left[..Math.Min(WriteBlock, left.Length)]));
            return;
        }
        var row = new T[columns];
        for (int i = 0; i < points.Count; i++)
        {
            points[i].CopyTo(row);
            row[^1] = T.CreateTruncating(labels[i]);
            stream.Write(MemoryMarshal.AsBytes<T>(row));
        }
    }

    /// <summary>Writes the labels of a whole table, see <see cref="LabelWriter"/>.</summary>
    /// <param name="stream">Takes the bytes; it stays open.</param>
    /// <param name="labels">One label per row that was kept.</param>
    /// <param name="droppedRows">The rows that were dropped, as <see cref="Table.DroppedRows"/> lists them.</param>
    /// <param name="distances">Nothing, or the same number of distances for each label, row after row: they follow the
    /// label, under <c>distance</c> or, where a row has several, <c>distance0</c>, <c>distance1</c>, … .</param>
    /// <param name="ids">Columns that come before the label, as <see cref="Table.Ids"/> has them; a dropped row keeps
    /// its.</param>
    /// <param name="format">How they are written.</param>
    /// <exception cref="ArgumentException">The distances are not the same number for each label, or a column of ids has
    /// not one text per row.</exception>
    public static void WriteLabels(Stream stream, ReadOnlySpan<int> labels, IReadOnlyList<int>? droppedRows = null,
        ReadOnlySpan<double> distances = default, IReadOnlyList<IdColumn>? ids = null, LabelFormat format = LabelFormat.Csv)
    {
        if (!distances.IsEmpty && (labels.IsEmpty || distances.Length % labels.Length != 0))
            throw new ArgumentException(
                $"{distances.Length} distances do not divide among {labels.Length} labels.", nameof(distances));
        int each = distances.IsEmpty ? 0 : distances.Length / labels.Length;
        int rows = labels.Length + (droppedRows?.Count ?? 0);
        if (ids?.FirstOrDefault(column => column.Values.Count != rows) is { Values: { } wrong })
            throw new ArgumentException($"There are {wrong.Count} ids for {rows} rows.", nameof(ids));
        using var writer = LabelWriter.Create(stream, format, each);
        writer.Begin(droppedRows, ids);
        writer.Add(labels, distances);
    }

    private static void WriteRow<T>(Utf8Output output, ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int t = 0; t < row.Length; t++)
        {
            if (t > 0)
                output.Byte(',');
            output.Number(row[t]);
        }
    }

    /// <summary>Version 1: magic, version, length, and a Python literal, padded so that the values begin at a multiple
    /// of 64 bytes.</summary>
    internal static byte[] NpyHeaderBytes(string type, string shape)
    {
        string literal =
            $"{{'descr': '{(BitConverter.IsLittleEndian ? '<' : '>')}{type}', 'fortran_order': False, 'shape': ({shape}), }}";
        int length = (10 + literal.Length + 1 + 63) / 64 * 64 - 10;
        return [.. Npy.NpyHeader.Magic, 1, 0, (byte)length, (byte)(length >> 8),
            .. Encoding.ASCII.GetBytes(literal.PadRight(length - 1) + "\n")];
    }

    private static void CheckLabels<T>(Points<T> points, ReadOnlySpan<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(points);
        if (!labels.IsEmpty && labels.Length != points.Count)
            throw new ArgumentException($"There are {labels.Length} labels for {points.Count} points.", nameof(labels));
    }
}
