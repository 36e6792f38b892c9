using System.CommandLine;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>The table that a command works on: which columns, and what happens to missing cells.</summary>
internal static class InputTable
{
    public static readonly Option<string> Columns = new("--columns") { Description = "The columns to use, by name or number: a,b,c" };
    public static readonly Option<string> Weight = new("--weight") { Description = "The column that holds the weights of the rows" };
    public static readonly Option<MissingPolicy> Missing = new Option<MissingPolicy>("--missing") { Description = "What happens to a row with a missing cell, or to the cell" }.Named();

    /// <summary>Reads <paramref name="path"/> (- is stdin) with the options above.</summary>
    public static Table Read(ParseResult parsed, string path, CancellationToken cancellation) => Read(path, new TableOptions
    {
        Columns = parsed.GetValue(Columns)?.Split(',', StringSplitOptions.TrimEntries),
        Weight = parsed.GetValue(Weight),
        Missing = parsed.GetValue(Missing),
    }, cancellation);

    public static Table Read(string path, TableOptions options, CancellationToken cancellation)
    {
        if (path != "-")
            return Table.Read(path, options, cancellationToken: cancellation);
        using Stream stdin = Console.OpenStandardInput();
        return Table.Read(stdin, options, cancellationToken: cancellation);
    }
}
