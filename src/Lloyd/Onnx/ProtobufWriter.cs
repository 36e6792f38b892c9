using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Lloyd.Onnx;

/// <summary>A message in the wire format of protocol buffers, as far as ONNX needs it: fields of numbers, bytes, texts and
/// further messages.</summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0, Bytes = 2, Fixed32 = 5;       // wire types

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ProtobufWriter Number(int field, long value)
    {
        Key(field, Varint);
        Write((ulong)value);
        return this;
    }

    public ProtobufWriter Single(int field, float value)
    {
        Key(field, Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public ProtobufWriter Text(int field, string value) => Block(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Message(int field, ProtobufWriter message) => Block(field, message.ToArray());

    public ProtobufWriter Block(int field, ReadOnlySpan<byte> value)
    {
        Key(field, Bytes);
        Write((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private void Key(int field, int type) => Write((ulong)(field << 3 | type));

    /// <summary>Seven bits to the byte, the lowest first; all but the last have the highest bit set.</summary>
    private void Write(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Write([(byte)(value | 0x80)]);
        _bytes.Write([(byte)value]);
    }
}
