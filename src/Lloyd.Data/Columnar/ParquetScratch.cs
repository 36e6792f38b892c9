namespace Lloyd.Data.Columnar;

/// <summary>Room for a column of a row group, which the next one uses again.</summary>
internal sealed class ParquetScratch
{
    private Array _values = Array.Empty<byte>();
    private int[] _levels = [];

    public Memory<T> Values<T>(int count)
    {
        if (_values is not T[] values || values.Length < count)
            _values = values = new T[count];
        return values.AsMemory(0, count);
    }

    public Memory<int> Levels(int count)
    {
        if (_levels.Length < count)
            _levels = new int[count];
        return _levels.AsMemory(0, count);
    }
}
