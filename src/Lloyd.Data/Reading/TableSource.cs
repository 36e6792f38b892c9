namespace Lloyd.Data.Reading;

/// <summary>Where a table comes from: its bytes, and the name that messages give it.</summary>
internal sealed class TableSource : IDisposable
{
    private TableSource(string name, Stream stream, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        Name = name;
        Bytes = new PeekStream(stream, name, progress, cancellationToken);
        CancellationToken = cancellationToken;
    }

    public string Name { get; }

    public PeekStream Bytes { get; }

    /// <summary>The open file, where there is one: it can be mapped.</summary>
    public FileStream? File { get; private init; }

    public CancellationToken CancellationToken { get; }

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
            return new TableSource(name, file, progress, cancellationToken) { File = file };
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

    public void Dispose() => File?.Dispose();
}
