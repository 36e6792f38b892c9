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
        new Option<long?>("--memory") { Description = "About how much memory to take, such as 2G: rows beyond half of it go to a temporary file, and copies that make the fit faster beyond the other half are not made", HelpName = "bytes" }.Bytes();
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
        PrintNotes(table);
        return table;
    }

    /// <summary>The share of <see cref="Memory"/> that rows may take, and copies of them; null where all may be taken.</summary>
    public static long? Half(ParseResult parsed) => parsed.GetResult(Memory) is null ? null : parsed.GetValue(Memory) / 2;

    /// <summary>The names that an option lists; null where it is not given.</summary>
    public static string[]? Names(ParseResult parsed, Option<string> option) =>
        parsed.GetValue(option)?.Split(',', StringSplitOptions.TrimEntries);

    public static void PrintNotes(Table table)
    {
        foreach (string note in table.Notes)
            Console.Error.WriteLine($"lloyd: {note}");
    }

    public static Table Read(string path, TableOptions options, CancellationToken cancellation)
    {
        using var line = new ProgressLine("reading");
        if (path != "-")
        {
            double length = File.Exists(path) ? new FileInfo(path).Length : 1;
            IProgress<long>? progress = line.Reports<long>(bytes => $"reading {ProgressLine.Bar(bytes / length)} {line.PerSecond(bytes / 1e6):F0} MB/s{line.TimeLeft(bytes / length)}");
            return Table.Read(path, options, progress, cancellation);
        }
        using Stream stdin = StandardInput.Open(cancellation);
        return Table.Read(stdin, options, line.Reports<long>(bytes => $"reading, {bytes / 1_000_000} MB"), cancellation);
    }
}
