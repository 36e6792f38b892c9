using Lloyd.Data;
using Lloyd.Data.Reading;

namespace Lloyd.Orleans;

/// <summary>The stream of a store. Stores have exceptions of their own: to who reads, they are those of a file.</summary>
internal sealed class StoredStream(Stream inner) : ForwardStream
{
    public override bool CanSeek => true;

    public override long Length => Tell(() => inner.Length);

    public override long Position
    {
        get => Tell(() => inner.Position);
        set => Tell(() => inner.Position = value);
    }

    /// <summary>What an exception of a store says, on one line.</summary>
    public static string Why(Exception e) =>
        $"{(e is IOException ? "" : $"{e.GetType().Name}: ")}{Shown.Text(e.Message.ReplaceLineEndings(" "), limit: 200)}";

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (Exception e) when (IsOfStore(e))
        {
            throw new IOException(Why(e), e);
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => Tell(() => inner.Seek(offset, origin));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private static bool IsOfStore(Exception e) => e is not (IOException or OperationCanceledException or OutOfMemoryException);

    private static A Tell<A>(Func<A> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (IsOfStore(e))
        {
            throw new IOException(Why(e), e);
        }
    }
}
