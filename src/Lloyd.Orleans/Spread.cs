namespace Lloyd.Orleans;

/// <summary>Which silo holds which parts: evenly, in long runs of neighbours, and with as little moved as may be when silos
/// come and go.</summary>
internal static class Spread
{
    /// <param name="parts">All parts, in the order of their rows.</param>
    /// <param name="silos">The silos, at least one.</param>
    /// <param name="held">What each has held so far.</param>
    public static Dictionary<TSilo, Part[]> Over<TSilo>(
        Part[] parts, IReadOnlyList<TSilo> silos, IReadOnlyDictionary<TSilo, Part[]> held) where TSilo : notnull
    {
        double fair = parts.Sum(part => (double)part.Count) / silos.Count;
        var kept = new Dictionary<TSilo, List<Part>>();
        var loads = new Dictionary<TSilo, double>();
        var taken = new HashSet<Part>();
        void Take(TSilo silo, Part part)
        {
            kept[silo].Add(part);
            loads[silo] += part.Count;
            taken.Add(part);
        }
        bool Fits(TSilo silo, Part part) => loads[silo] + part.Count / 2.0 <= fair;
        foreach (TSilo silo in silos)
        {
            (kept[silo], loads[silo]) = ([], 0);
            if (held.TryGetValue(silo, out Part[]? before))
                foreach (Part part in before.Where(part => Fits(silo, part)))
                    Take(silo, part);
        }
        int next = 0;
        foreach (Part part in parts.Where(part => !taken.Contains(part)).ToArray())
        {
            while (next < silos.Count && !Fits(silos[next], part))
                next++;
            Take(next < silos.Count ? silos[next] : silos.MinBy(silo => loads[silo])!, part);
        }
        return kept.ToDictionary(pair => pair.Key, pair => pair.Value.OrderBy(part => part.First).ToArray());
    }
}
