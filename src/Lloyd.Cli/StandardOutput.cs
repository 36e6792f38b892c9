namespace Lloyd.Cli;

/// <summary>Stdout, given up when the command is interrupted. Nothing ends a write that waits for its reader, so another
/// thread does it, for which waiting can be ended.</summary>
internal sealed class StandardOutput(CancellationToken cancellation) : Stream
{
    private readonly Stream _stdout = Console.OpenStandardOutput();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="OperationCanceledException">The command was interrupted.</exception>
    public override void Write(byte[] buffer, int offset, int count) =>
        Task.Run(() => _stdout.Write(buffer, offset, count), cancellation).WaitAsync(cancellation).GetAwaiter().GetResult();

    public override void Flush() => _stdout.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stdout.Dispose();
        base.Dispose(disposing);
    }
}
