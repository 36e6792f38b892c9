using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lloyd.Data.Reading;

/// <summary>The rows of a table of unknown length, one after the other.</summary>
/// <param name="source">What the rows come from, for messages.</param>
/// <param name="width">The values of a row.</param>
/// <param name="expectedRows">How many rows there seem to be, going by the size of the file; 0 where it is unknown.
/// Right or a little high, the block is never copied, and what is too much of it is never touched.</param>
/// <param name="memory">At most how many bytes stay in memory; null: all.</param>
internal sealed class RowStore<T>(TableSource source, int width, long expectedRows, long? memory)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int FirstChunk = 1 << 12, LargestChunk = 1 << 20;     // values
    private const int LargeObject = 85_000;     // bytes, from which the runtime takes an object for a large one

    private readonly List<ReadOnlyMemory<T>> _full = [];
    private Memory<T> _chunk;
    private int _used;
    private long _values;       // in the full chunks, and in the file
    private SpilledRows<T>? _spilled;
    private bool _isInFile;     // the chunk, as memory does not take one as large

    /// <summary>Room for the next rows, which stays the same until <see cref="Take"/>.</summary>
    public Memory<T> Room(int rows)
    {
        int size = checked(rows * width);
        if (_chunk.Length - _used < size)
            NewChunk(size);
        return _chunk.Slice(_used, size);
    }

    /// <summary>Takes the first rows that stand in the room.</summary>
    public void Take(int rows) => _used += rows * width;

    /// <summary>All rows as one block, and what it must live with.</summary>
    public (Memory<T> Values, IDisposable? Lifetime) Join()
    {
        if (_spilled is not null)
        {
            Spill();
            return (_spilled.Map(_values), _spilled);
        }
        if (_full.Count == 0)
            return (_chunk[.._used], null);
        var values = New((int)(_values + _used));
        int next = 0;
        foreach (var chunk in _full.Append(_chunk[.._used]))
        {
            chunk.Span.CopyTo(values.AsSpan(next));
            next += chunk.Length;
        }
        _full.Clear();
        _chunk = default;
        return (values, null);
    }

    /// <summary>Begins anew, in the same memory.</summary>
    public void Clear()
    {
        _full.Clear();
        (_values, _used) = (0, 0);
    }

    private void NewChunk(int atLeast)
    {
        if (_values + _used + atLeast > Array.MaxLength)
            throw source.Error($"the table holds more than {Array.MaxLength} values, which is all that one block can; "
                + "choose fewer columns (--columns) or split the file");
        if ((_values + _used + atLeast) * Unsafe.SizeOf<T>() > memory)
        {
            _spilled ??= new SpilledRows<T>(source);
            Spill();
        }
        else if (_used > 0)
        {
            _full.Add(_chunk[.._used]);
            _values += _used;
        }
        _used = 0;
        if (_spilled is not null && _chunk.Length >= atLeast)
            return;
        if (_spilled is not null && atLeast > LargestChunk)
        {
            (_chunk, _isInFile) = (_spilled.Room(atLeast), true);
            return;
        }
        bool atOnce = _values == 0 && expectedRows > 0 && !(expectedRows * width * Unsafe.SizeOf<T>() > memory);
        long wanted = atOnce ? expectedRows * width : Math.Clamp(_values, FirstChunk, LargestChunk);
        _chunk = New((int)Math.Clamp(wanted, atLeast, Array.MaxLength));
    }

    /// <summary>Apart from what reading leaves behind: the more lives among the large objects, the more dead ones the runtime
    /// lets gather there before it collects them, and rows live to the end.</summary>
    private static T[] New(int values)
    {
        T[] chunk = GC.AllocateUninitializedArray<T>(values, pinned: (long)values * Unsafe.SizeOf<T>() >= LargeObject);
        HugePages.Advise(chunk);
        return chunk;
    }

    private void Spill()
    {
        foreach (var chunk in _full)
            _spilled!.Write(chunk.Span);
        if (_isInFile)
        {
            _spilled!.Take(_used);
            (_chunk, _isInFile) = (default, false);
        }
        else
            _spilled!.Write(_chunk.Span[.._used]);
        _values += _used;
        _full.Clear();
        _used = 0;
    }
}
