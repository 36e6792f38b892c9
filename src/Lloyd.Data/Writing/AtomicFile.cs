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
    /// <exception cref="InvalidInputException">The file cannot be written: the path is a folder, its folder is missing
    /// or not writable, or the disk is full.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new InvalidInputException($"'{Shown.Text(path)}' is no file name; name a file to write");
        string name = Shown.Text(path, limit: 200);
        try
        {
            if (Directory.Exists(path))
                throw new InvalidInputException($"{name}: this is a folder; name a file to write");
            var file = new FileInfo(path);
            // /dev/stdout is a link too, but to nothing that has a path
            string target = file.LinkTarget is null || IsDevice(file.FullName)
                ? file.FullName
                : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            if (IsDevice(target))
                WriteToDevice(target, write);
            else
                WriteAndRename(target, write);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new InvalidInputException($"{name}: its folder does not exist; create it first", e);
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

    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    private static void WriteToDevice(string target, Action<Stream> write)
    {
        using var stream = new FileStream(target, FileMode.Open, FileAccess.Write);
        write(stream);
    }

    private static void WriteAndRename(string target, Action<Stream> write)
    {
        string temporary = Path.Combine(Path.GetDirectoryName(target)!,
            $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
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
}
