using System.Buffers.Binary;

namespace Lloyd.Data.Columnar;

/// <summary>A table of a flatbuffer, in which Arrow writes its metadata: read with every place checked.</summary>
/// <exception cref="ArgumentOutOfRangeException">Thrown by every member where the bytes do not bear a place out.</exception>
internal readonly ref struct Flatbuffer
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _table;

    private Flatbuffer(ReadOnlySpan<byte> bytes, int table)
    {
        _bytes = bytes;
        _table = table;
    }

    public static Flatbuffer Root(ReadOnlySpan<byte> bytes) => new(bytes, Offset(bytes, 0));

    public long Int64(int field) =>
        Place(field) is var at and > 0 ? BinaryPrimitives.ReadInt64LittleEndian(_bytes[at..]) : 0;

    public byte Byte(int field) => Place(field) is var at and > 0 ? _bytes[at..][0] : (byte)0;

    public bool Has(int field) => Place(field) > 0;

    public Flatbuffer Table(int field) => new(_bytes, Offset(_bytes, Place(field)));

    /// <summary>The length of a vector, which lies in the buffer.</summary>
    public int VectorLength(int field, int elementSize)
    {
        if (Place(field) is not (var place and > 0))
            return 0;
        int at = Offset(_bytes, place), length = BinaryPrimitives.ReadInt32LittleEndian(_bytes[at..]);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)length * elementSize, _bytes.Length - at - 4);
        return length;
    }

    /// <summary>An element of a vector of tables.</summary>
    public Flatbuffer Element(int field, int i) => new(_bytes, Offset(_bytes, Offset(_bytes, Place(field)) + 4 + 4 * i));

    /// <summary>Where a field stands; 0 where it has its default.</summary>
    private int Place(int field)
    {
        int fields = _table - BinaryPrimitives.ReadInt32LittleEndian(_bytes[_table..]), entry = 4 + 2 * field;
        if (BinaryPrimitives.ReadUInt16LittleEndian(_bytes[fields..]) < entry + 2)
            return 0;
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[(fields + entry)..]);
        return offset == 0 ? 0 : _table + offset;
    }

    private static int Offset(ReadOnlySpan<byte> bytes, int at)
    {
        int offset = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(offset);
        return checked(at + offset) is var place && place < bytes.Length ? place : throw new ArgumentOutOfRangeException(nameof(at));
    }
}
