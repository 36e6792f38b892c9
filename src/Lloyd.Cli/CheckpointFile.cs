using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>The file in which a fit keeps where it is, until it is done.</summary>
internal static class CheckpointFile
{
    /// <summary>The checkpoint in the file, to go on from; null where there is no such file.</summary>
    public static Checkpoint? Read(string path)
    {
        try
        {
            return File.Exists(path) ? Checkpoint.Load(File.ReadAllBytes(path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The checkpoint '{Shown.Text(path, limit: 200)}' cannot be read: {e.Message}", e);
        }
    }

    public static void Write(string path, Checkpoint checkpoint) => AtomicFile.Write(path, stream => stream.Write(checkpoint.Save()));
}
