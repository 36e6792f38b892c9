using System.CommandLine;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>The table that a command works on: which columns, and what happens to missing cells.</summary>
internal static class InputTable
{
    public static readonly Option<string> Columns = new("--columns") { Description = "The columns to use, by name or number: a,b,c" };
    public static readonly Option<string> Weight = new("--weight") { Description = "The column that holds the weights of the rows" };
    public static readonly Option<MissingPolicy> Missing =
        new Option<MissingPolicy>("--missing") { Description = "A missing cell is an error, drops its row, or takes the mean of its column" }.Named();

    /// <summary>Reads <paramref name="path"/> (- is stdin) with the options above, and tells what people should know
    /// about it.</summary>
    public static Table Read(ParseResult parsed, string path, CancellationToken cancellation)
    {
        Table table = Read(path, new TableOptions
        {
            Columns = parsed.GetValue(Columns)?.Split(',', StringSplitOptions.TrimEntries),
            Weight = parsed.GetValue(Weight),
            Missing = parsed.GetValue(Missing),
        }, cancellation);
        foreach (string note in table.Notes)
            Console.Error.WriteLine($"lloyd: {note}");
        return table;
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
