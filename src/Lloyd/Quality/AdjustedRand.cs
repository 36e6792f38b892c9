namespace Lloyd.Quality;

/// <summary>
/// How far two clusterings of the same points agree: 1 where they are the same but for the numbers, about 0 where they agree
/// by chance alone (L. Hubert and P. Arabie, "Comparing partitions", 1985). The value of scikit-learn's
/// <c>adjusted_rand_score</c>.
/// </summary>
public static class AdjustedRand
{
    /// <summary>The index, from −0.5 to 1.</summary>
    /// <param name="labels">A cluster for each of n points.</param>
    /// <param name="others">Another for each; the numbers need not mean the same.</param>
    /// <exception cref="ArgumentException">There is not one label in each for every point.</exception>
    public static double Score(ReadOnlySpan<int> labels, ReadOnlySpan<int> others)
    {
        if (labels.Length != others.Length)
            throw new ArgumentException($"There are {labels.Length} labels and {others.Length} others.", nameof(others));
        var both = new Dictionary<(int, int), long>();
        var first = new Dictionary<int, long>();
        var second = new Dictionary<int, long>();
        for (int i = 0; i < labels.Length; i++)
        {
            both[(labels[i], others[i])] = both.GetValueOrDefault((labels[i], others[i])) + 1;
            first[labels[i]] = first.GetValueOrDefault(labels[i]) + 1;
            second[others[i]] = second.GetValueOrDefault(others[i]) + 1;
        }
        // Pairs of points: together in both, in the first only, in the second only, in neither.
        Int128 together = PairsOf(both.Values), inFirst = PairsOf(first.Values) - together, inSecond = PairsOf(second.Values) - together;
        Int128 apart = (Int128)labels.Length * (labels.Length - 1) / 2 - together - inFirst - inSecond;
        if (inFirst == 0 && inSecond == 0)
            return 1;
        double numerator = (double)(together * apart - inFirst * inSecond);
        double denominator = (double)((together + inFirst) * (inFirst + apart) + (together + inSecond) * (inSecond + apart));
        return 2 * numerator / denominator;
    }

    private static Int128 PairsOf(IEnumerable<long> counts)
    {
        Int128 pairs = 0;
        foreach (long count in counts)
            pairs += (Int128)count * (count - 1) / 2;
        return pairs;
    }
}
