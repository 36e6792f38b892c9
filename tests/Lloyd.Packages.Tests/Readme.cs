namespace Lloyd.Packages.Tests;

/// <summary>What a README says one can do.</summary>
internal static class Readme
{
    /// <summary>The blocks of code in a language, as they stand.</summary>
    public static IEnumerable<string> Blocks(string file, string language)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, file));
        return text.Split("```")
            .Where((_, index) => index % 2 == 1)
            .Where(block => block.StartsWith($"{language}\n", StringComparison.Ordinal))
            .Select(block => block[(language.Length + 1)..]);
    }

    /// <summary>The lines of its shell blocks, then the commands that its tables begin with.</summary>
    public static IEnumerable<string> Commands(string file)
    {
        const string row = "| `lloyd ";
        IEnumerable<string> lines = Blocks(file, "sh")
            .SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        IEnumerable<string> rows = File.ReadLines(Path.Combine(Repository.Root, file))
            .Where(line => line.StartsWith(row, StringComparison.Ordinal)).Select(line => line.Split('`')[1]);
        return [.. lines, .. rows];
    }
}
