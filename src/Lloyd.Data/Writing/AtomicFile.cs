namespace Lloyd.Data;

/// <summary>Files that are written whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes a file: into a temporary file in the same folder, which is flushed to disk and then takes the name
    /// asked for. Where <paramref name="write"/> throws, the old file stays as it was and the temporary one is deleted.
    /// </summary>
    /// <remarks>An old file's Unix permissions are kept, and a link is followed. What lies under <c>/dev</c> is a
    /// device and is written directly.</remarks>
    /// <param name="path">The file to write; its folder must exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellationToken">Ends the writing; the old file stays.</param>
    /// <exception cref="InvalidInputException">The file cannot be written: the path is a folder, its folder is missing
    /// or not writable, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    public static void Write(string path, Action<Stream> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        Check(path);
        string name = Shown.Text(path, limit: 200);
        try
        {
            var file = new FileInfo(path);
            // /dev/stdout is a link too, but to nothing that has a path
            string target = file.LinkTarget is null || IsDevice(file.FullName)
                ? file.FullName
                : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            if (IsDevice(target))
                WriteToDevice(target, write, cancellationToken);
            else
                WriteAndRename(target, write, cancellationToken);
        }
        catch (DirectoryNotFoundException)      // the folder that a link points to
        {
            throw MissingFolder(name);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidInputException($"{name}: permission to write there is denied", e);
        }
        catch (IOException e)
        {
            throw new InvalidInputException(
                $"{name}: the file cannot be written: {Shown.Text(e.Message, limit: 200)}", e);
        }
    }

    /// <summary>Refuses what <see cref="Write"/> would refuse, as far as that can be told beforehand: for work that takes
    /// long before there is something to write.</summary>
    /// <param name="path">The file to write.</param>
    /// <exception cref="InvalidInputException">The path is a folder or no file name, or its folder is
    /// missing.</exception>
    public static void Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new InvalidInputException($"'{Shown.Text(path)}' is no file name; name a file to write");
        string name = Shown.Text(path, limit: 200);
        if (Directory.Exists(path))
            throw new InvalidInputException($"{name}: this is a folder; name a file to write");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw MissingFolder(name);
    }

    private static InvalidInputException MissingFolder(string name) =>
        new($"{name}: its folder does not exist; create it first");

    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    private static void WriteToDevice(string target, Action<Stream> write, CancellationToken cancellationToken)
    {
        using var stream = new CancellableFile(target, FileMode.Open, cancellationToken);
        write(stream);
    }

    private static void WriteAndRename(string target, Action<Stream> write, CancellationToken cancellationToken)
    {
        string temporary = Path.Combine(Path.GetDirectoryName(target)!,
            $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new CancellableFile(temporary, FileMode.CreateNew, cancellationToken))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows() && File.Exists(target))
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>A file of which every write is a point at which the writing can be cancelled.</summary>
    private sealed class CancellableFile(string path, FileMode mode, CancellationToken cancellationToken)
        : FileStream(path, mode, FileAccess.Write)
    {
        // the other overload comes here too, since this is a derived class
        public override void Write(byte[] buffer, int offset, int count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            base.Write(buffer, offset, count);
        }
    }
}
