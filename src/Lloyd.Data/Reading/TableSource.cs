using System.IO.Compression;

namespace Lloyd.Data.Reading;

/// <summary>Where a table comes from: its bytes, and the name that messages give it.</summary>
internal sealed class TableSource : IDisposable
{
    private const string StrictZip = "System.IO.Compression.UseStrictValidation";

    private readonly Stream _stream;
    private readonly long _start;
    private readonly IProgress<long>? _progress;

    private TableSource(string name, Stream stream, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        Name = name;
        _stream = stream;
        _start = stream.CanSeek ? stream.Position : 0;
        Bytes = new PeekStream(stream, name, progress, cancellationToken);
        CancellationToken = cancellationToken;
        _progress = progress;
    }

    public string Name { get; }

    public PeekStream Bytes { get; private set; }

    /// <summary>The open file, where there is one: it can be mapped.</summary>
    public FileStream? File => IsOwn && !IsZipped ? _stream as FileStream : null;

    /// <summary>Whether the table lies within gzip.</summary>
    public bool IsZipped { get; private set; }

    public CancellationToken CancellationToken { get; }

    private bool IsOwn { get; init; }

    public static TableSource Over(Stream stream, IProgress<long>? progress, CancellationToken cancellationToken) =>
        new("input", stream, progress, cancellationToken);

    // no buffer of its own: readers ask for large blocks
    public static TableSource Open(string path, IProgress<long>? progress, CancellationToken cancellationToken) =>
        Of(InputFile.Open(path), Shown.Text(path, limit: 200), progress, cancellationToken);

    /// <summary>A file that has been opened, and is closed with the source.</summary>
    public static TableSource Of(Stream file, string name, IProgress<long>? progress, CancellationToken cancellationToken) =>
        new(name, file, progress, cancellationToken) { IsOwn = true };

    /// <summary>The error that says <paramref name="message"/> about this source.</summary>
    public InvalidInputException Error(string message, Exception? cause = null) =>
        cause is null ? new($"{Name}: {message}") : new($"{Name}: {message}", cause);

    /// <summary>The error that says that there is nothing but columns.</summary>
    public InvalidInputException NoRows() => Error("there are column names but no data rows; add at least one row");

    /// <summary>Goes on within the gzip data that the source is at the start of.</summary>
    public void Unzip()
    {
        // without it the runtime takes data that are cut off for data that end
        if (!AppContext.TryGetSwitch(StrictZip, out _))
            AppContext.SetSwitch(StrictZip, true);
        IsZipped = true;
        Bytes = new PeekStream(new GZipStream(Bytes, CompressionMode.Decompress), Name);
    }

    /// <summary>All bytes of the source, to be read in any order; a source that cannot seek is read to its end.</summary>
    /// <param name="memory">At most how many of them are then held in memory, and not in a temporary file; null: all that an
    /// array can hold.</param>
    public Stream ToSeekable(long? memory = null)
    {
        if (!IsZipped && _stream.CanSeek)
            return new SeekableStream(_stream, _start, Name, _progress, CancellationToken);
        var held = new MemoryStream();      // grows with what arrives
        FileStream? file = null;
        var buffer = new byte[1 << 16];
        for (int read; (read = Bytes.Read(buffer)) > 0;)
        {
            if (file is null && held.Length + read > (memory ?? Array.MaxLength))
            {
                file = TemporaryFile.Open(this);
                TemporaryFile.Append<byte>(this, file, held.GetBuffer().AsSpan(0, (int)held.Length));
                held = new MemoryStream();
            }
            if (file is null)
                held.Write(buffer, 0, read);
            else
                TemporaryFile.Append<byte>(this, file, buffer.AsSpan(0, read));
        }
        Stream all = file is null ? held : file;
        all.Position = 0;
        return all;
    }

    public void Dispose()
    {
        if (IsOwn)
            _stream.Dispose();
    }
}
