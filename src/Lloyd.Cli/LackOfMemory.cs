using System.CommandLine;

namespace Lloyd.Cli;

/// <summary>What is told where the runtime gets no more memory.</summary>
internal static class LackOfMemory
{
    private const double Mebi = 1 << 20;

    public static string Describe(ParseResult parsed)
    {
        double limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Mebi;
        string remedy = parsed.CommandResult.Command.Options.Contains(InputTable.Memory) && parsed.GetResult(InputTable.Memory) is null
            ? "allow it more, or keep rows in a temporary file (--memory)"
            : "allow it more, or take fewer rows or columns";
        return FormattableString.Invariant($"the {limit:F0} MiB that this process may take do not suffice; {remedy}");
    }
}
