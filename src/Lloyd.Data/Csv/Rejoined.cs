using Lloyd.Data.Reading;

namespace Lloyd.Data.Csv;

/// <summary>Bytes that were read from a stream already, and then the rest of it.</summary>
internal sealed class Rejoined(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second, PeekStream rest) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        if (first.IsEmpty)
            (first, second) = (second, default);
        if (first.IsEmpty)
            return rest.Read(buffer);
        int count = Math.Min(buffer.Length, first.Length);
        first.Span[..count].CopyTo(buffer);
        first = first[count..];
        return count;
    }
}
