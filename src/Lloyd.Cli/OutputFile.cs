namespace Lloyd.Cli;

/// <summary>A file that is written whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>The cluster of each row, under the header <c>cluster</c>.</summary>
    public static void WriteLabels(TextWriter writer, ReadOnlySpan<int> labels)
    {
        writer.WriteLine("cluster");
        foreach (int label in labels)
            writer.WriteLine(label);
    }

    /// <summary>Writes to a temporary file beside <paramref name="path"/> and renames it over an old one.</summary>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, Action<TextWriter> write) => Write(path, (Stream stream) =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });

    /// <inheritdoc cref="Write(string, Action{TextWriter})"/>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream stream = File.Create(temporary))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"'{path}' cannot be written: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
    }
}
