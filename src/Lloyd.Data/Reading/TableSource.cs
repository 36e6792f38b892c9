using System.IO.Compression;

namespace Lloyd.Data.Reading;

/// <summary>Where a table comes from: its bytes, and the name that messages give it.</summary>
internal sealed class TableSource : IDisposable
{
    private const string StrictZip = "System.IO.Compression.UseStrictValidation";

    private readonly Stream _stream;
    private readonly long _start;
    private readonly IProgress<long>? _progress;
    private bool _isZipped;

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
    public FileStream? File => IsOwn && !_isZipped ? _stream as FileStream : null;

    public CancellationToken CancellationToken { get; }

    private bool IsOwn { get; init; }

    public static TableSource Over(Stream stream, IProgress<long>? progress, CancellationToken cancellationToken) =>
        new("input", stream, progress, cancellationToken);

    public static TableSource Open(string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        string name = Shown.Text(path, limit: 200);
        if (Directory.Exists(path))
            throw new InvalidInputException($"{name}: this is a folder; give a file");
        try
        {
            // no buffer of its own: readers ask for large blocks
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return new TableSource(name, file, progress, cancellationToken) { IsOwn = true };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException($"{name}: there is no such file; check the name and the folder", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidInputException($"{name}: permission to read the file is denied", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new InvalidInputException(
                $"{name}: the file cannot be opened: {Shown.Text(e.Message, limit: 200)}", e);
        }
    }

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
        _isZipped = true;
        Bytes = new PeekStream(new GZipStream(Bytes, CompressionMode.Decompress), Name);
    }

    /// <summary>All bytes of the source, to be read in any order; a source that cannot seek is read to its end.</summary>
    public Stream ToSeekable()
    {
        if (!_isZipped && _stream.CanSeek)
            return new SeekableStream(_stream, _start, Name, _progress, CancellationToken);
        var held = new MemoryStream();      // grows with what arrives
        var buffer = new byte[1 << 16];
        for (int read; (read = Bytes.Read(buffer)) > 0;)
        {
            if (held.Length + read > Array.MaxLength)
                throw Error($"more than {Array.MaxLength} bytes come through a pipe or gzip; "
                    + "a file of this format must be read in any order: name the file itself");
            held.Write(buffer, 0, read);
        }
        held.Position = 0;
        return held;
    }

    public void Dispose()
    {
        if (IsOwn)
            _stream.Dispose();
    }
}
