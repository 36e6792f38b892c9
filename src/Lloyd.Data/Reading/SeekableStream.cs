namespace Lloyd.Data.Reading;

/// <summary>A stream from some position on, read in any order. Every read counts towards the progress and is a point at
/// which the reading can be cancelled.</summary>
internal sealed class SeekableStream(
    Stream inner, long start, string name, IProgress<long>? progress, CancellationToken cancellationToken) : ForwardStream
{
    private const int ReportEvery = 1 << 20;

    private long _position, _total, _reported;

    public override bool CanSeek => true;

    public override long Length => inner.Length - start;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0
            ? value
            : throw new IOException($"a place of {value} bytes from the start is before the file");
    }

    public override int Read(Span<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int read;
        try
        {
            inner.Position = start + _position;
            read = inner.Read(buffer);
        }
        catch (IOException e)
        {
            throw new InvalidInputException(
                $"{name}: reading stopped after {_total} bytes: {Shown.Text(e.Message, limit: 200)}", e);
        }
        _position += read;
        _total += read;
        if (_total - _reported >= ReportEvery)
            progress?.Report(_reported = Math.Min(_total, Length));
        return read;
    }

    // synchronous: in a browser nothing can be waited for
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };
}
