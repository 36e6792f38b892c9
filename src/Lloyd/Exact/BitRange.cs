namespace Lloyd.Exact;

/// <summary>The bits that a set of doubles uses: each is an integer times 2^Lowest, and smaller than 2^Highest.</summary>
internal readonly record struct BitRange(int Lowest, int Highest)
{
    /// <summary>The range of nothing but zeros.</summary>
    public static readonly BitRange Empty = new(int.MaxValue, int.MinValue);

    /// <summary>The range of values of magnitude <paramref name="smallest"/> to <paramref name="largest"/>, neither
    /// of them 0, that have at most <paramref name="mantissaBits"/> bits after the first.</summary>
    public static BitRange Of(double smallest, double largest, int mantissaBits) =>
        new(Math.Max(Math.ILogB(smallest) - mantissaBits, Binary.LowestExponent), Math.ILogB(largest) + 1);

    public bool IsEmpty => Lowest > Highest;

    /// <summary>The range of the exact products of a value of each.</summary>
    public BitRange Times(BitRange other) =>
        IsEmpty || other.IsEmpty ? Empty : new(Lowest + other.Lowest, Highest + other.Highest);
}
