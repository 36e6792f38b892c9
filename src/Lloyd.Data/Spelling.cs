namespace Lloyd.Data;

/// <summary>What a person may have meant by a name that is not there.</summary>
internal static class Spelling
{
    /// <summary>The name most like <paramref name="name"/>; null where none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> names) =>
        names.Select(n => (Name: n, Distance: EditDistance(name, n)))
            .Where(n => n.Distance <= 1 + name.Length / 3).OrderBy(n => n.Distance).FirstOrDefault().Name;

    /// <summary>How many characters to add, drop or change to turn one name into the other, in any case.</summary>
    private static int EditDistance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        foreach (char c in a)
        {
            int diagonal = row[0]++;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = diagonal + (char.ToUpperInvariant(c) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[b.Length];
    }
}
