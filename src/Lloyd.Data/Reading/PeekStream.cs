namespace Lloyd.Data.Reading;

/// <summary>
/// A stream that can be looked at before it is read. Every read of the stream underneath counts towards the progress
/// and is a point at which the reading can be cancelled.
/// </summary>
internal sealed class PeekStream(
    Stream inner, string name, IProgress<long>? progress = null, CancellationToken cancellationToken = default) : ForwardStream
{
    private const int ReportEvery = 1 << 20;

    private byte[] _ahead = [];
    private int _start, _end;
    private long _total, _reported;

    /// <summary>The number of bytes from here to the end; null where the stream cannot tell.</summary>
    public long? Remaining => inner.CanSeek ? Math.Max(0, inner.Length - inner.Position) + (_end - _start) : null;

    /// <summary>The next <paramref name="count"/> bytes, which stay unread; fewer only where the stream ends.</summary>
    public ReadOnlySpan<byte> Peek(int count) => PeekMemory(count).Span;

    /// <inheritdoc cref="Peek"/>
    public ReadOnlyMemory<byte> PeekMemory(int count)
    {
        while (_end - _start < count)
        {
            if (_end == _ahead.Length)
            {
                // grows by what has arrived, never by what was only asked for
                var larger = new byte[Math.Max(1 << 16, 2 * (_end - _start))];
                _ahead.AsSpan(_start, _end - _start).CopyTo(larger);
                (_ahead, _start, _end) = (larger, 0, _end - _start);
            }
            int read = ReadInner(_ahead.AsSpan(_end));
            if (read == 0)
                break;
            _end += read;
        }
        return _ahead.AsMemory(_start, Math.Min(count, _end - _start));
    }

    /// <summary>Reads until <paramref name="buffer"/> is full or the stream ends.</summary>
    public int Fill(Span<byte> buffer) => ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);

    /// <summary>Goes on behind the next <paramref name="count"/> bytes of a stream that can seek.</summary>
    public void Skip(long count)
    {
        int ahead = (int)Math.Min(count, _end - _start);
        _start += ahead;
        if (count > ahead)
            inner.Seek(count - ahead, SeekOrigin.Current);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end)
            return ReadInner(buffer);
        int count = Math.Min(buffer.Length, _end - _start);
        _ahead.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        if (_start == _end)
            (_ahead, _start, _end) = ([], 0, 0);
        return count;
    }

    private int ReadInner(Span<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)     // the latter from gzip
        {
            throw new InvalidInputException(
                $"{name}: reading stopped after {_total} bytes: {Shown.Text(e.Message, limit: 200)}", e);
        }
        _total += read;
        if (progress is not null && (read == 0 ? _total > _reported : _total - _reported >= ReportEvery))
            progress.Report(_reported = _total);
        return read;
    }
}
