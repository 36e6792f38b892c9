namespace Lloyd.Data.Columnar;

/// <summary>
/// Walks a structure of Thrift's compact protocol, in which Parquet writes its headers, without building it: so that sizes
/// which the bytes do not bear out are found before anything is allocated for them.
/// </summary>
internal ref struct ThriftCompact(ReadOnlySpan<byte> bytes)
{
    private const int DeepestNesting = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The bytes walked so far.</summary>
    public int Position { get; private set; }

    /// <summary>Whether the bytes ended, or said something that cannot be.</summary>
    public bool Failed { get; private set; }

    /// <summary>The next field of a structure; false at its end.</summary>
    /// <param name="id">The number of the last field, and then of this one.</param>
    /// <param name="type">What it holds.</param>
    public bool NextField(ref int id, out int type)
    {
        byte head = Byte();
        type = head & 15;
        if (Failed || head == 0)
            return false;
        id = head >> 4 is var step and > 0 ? id + step : (int)Number();
        return !Failed;
    }

    /// <summary>A whole number.</summary>
    public long Number()
    {
        ulong raw = Varint();
        return (long)(raw >> 1) ^ -(long)(raw & 1);
    }

    /// <summary>Leaves out a value of some type.</summary>
    public void Skip(int type, int depth = 0)
    {
        if (depth > DeepestNesting)
            Failed = true;
        if (Failed)
            return;
        switch (type)
        {
            case 1 or 2: break;                             // a boolean is its type
            case 3: Advance(1); break;
            case 4 or 5 or 6: Varint(); break;
            case 7: Advance(8); break;
            case 8: Advance(Varint()); break;
            case 9 or 10: SkipList(depth); break;
            case 11: SkipMap(depth); break;
            case 12: SkipStructure(null, depth); break;
            default: Failed = true; break;
        }
    }

    /// <summary>Leaves out a structure; where a shape is given, its fields must have the types that this one says.</summary>
    public void SkipStructure(ThriftShape? shape = null, int depth = 0)
    {
        int id = 0;
        while (NextField(ref id, out int type))
            if (shape?.Find(id) is { } field)
                SkipField(field, type, depth + 1);
            else
                Skip(type, depth + 1);
    }

    /// <summary>Leaves out a value that must be as a shape has it.</summary>
    public void SkipField(ThriftField field, int type, int depth = 0)
    {
        Failed |= depth > DeepestNesting || field.Type != (type == 2 ? 1 : type);
        if (Failed)
            return;
        if (field.Type == 12)
            SkipStructure(field.Of, depth);
        else if (field.Type == 9)
            SkipList(depth, field);
        else
            Skip(type, depth);
    }

    private void SkipList(int depth, ThriftField? expected = null)
    {
        byte head = Byte();
        int type = head & 15;
        ulong count = head >> 4 < 15 ? (ulong)(head >> 4) : Varint();
        CheckCount(count);
        Failed |= expected is not null && expected.Element != type && count > 0;
        for (ulong i = 0; i < count && !Failed; i++)
            if (type == 12)
                SkipStructure(expected?.Of, depth + 1);
            else
                SkipElement(type, depth + 1);
    }

    private void SkipMap(int depth)
    {
        ulong count = Varint();
        if (count == 0)
            return;
        byte types = Byte();
        CheckCount(count);
        for (ulong i = 0; i < count && !Failed; i++)
        {
            SkipElement(types >> 4, depth + 1);
            SkipElement(types & 15, depth + 1);
        }
    }

    // within lists a boolean takes a byte
    private void SkipElement(int type, int depth) => Skip(type is 1 or 2 ? 3 : type, depth);

    /// <summary>Every element takes a byte at least.</summary>
    private void CheckCount(ulong count) => Failed |= count > (ulong)(_bytes.Length - Position);

    private byte Byte()
    {
        if (Position < _bytes.Length)
            return _bytes[Position++];
        Failed = true;
        return 0;
    }

    private void Advance(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position))
            Failed = true;
        else
            Position += (int)count;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Byte();
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
                return value;
        }
        Failed = true;
        return 0;
    }
}
