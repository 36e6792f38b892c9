using Lloyd.Data.Reading;

namespace Lloyd.Orleans;

/// <summary>Files in a file system that every worker sees, such as NFS. A folder stands for its files in the order of their names
/// (ordinal), but for those that begin with a dot or an underscore.</summary>
public sealed class SharedFileSystem : IFileStore
{
    /// <inheritdoc/>
    public IReadOnlyList<string> List(string path, CancellationToken cancellation) => Directory.Exists(path)
        ? [.. Directory.GetFiles(path).Where(file => Path.GetFileName(file)[0] is not ('.' or '_')).Order(StringComparer.Ordinal)]
        : [path];

    /// <inheritdoc/>
    public Stream Open(string path, CancellationToken cancellation) => InputFile.Open(path);
}
