using Lloyd.Data;
using Lloyd.Data.Reading;

namespace Lloyd.Orleans;

/// <summary>Tables from the files of a store.</summary>
internal static class StoredTables
{
    private const int MostShown = 200;

    /// <exception cref="InvalidInputException">There are none, or the store does not tell.</exception>
    public static IReadOnlyList<string> FilesAt(this IFileStore store, string path, CancellationToken cancellation)
    {
        IReadOnlyList<string> files = Tell(path, () => store.List(path, cancellation));
        return files.Count > 0 ? files : throw new InvalidInputException($"The folder {path} holds no files.");
    }

    /// <exception cref="InvalidInputException">The store does not give it.</exception>
    public static TableSource Source(this IFileStore store, string path, CancellationToken cancellation)
    {
        Stream stream = Tell(path, () => store.Open(path, cancellation));
        string name = Shown.Text(path, MostShown);
        if (!stream.CanSeek)
        {
            stream.Dispose();
            throw new InvalidInputException($"{name}: the store opens it as a stream that cannot seek; a store of files must");
        }
        return TableSource.Of(stream is FileStream ? stream : new StoredStream(stream), name, progress: null, cancellation);
    }

    /// <exception cref="InvalidInputException">As <see cref="Table.Read(string, TableOptions?, IProgress{long}?,
    /// CancellationToken)"/>.</exception>
    public static Table Read(this IFileStore store, string path, TableOptions options, CancellationToken cancellation)
    {
        using TableSource source = store.Source(path, cancellation);
        return TableFormat.Find(source).Read(source, options);
    }

    /// <exception cref="InvalidInputException">As <see cref="Table.ReadParts(string, Action{Table}, TableOptions?,
    /// IProgress{long}?, CancellationToken)"/>.</exception>
    public static void ReadParts(
        this IFileStore store, string path, Action<Table> take, TableOptions options, CancellationToken cancellation)
    {
        using TableSource source = store.Source(path, cancellation);
        TableParts.Read(source, options, take);
    }

    private static A Tell<A>(string path, Func<A> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (e is not (InvalidInputException or OperationCanceledException))
        {
            throw new InvalidInputException($"{Shown.Text(path, MostShown)}: the store does not give it: {StoredStream.Why(e)}", e);
        }
    }
}
