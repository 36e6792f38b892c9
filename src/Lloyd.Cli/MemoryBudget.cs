using System.CommandLine;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>What <c>--memory</c> allows, once it is known how many rows there are.</summary>
internal static class MemoryBudget
{
    private const long Itself = 16 << 20;       // what reads and writes, and what is garbage for a while
    private const int PerRow = 16;              // labels and distances
    private const int PerRowOfCopies = 16;      // what they keep besides coordinates

    /// <summary>How much is left for copies of the points; null where there is no limit.</summary>
    /// <exception cref="InvalidInputException">Not even a fit without copies has room.</exception>
    public static long? ForCopies(ParseResult parsed, Table table)
    {
        if (parsed.GetValue(InputTable.Memory) is not { } allowed)
            return null;
        long held = table.IsMapped ? 0 : (long)table.Rows * table.Columns.Count * (table.Precision == Precision.F32 ? sizeof(float) : sizeof(double));
        long weights = (long)table.Weights.Length * sizeof(double), rows = (long)table.Rows * PerRow, least = Itself + held + weights + rows;
        if (least > allowed)
            throw new InvalidInputException($"--memory is {Mebi(allowed)} MiB, and a fit of {Shown.Plural(table.Rows, "row")} takes {Mebi(least)} MiB: "
                + $"{PerRow} bytes of each for its label and distances, what --memory lets stay of the rows, and {Mebi(Itself)} MiB besides; allow so much, or take fewer rows.");
        return Math.Max(0, allowed - least - (long)table.Rows * PerRowOfCopies);
    }

    private static long Mebi(long bytes) => (bytes + (1 << 20) - 1) >> 20;
}
