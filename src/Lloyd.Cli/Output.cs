using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>Where a command writes: a file, whole or not at all, or stdout for -.</summary>
internal static class Output
{
    /// <exception cref="InvalidInputException">It cannot be written there.</exception>
    public static void Write(string path, Action<Stream> write, CancellationToken cancellation)
    {
        if (path != "-")
        {
            AtomicFile.Write(path, write, cancellation);
            return;
        }
        try
        {
            using var stdout = new StandardOutput(cancellation);
            write(stdout);
        }
        catch (IOException e)
        {
            throw new InvalidInputException($"stdout cannot be written: {Shown.Text(e.Message, limit: 200)}", e);
        }
    }
}
