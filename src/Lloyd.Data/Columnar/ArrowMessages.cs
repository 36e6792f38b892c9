using System.Buffers;
using System.Buffers.Binary;
using Apache.Arrow.Memory;
using Lloyd.Data.Npy;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Columnar;

/// <summary>
/// The messages of an Arrow stream, checked for their sizes before the library allocates for them, and the memory that it
/// takes for them.
/// </summary>
/// <param name="source">The stream.</param>
/// <param name="isFile">Whether it is that of a file.</param>
/// <param name="memory">At most how much of a batch of rows is held in memory, and not in a temporary file; null: all.</param>
internal sealed class ArrowMessages(TableSource source, bool isFile, long? memory) : ForwardStream
{
    private const int PrefixSize = 8, LargestMetadata = 1 << 28, DeepestNesting = 64;
    private const int MostExpansion = 1 << 15;      // of zstd, which packs best
    private static readonly byte[] EndOfStream = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];

    private ReadOnlyMemory<byte> _ready;
    private long _body;     // what is left of it
    private long _size;
    private bool _isBatch;  // of rows
    private bool _ended;
    private int _message;
    private Allocator? _allocator;

    /// <summary>Gives the library the memory for the message that it reads. A batch of rows gets what the one before it had:
    /// its rows have been taken by then.</summary>
    public MemoryAllocator Memory => _allocator ??= new Allocator(this, source, memory);

    private string Place => $"message {_message} of the Arrow data";

    public override int Read(Span<byte> buffer)
    {
        if (_ready.IsEmpty && _body == 0 && !_ended)
            NextMessage();
        int count;
        if (!_ready.IsEmpty)
        {
            count = Math.Min(buffer.Length, _ready.Length);
            _ready.Span[..count].CopyTo(buffer);
            _ready = _ready[count..];
            return count;
        }
        if (_body == 0)
            return 0;
        count = source.Bytes.Read(buffer[..(int)Math.Min(buffer.Length, _body)]);
        if (count == 0)
            throw source.Error($"{Place} is cut off: {_body} bytes are missing; write the file again");
        _body -= count;
        return count;
    }

    /// <summary>A message is a mark, the length of its metadata, the metadata, and a body as long as these say.</summary>
    private void NextMessage()
    {
        _message++;
        var prefix = source.Bytes.Peek(PrefixSize);
        bool isMessage = prefix.StartsWith(EndOfStream.AsSpan(0, 4));
        if (prefix.SequenceEqual(EndOfStream) || prefix.IsEmpty && !isFile || isFile && !isMessage)
        {
            _ended = true;
            _ready = EndOfStream;
            if (isFile)
                CheckEnd();
            return;
        }
        if (!isMessage || prefix.Length < PrefixSize)
            throw source.Error($"{Place} does not begin as one does; write the file again");
        int length = BinaryPrimitives.ReadInt32LittleEndian(prefix[4..]);
        if (length is <= 0 or > LargestMetadata)
            throw source.Error($"{Place} claims {length} bytes of metadata; write the file again");
        var head = source.Bytes.PeekMemory(PrefixSize + length);
        if (head.Length < PrefixSize + length)
            throw source.Error($"{Place} claims {length} bytes of metadata, but only {head.Length - PrefixSize} follow; write the file again");
        byte[] copy = head.ToArray();
        source.Bytes.ReadExactly(new byte[copy.Length]);
        (_ready, _body) = (copy, BodyLength(copy.AsSpan(PrefixSize)));
        _size = copy.Length + _body;
        long held = source.Bytes.Remaining ?? (_body <= Array.MaxLength ? source.Bytes.PeekMemory((int)_body).Length : 0);
        if (_body < 0 || _body > held)
            throw source.Error($"{Place} claims {_body} bytes, but only {held} follow; write the file again");
    }

    /// <summary>The length of the body; the vectors of the metadata, which the library sets memory aside for, lie in
    /// them.</summary>
    private long BodyLength(ReadOnlySpan<byte> metadata)
    {
        try
        {
            var message = Flatbuffer.Root(metadata);
            message.VectorLength(4, 4);
            var header = message.Table(2);
            _isBatch = message.Byte(1) == 3;
            switch (message.Byte(1))
            {
                case 1: CheckSchema(header); break;
                case 2: CheckBatch(header.Table(1)); break;
                case 3: CheckBatch(header); break;
            }
            return message.Int64(3);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException or IndexOutOfRangeException)
        {
            throw source.Error($"the metadata of {Place} are damaged; write the file again", e);
        }
    }

    private static void CheckSchema(Flatbuffer schema)
    {
        schema.VectorLength(2, 4);
        int fields = schema.VectorLength(1, 4);
        for (int i = 0; i < fields; i++)
            CheckField(schema.Element(1, i), depth: 0);
    }

    private static void CheckField(Flatbuffer field, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, DeepestNesting);
        field.VectorLength(6, 4);
        int children = field.VectorLength(5, 4);
        for (int i = 0; i < children; i++)
            CheckField(field.Element(5, i), depth + 1);
    }

    private static void CheckBatch(Flatbuffer batch)
    {
        batch.VectorLength(1, 16);
        batch.VectorLength(2, 16);
        batch.VectorLength(4, 8);
    }

    /// <summary>An Arrow file ends with a table of contents and a mark.</summary>
    private void CheckEnd()
    {
        var mark = ArrowTableReader.FileMagic[..6];
        var buffer = new byte[1 << 16];
        int kept = 0;
        for (int read; (read = source.Bytes.Read(buffer.AsSpan(kept))) > 0;)
        {
            int end = kept + read;
            kept = Math.Min(end, mark.Length);
            buffer.AsSpan(end - kept, kept).CopyTo(buffer);
        }
        if (!buffer.AsSpan(0, kept).SequenceEqual(mark))
            throw source.Error("the Arrow file does not end as one does: it is cut off or damaged; write it again");
    }

    private InvalidInputException TooLarge(long claimed) =>
        source.Error($"{Place} claims to hold {claimed} bytes in {_size}; write the file again");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _allocator?.Close();
        base.Dispose(disposing);
    }

    private sealed class Allocator(ArrowMessages messages, TableSource source, long? memory) : MemoryAllocator
    {
        private const int Large = 1 << 20;      // bytes, that are worth a file

        private List<Owner> _lent = [];         // to the batch of rows that is read
        private List<Owner> _free = [];         // lent to the one before it
        private int _message;
        private long _taken;

        protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
        {
            if (_message != messages._message)
                BeginMessage();
            _taken += length;
            if (_taken > MostExpansion * (messages._size + 64))
                throw messages.TooLarge(_taken);
            bytesAllocated = length;
            // dictionaries live on
            return messages._isBatch ? Lend(length) : new Owner(new byte[length], length);
        }

        public void Close()
        {
            foreach (Owner owner in _lent.Concat(_free))
                owner.Close();
            (_lent, _free) = ([], []);
        }

        private void BeginMessage()
        {
            (_message, _taken) = (messages._message, 0);
            if (!messages._isBatch)
                return;
            foreach (Owner owner in _free)
                owner.Close();
            (_lent, _free) = ([], _lent);
        }

        private Owner Lend(int length)
        {
            int first = _free.FindIndex(owner => owner.Size >= length);
            Owner owner;
            if (first >= 0)
            {
                owner = _free[first].Again(length);
                _free.RemoveAt(first);
            }
            else if (_taken > memory && length >= Large)
            {
                FileStream file = TemporaryFile.Open(source);
                owner = new Owner(TemporaryFile.Room<byte>(source, file, length), file, length);
            }
            else
                owner = new Owner(new byte[length], length);
            _lent.Add(owner);
            return owner;
        }
    }

    private sealed class Owner : IMemoryOwner<byte>
    {
        private readonly Memory<byte> _all;
        private readonly MappedBlock<byte>? _mapping;
        private readonly FileStream? _file;

        public Owner(byte[] buffer, int length) => (_all, Memory) = (buffer, buffer.AsMemory(0, length));

        public Owner(MappedBlock<byte> mapping, FileStream file, int length)
            : this([], 0) => (_mapping, _file, _all, Memory) = (mapping, file, mapping.Memory, mapping.Memory[..length]);

        private Owner(Owner before, int length) =>
            (_all, _mapping, _file, Memory) = (before._all, before._mapping, before._file, before._all[..length]);

        public int Size => _all.Length;

        public Memory<byte> Memory { get; }

        /// <summary>The same memory for the next batch; damaged data must not read what others hold.</summary>
        public Owner Again(int length)
        {
            var again = new Owner(this, length);
            again.Memory.Span.Clear();
            return again;
        }

        /// <summary>The library lets go of memory that the next batch is to have.</summary>
        public void Dispose() { }

        public void Close()
        {
            _mapping?.Close();
            _file?.Dispose();
        }
    }
}
