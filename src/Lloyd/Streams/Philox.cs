namespace Lloyd.Streams;

/// <summary>
/// <c>np.random.Philox</c>, a stream in which every number can be drawn without those before it (J. K. Salmon et al.,
/// "Parallel random numbers: as easy as 1, 2, 3", 2011).
/// </summary>
internal sealed class Philox
{
    private const int Rounds = 10, WordsPerCounter = 4;

    private readonly ulong _key0, _key1;

    /// <summary><c>np.random.Philox(sequence)</c>.</summary>
    public Philox(SeedSequence sequence)
    {
        uint[] words = sequence.GenerateState(4);
        _key0 = words[0] | (ulong)words[1] << 32;
        _key1 = words[2] | (ulong)words[3] << 32;
    }

    /// <summary>The numbers first … first + values.Length − 1 of
    /// <c>Generator(Philox(sequence).jumped(jumps)).random(n)</c>.</summary>
    public void NextDoubles(int jumps, long first, Span<double> values)
    {
        Span<ulong> words = stackalloc ulong[WordsPerCounter];
        for (int i = 0; i < values.Length; i++)
        {
            int word = (int)((first + i) % WordsPerCounter);
            if (i == 0 || word == 0)
                Draw((ulong)((first + i) / WordsPerCounter) + 1, (ulong)jumps, words);   // NumPy counts from 1
            values[i] = (words[word] >> 11) * (1.0 / (1UL << 53));
        }
    }

    /// <summary>philox4x64-10 of the counter (low, 0, high, 0).</summary>
    private void Draw(ulong low, ulong high, Span<ulong> words)
    {
        ulong x0 = low, x1 = 0, x2 = high, x3 = 0, key0 = _key0, key1 = _key1;
        for (int round = 0; round < Rounds; round++)
        {
            ulong high0 = Math.BigMul(0xD2E7470EE14C6C93, x0, out ulong low0);
            ulong high1 = Math.BigMul(0xCA5A826395121157, x2, out ulong low1);
            (x0, x1, x2, x3) = (high1 ^ x1 ^ key0, low1, high0 ^ x3 ^ key1, low0);
            key0 += 0x9E3779B97F4A7C15;
            key1 += 0xBB67AE8584CAA73B;
        }
        (words[0], words[1], words[2], words[3]) = (x0, x1, x2, x3);
    }
}
