using System.Globalization;

namespace Lloyd.Watch;

/// <summary>A number for every bit of a run (labels, centroids, inertia), so that two hosts can be compared.</summary>
internal static class Fingerprint
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>FNV-1a over 64-bit words, as 16 hexadecimal digits.</summary>
    public static string Of(IEnumerable<Step> steps)
    {
        ulong hash = Basis;
        foreach (Step step in steps)
        {
            foreach (int label in step.Labels.Span)
                Add(ref hash, (ulong)label);
            foreach (double coordinate in step.Centroids.Span)
                Add(ref hash, BitConverter.DoubleToUInt64Bits(coordinate));
            Add(ref hash, BitConverter.DoubleToUInt64Bits(step.Inertia));
        }
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static void Add(ref ulong hash, ulong word)
    {
        for (int shift = 0; shift < 64; shift += 8)
            hash = (hash ^ ((word >> shift) & 255)) * Prime;
    }
}
