using System.CommandLine;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>The table that a command works on: which columns, and what happens to missing cells.</summary>
internal static class InputTable
{
    public const string Formats = "CSV, Parquet, Arrow/Feather or .npy file, also as .gz";

    public static readonly Option<string> Columns = new("--columns") { Description = "The columns to use, by name, pattern or number: a,x*,3; left out: all of numbers, booleans (0, 1) and dates (days since 1970)" };
    public static readonly Option<string> OneHot = new("--one-hot") { Description = "Columns of text that become one column of 0 and 1 per category; the model remembers them" };
    public static readonly Option<string> Ids = new("--id") { Description = "Columns that are carried along into the labels" };
    public static readonly Option<long?> Memory =
        new Option<long?>("--memory") { Description = "How much memory to take, such as 2G: rows beyond half of it go to a temporary file, and copies that make the fit faster are made only where they fit in", HelpName = "bytes" }.Bytes();
    public static readonly Option<string> Weight = new("--weight") { Description = "The column that holds the weights of the rows" };
    public static readonly Option<MissingPolicy> Missing =
        new Option<MissingPolicy>("--missing") { Description = "A missing cell (empty, NA, null, NaN) is an error, drops its row, or takes the mean of its column" }.Named();

    /// <summary>Reads <paramref name="path"/> (- is stdin) with the options above, and tells what people should know
    /// about it.</summary>
    public static Table Read(ParseResult parsed, string path, CancellationToken cancellation)
    {
        Table table = Read(path, new TableOptions
        {
            Columns = Names(parsed, Columns),
            OneHot = Names(parsed, OneHot) ?? [],
            Ids = Names(parsed, Ids) ?? [],
            Weight = parsed.GetValue(Weight),
            Missing = parsed.GetValue(Missing),
            Memory = Half(parsed),
        }, cancellation);
        PrintNotes(table.Notes);
        return table;
    }

    /// <summary>The share of <see cref="Memory"/> that rows may take; null where all may be taken.</summary>
    public static long? Half(ParseResult parsed) => parsed.GetResult(Memory) is null ? null : parsed.GetValue(Memory) / 2;

    /// <summary>The names that an option lists; null where it is not given.</summary>
    public static string[]? Names(ParseResult parsed, Option<string> option) =>
        parsed.GetValue(option)?.Split(',', StringSplitOptions.TrimEntries);

    /// <summary>What to take from a file for a model that was trained on another: the columns that its columns come
    /// from.</summary>
    public static TableOptions For(KMeansModel model, ParseResult parsed)
    {
        var encoded = model.Encodings.SelectMany(e => e.Names.Select(name => (name, e.Column))).ToLookup(e => e.name, e => e.Column);
        return new TableOptions
        {
            Columns = model.Columns.Count == 0 ? null : [.. model.Columns.Select(name => encoded[name].FirstOrDefault(name)).Distinct()],
            Encodings = model.Encodings,
            Missing = parsed.GetValue(Missing),
        };
    }

    public static void PrintNotes(IEnumerable<string> notes)
    {
        foreach (string note in notes)
            Console.Error.WriteLine($"lloyd: {note}");
    }

    /// <summary>Reads all of <paramref name="path"/>; - is stdin.</summary>
    public static Table Read(string path, TableOptions options, CancellationToken cancellation)
    {
        using var line = new ProgressLine("reading");
        if (path != "-")
            return Table.Read(path, options, ProgressOf(path, line), cancellation);
        using Stream stdin = StandardInput.Open(cancellation);
        return Table.Read(stdin, options, ProgressOf(path, line), cancellation);
    }

    /// <summary>Reads <paramref name="path"/> (- is stdin) in parts: what people should know about it.</summary>
    public static IReadOnlyList<string> ReadParts(string path, TableOptions options, Action<Table> take, CancellationToken cancellation)
    {
        using var line = new ProgressLine("reading");
        if (path != "-")
            return Table.ReadParts(path, take, options, ProgressOf(path, line), cancellation);
        using Stream stdin = StandardInput.Open(cancellation);
        return Table.ReadParts(stdin, take, options, ProgressOf(path, line), cancellation);
    }

    private static IProgress<long>? ProgressOf(string path, ProgressLine line)
    {
        if (!File.Exists(path))
            return line.Reports<long>(bytes => $"reading, {bytes / 1_000_000} MB");
        double length = new FileInfo(path).Length;
        return line.Reports<long>(bytes => $"reading {ProgressLine.Bar(bytes / length)} {line.PerSecond(bytes / 1e6):F0} MB/s{line.TimeLeft(bytes / length)}");
    }
}
