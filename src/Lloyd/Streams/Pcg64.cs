namespace Lloyd.Streams;

/// <summary>The stream of NumPy's <c>default_rng</c>: PCG XSL-RR 128/64 (M. E. O'Neill, 2014).</summary>
internal sealed class Pcg64
{
    private static readonly UInt128 Multiplier = new(2549297995355413924, 4865540595714422341);

    private readonly UInt128 _increment;
    private UInt128 _state;
    private uint? _half;                // NumPy serves 32-bit draws from both halves of a 64-bit one, the low first

    public Pcg64(SeedSequence seed)
    {
        uint[] words = seed.State(8);
        ulong Word(int i) => words[2 * i] | (ulong)words[2 * i + 1] << 32;
        _increment = new UInt128(Word(2), Word(3)) << 1 | 1;
        Advance();
        _state += new UInt128(Word(0), Word(1));
        Advance();
    }

    public ulong Next64()
    {
        Advance();
        ulong folded = (ulong)(_state >> 64) ^ (ulong)_state;
        return ulong.RotateRight(folded, (int)(_state >> 122));
    }

    public uint Next32()
    {
        if (_half is { } half)
        {
            _half = null;
            return half;
        }
        ulong next = Next64();
        _half = (uint)(next >> 32);
        return (uint)next;
    }

    /// <summary>A double in [0, 1) with 53 random bits, as <c>Generator.random</c>.</summary>
    public double NextDouble() => (Next64() >> 11) * (1.0 / (1L << 53));

    /// <summary>An integer from 0 to <paramref name="max"/>, both included, as <c>random_bounded_uint64</c>
    /// (D. Lemire, "Fast random integer generation in an interval", 2019).</summary>
    public uint NextUpTo(uint max)
    {
        if (max == 0)
            return 0;
        if (max == uint.MaxValue)
            return Next32();
        uint count = max + 1;
        ulong product = (ulong)Next32() * count;
        if ((uint)product < count)
            for (uint threshold = (uint.MaxValue - max) % count; (uint)product < threshold;)
                product = (ulong)Next32() * count;
        return (uint)(product >> 32);
    }

    /// <summary>k different integers below n in random order, as <c>Generator.choice(n, k, replace=False)</c>.</summary>
    public int[] Choice(int n, int k) => n > 10_000 && k > n / 50 ? ChoiceByShuffle(n, k) : ChoiceByFloyd(n, k);

    private int[] ChoiceByShuffle(int n, int k)
    {
        int[] all = [.. Enumerable.Range(0, n)];
        Shuffle(all, Math.Max(n - k, 1));
        return all[(n - k)..];
    }

    /// <summary>Floyd's method (J. Bentley, "Programming Pearls: a sample of brilliance", 1987), then a shuffle.</summary>
    private int[] ChoiceByFloyd(int n, int k)
    {
        var taken = new HashSet<int>(k);
        int[] chosen = new int[k];
        for (int i = 0; i < k; i++)
        {
            int last = n - k + i;
            int draw = (int)NextUpTo((uint)last);
            chosen[i] = taken.Add(draw) ? draw : last;
            taken.Add(chosen[i]);
        }
        Shuffle(chosen, 1);
        return chosen;
    }

    /// <summary>Fisher–Yates from the end, down to index <paramref name="first"/>.</summary>
    private void Shuffle(int[] values, int first)
    {
        for (int i = values.Length - 1; i >= first; i--)
        {
            int j = (int)NextUpTo((uint)i);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private void Advance() => _state = _state * Multiplier + _increment;
}
