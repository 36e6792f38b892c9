namespace Lloyd.Streams;

/// <summary>
/// NumPy's <c>SeedSequence</c>: spreads a seed over as many well-mixed words as a generator needs, and gives children
/// whose streams are independent of each other's. (M. E. O'Neill, "Developing a seed_seq alternative", 2015.)
/// </summary>
internal sealed class SeedSequence
{
    private const int PoolSize = 4;

    private readonly ulong _seed;
    private readonly uint[] _pool = new uint[PoolSize];

    /// <summary><c>np.random.SeedSequence(seed)</c>.</summary>
    public SeedSequence(ulong seed)
    {
        _seed = seed;
        // A seed below 2³² is one word and a larger one two, but the pool hashes a missing word as 0: no difference.
        Mix([(uint)seed, (uint)(seed >> 32)]);
    }

    private SeedSequence(ulong seed, uint child)
    {
        _seed = seed;
        // get_assembled_entropy: with a spawn key the seed is first filled up with zeros to the size of the pool.
        Mix([(uint)seed, (uint)(seed >> 32), 0, 0, child]);
    }

    /// <summary>The sequence of a restart: the seed's own for restart 0, and its r-th child for restart r ≥ 1.</summary>
    public static SeedSequence ForRestart(ulong seed, int restart) =>
        restart == 0 ? new SeedSequence(seed) : new SeedSequence(seed).Spawn((uint)restart - 1);

    /// <summary>Child <paramref name="index"/> (from 0) of <c>SeedSequence(seed).spawn(…)</c>.</summary>
    public SeedSequence Spawn(uint index) => new(_seed, index);

    /// <summary><c>generate_state(words, np.uint32)</c>.</summary>
    public uint[] GenerateState(int words)
    {
        var state = new uint[words];
        uint constant = 0x8b51f9dd;
        for (int i = 0; i < words; i++)
            state[i] = Hash(_pool[i % PoolSize], ref constant, 0x58f38ded);
        return state;
    }

    /// <summary>mix_entropy: fills the pool, lets every word act on every other, then adds what did not fit.</summary>
    private void Mix(ReadOnlySpan<uint> entropy)
    {
        const uint multiplier = 0x931e8875;
        uint constant = 0x43b0d7e5;
        for (int i = 0; i < PoolSize; i++)
            _pool[i] = Hash(i < entropy.Length ? entropy[i] : 0, ref constant, multiplier);
        for (int source = 0; source < PoolSize; source++)
            for (int target = 0; target < PoolSize; target++)
                if (source != target)
                    _pool[target] = Combine(_pool[target], Hash(_pool[source], ref constant, multiplier));
        for (int source = PoolSize; source < entropy.Length; source++)
            for (int target = 0; target < PoolSize; target++)
                _pool[target] = Combine(_pool[target], Hash(entropy[source], ref constant, multiplier));
    }

    /// <summary>hashmix; the constant moves on with every word.</summary>
    private static uint Hash(uint value, ref uint constant, uint multiplier)
    {
        value ^= constant;
        constant *= multiplier;
        value *= constant;
        return value ^ (value >> 16);
    }

    /// <summary>mix: two words into one.</summary>
    private static uint Combine(uint x, uint y)
    {
        uint mixed = 0xca01f9dd * x - 0x4973f715 * y;
        return mixed ^ (mixed >> 16);
    }
}
