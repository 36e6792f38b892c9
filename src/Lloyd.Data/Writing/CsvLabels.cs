namespace Lloyd.Data;

/// <summary>Labels as CSV.</summary>
internal sealed class CsvLabels(Stream stream, int distances) : LabelWriter(distances)
{
    private readonly Utf8Output _output = new(stream);

    private protected override void WriteHead()
    {
        foreach (IdColumn column in Ids)
        {
            _output.Cell(column.Name);
            _output.Byte(',');
        }
        _output.Text("cluster");
        foreach (string name in DistanceNames)
            _output.Text($",{name}");
        _output.Byte('\n');
    }

    private protected override void Write(int label, ReadOnlySpan<double> distances)
    {
        WriteIds();
        _output.Number(label);
        foreach (double distance in distances)
        {
            _output.Byte(',');
            _output.Number(distance);
        }
        _output.Byte('\n');
    }

    private protected override void WriteDropped()
    {
        WriteIds();
        for (int j = 0; j < Distances; j++)
            _output.Byte(',');      // as many cells as every line
        _output.Byte('\n');
    }

    private protected override void WriteEnd() => _output.Dispose();

    private void WriteIds()
    {
        foreach (IdColumn column in Ids)
        {
            _output.Cell(column.Values[Row] ?? "");
            _output.Byte(',');
        }
    }
}
