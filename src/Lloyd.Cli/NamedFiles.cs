using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>The files that a command line names; - is stdin where it reads and stdout where it writes.</summary>
internal static class NamedFiles
{
    /// <summary>Refuses, before any work is done, what could not come to a good end.</summary>
    /// <param name="inputs">What reads, and from where; nothing where it is not given.</param>
    /// <param name="outputs">What writes, and where to; nothing where it is not given.</param>
    /// <exception cref="InvalidInputException">Two write to one place, one writes over what another reads, two read
    /// stdin, or a file cannot be written.</exception>
    public static void Check((string Name, string? Path)[] inputs, params (string Name, string? Path)[] outputs)
    {
        Named[] reads = Given(inputs), writes = Given(outputs);
        if (Array.FindAll(reads, read => read.Path == "-") is [var one, var other, ..])
            throw new InvalidInputException($"{one.Name} and {other.Name} both read stdin; name a file for one of them.");
        for (int i = 0; i < writes.Length; i++)
        {
            Named write = writes[i];
            string shown = write.Path == "-" ? "stdout" : Shown.Text(write.Path, limit: 200);
            if (Array.Find(writes[..i], earlier => earlier.FullPath == write.FullPath) is { } first)
                throw new InvalidInputException($"{first.Name} and {write.Name} both write to {shown}; name a file for each.");
            if (write.Path == "-")
                continue;
            if (Array.Find(reads, read => read.FullPath == write.FullPath) is { } reader)
                throw new InvalidInputException(
                    $"{write.Name} would write over {shown}, which {reader.Name} reads; name another file.");
            AtomicFile.Check(write.Path);
        }
    }

    private static Named[] Given((string Name, string? Path)[] files) =>
        [.. files.Where(file => file.Path is not null).Select(file => new Named(file.Name, file.Path!))];

    private sealed record Named(string Name, string Path)
    {
        public string FullPath { get; } =
            Path is "-" or "" || Path.Contains('\0', StringComparison.Ordinal) ? Path : System.IO.Path.GetFullPath(Path);
    }
}
