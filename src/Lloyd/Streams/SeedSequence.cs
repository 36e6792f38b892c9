namespace Lloyd.Streams;

/// <summary>NumPy's <c>SeedSequence</c>: spreads a seed over as many bits as a generator needs (after M. E. O'Neill's
/// <c>seed_seq_fe</c>).</summary>
internal sealed class SeedSequence
{
    private const int PoolSize = 4;
    private const int Shift = 16;
    private const uint MultiplierA = 0x931e8875;
    private const uint MultiplierB = 0x58f38ded;

    private readonly uint[] _pool = new uint[PoolSize];
    private uint _constant = 0x43b0d7e5;

    /// <param name="seed">The seed.</param>
    /// <param name="spawnKey">Which child, grandchild … of the seed's sequence this is.</param>
    public SeedSequence(ulong seed, params ReadOnlySpan<uint> spawnKey)
    {
        List<uint> entropy = [(uint)seed];
        if (seed > uint.MaxValue)
            entropy.Add((uint)(seed >> 32));
        if (!spawnKey.IsEmpty)
            while (entropy.Count < PoolSize)
                entropy.Add(0);             // so that a key cannot be mistaken for more of the seed
        entropy.AddRange(spawnKey);
        for (int i = 0; i < PoolSize; i++)
            _pool[i] = Hash(i < entropy.Count ? entropy[i] : 0);
        for (int source = 0; source < PoolSize; source++)
            for (int target = 0; target < PoolSize; target++)
                if (source != target)
                    _pool[target] = Mix(_pool[target], Hash(_pool[source]));
        for (int source = PoolSize; source < entropy.Count; source++)
            for (int target = 0; target < PoolSize; target++)
                _pool[target] = Mix(_pool[target], Hash(entropy[source]));
    }

    /// <summary>The seed's own sequence for restart 0, the sequence's child r − 1 for restart r (its r-th spawn).</summary>
    public static SeedSequence ForRestart(ulong seed, int restart) =>
        restart == 0 ? new SeedSequence(seed) : new SeedSequence(seed, (uint)(restart - 1));

    /// <summary><c>generate_state(words, uint32)</c>.</summary>
    public uint[] State(int words)
    {
        uint constant = 0x8b51f9dd;
        uint[] state = new uint[words];
        for (int i = 0; i < words; i++)
        {
            uint value = _pool[i % PoolSize] ^ constant;
            constant *= MultiplierB;
            value *= constant;
            state[i] = value ^ value >> Shift;
        }
        return state;
    }

    private uint Hash(uint value)
    {
        value ^= _constant;
        _constant *= MultiplierA;
        value *= _constant;
        return value ^ value >> Shift;
    }

    private static uint Mix(uint x, uint y)
    {
        uint mixed = 0xca01f9dd * x - 0x4973f715 * y;
        return mixed ^ mixed >> Shift;
    }
}
