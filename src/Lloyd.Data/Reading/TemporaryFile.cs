using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Lloyd.Data.Npy;

namespace Lloyd.Data.Reading;

/// <summary>Files for what memory does not hold. They go when they are closed, which the end of the process does at the latest.</summary>
internal static class TemporaryFile
{
    private const int Block = 1 << 20;          // values: as bytes, all of them may be too many for one span

    /// <exception cref="InvalidInputException">There is no place for it.</exception>
    public static FileStream Open(TableSource source)
    {
        string path = Path.Combine(Path.GetTempPath(), $"lloyd-{Path.GetRandomFileName()}");
        try
        {
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete,
                bufferSize: 0, FileOptions.DeleteOnClose);
            if (!OperatingSystem.IsWindows())
                File.Delete(path);      // it lives until it is closed, and nothing is left whatever happens
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(source, e);
        }
    }

    /// <summary>Writes where the file is.</summary>
    /// <exception cref="InvalidInputException">It does not take them.</exception>
    public static void Append<T>(TableSource source, FileStream file, ReadOnlySpan<T> values) where T : unmanaged
    {
        try
        {
            for (; !values.IsEmpty; values = values[Math.Min(Block, values.Length)..])
            {
                source.CancellationToken.ThrowIfCancellationRequested();
                file.Write(MemoryMarshal.AsBytes(values[..Math.Min(Block, values.Length)]));
            }
        }
        catch (IOException e)
        {
            throw Failed(source, e);
        }
    }

    /// <summary>Appends zeros, and maps them to be overwritten. They are written, since a map of what has no place on the disk
    /// ends the process.</summary>
    public static MappedBlock<T> Room<T>(TableSource source, FileStream file, int values) where T : unmanaged
    {
        long start = file.Position;
        T[] zeros = new T[Math.Min(Block, values)];
        for (int left = values; left > 0; left -= zeros.Length)
            Append<T>(source, file, zeros.AsSpan(0, Math.Min(zeros.Length, left)));
        return new MappedBlock<T>(file, start, values, MemoryMappedFileAccess.ReadWrite);
    }

    private static InvalidInputException Failed(TableSource source, Exception e) => source.Error(
        $"the rows do not fit into the memory that is allowed, and the folder for temporary files, {Path.GetTempPath()}, "
        + $"does not take them: {Shown.Text(e.Message, limit: 200)}", e);
}
