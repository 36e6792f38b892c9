using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text;

namespace Lloyd.Cli.Serving;

/// <summary>
/// Arrays of numbers on their way to server.js, bit for bit: the message's length in bytes and how many arrays it has;
/// then each as the size of its values (8: float64, 4: int32, 1: text in UTF-8), how many there are, and the values, filled
/// up to whole units of 8 bytes. All little-endian, as .NET's machines are.
/// </summary>
internal sealed class Message
{
    private const int Unit = 8;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private int _arrays;

    public Message Add(ReadOnlySpan<double> values) => Add(sizeof(double), values.Length, MemoryMarshal.AsBytes(values));

    public Message Add(ReadOnlySpan<int> values) => Add(sizeof(int), values.Length, MemoryMarshal.AsBytes(values));

    public Message Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Add(sizeof(byte), bytes.Length, bytes);
    }

    /// <summary>Writes the message.</summary>
    public async ValueTask WriteAsync(PipeWriter writer, CancellationToken cancellation)
    {
        WriteHead(writer, Unit + _bytes.WrittenCount, _arrays);
        await writer.WriteAsync(_bytes.WrittenMemory, cancellation);
    }

    private Message Add(int size, int count, ReadOnlySpan<byte> values)
    {
        WriteHead(_bytes, size, count);
        _bytes.Write(values);
        _bytes.Write(stackalloc byte[-values.Length & (Unit - 1)]);
        _arrays++;
        return this;
    }

    private static void WriteHead(IBufferWriter<byte> writer, int first, int second)
    {
        Span<byte> head = writer.GetSpan(Unit);
        BinaryPrimitives.WriteInt32LittleEndian(head, first);
        BinaryPrimitives.WriteInt32LittleEndian(head[sizeof(int)..], second);
        writer.Advance(Unit);
    }
}
