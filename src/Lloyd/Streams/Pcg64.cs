using System.Numerics;

namespace Lloyd.Streams;

/// <summary>
/// <c>np.random.default_rng(seed)</c>: PCG XSL RR 128/64 with the draws that NumPy's <c>Generator</c> makes of it.
/// (M. E. O'Neill, "PCG: a family of simple fast space-efficient statistically good algorithms", 2014.)
/// </summary>
internal sealed class Pcg64
{
    private static readonly UInt128 Multiplier = new(2549297995355413924, 4865540595714422341);

    private readonly UInt128 _increment;
    private UInt128 _state;
    private uint _half;
    private bool _hasHalf;

    /// <summary><c>np.random.default_rng(seed)</c>.</summary>
    public Pcg64(ulong seed) : this(new SeedSequence(seed)) { }

    /// <summary><c>np.random.default_rng(sequence)</c>.</summary>
    public Pcg64(SeedSequence sequence)
    {
        // generate_state(4, np.uint64): pairs of words, the low one first; each 128-bit number has its high half first.
        uint[] words = sequence.GenerateState(8);
        ulong Word(int i) => words[2 * i] | (ulong)words[2 * i + 1] << 32;
        _increment = new UInt128(Word(2), Word(3)) << 1 | 1;
        // pcg_setseq_128_srandom_r: a step from 0 leaves the increment; then add the seed and step again.
        _state = (_increment + new UInt128(Word(0), Word(1))) * Multiplier + _increment;
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64()
    {
        _state = _state * Multiplier + _increment;
        ulong high = (ulong)(_state >> 64);
        return BitOperations.RotateRight(high ^ (ulong)_state, (int)(high >> 58));
    }

    /// <summary>The next 32 bits: 64 are drawn, the low half is given out and the high half kept for the next call.
    /// A 64-bit draw in between leaves the kept half alone.</summary>
    public uint NextUInt32()
    {
        if (_hasHalf)
        {
            _hasHalf = false;
            return _half;
        }
        ulong both = NextUInt64();
        _half = (uint)(both >> 32);
        _hasHalf = true;
        return (uint)both;
    }

    /// <summary><c>random()</c>: a multiple of 2⁻⁵³ in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="max"/>], as <c>random_bounded_uint64</c> draws it: by Lemire's
    /// method ("Fast random integer generation in an interval", 2019), on 32 bits where these are enough.</summary>
    public ulong NextBounded(ulong max) => max switch
    {
        0 => 0,
        < uint.MaxValue => NextBounded32((uint)max),
        uint.MaxValue => NextUInt32(),
        < ulong.MaxValue => NextBounded64(max),
        _ => NextUInt64(),
    };

    /// <inheritdoc cref="Choice(long, int)"/>
    public int[] Choice(int n, int k) => Array.ConvertAll(Choice((long)n, k), row => (int)row);

    /// <summary><c>choice(n, k, replace=False)</c>: k different numbers below n, in random order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is negative or above n.</exception>
    public long[] Choice(long n, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);
        return n > 10000 && k > n / 50 ? TailShuffle(n, k) : Floyd(n, k);
    }

    private uint NextBounded32(uint max)
    {
        uint range = max + 1;
        ulong product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            uint threshold = (uint.MaxValue - max) % range;
            while ((uint)product < threshold)
                product = (ulong)NextUInt32() * range;
        }
        return (uint)(product >> 32);
    }

    private ulong NextBounded64(ulong max)
    {
        ulong range = max + 1;
        ulong high = Math.BigMul(NextUInt64(), range, out ulong low);
        if (low < range)
        {
            ulong threshold = (ulong.MaxValue - max) % range;
            while (low < threshold)
                high = Math.BigMul(NextUInt64(), range, out low);
        }
        return high;
    }

    /// <summary>Many of a large n: shuffles only the last k places of 0, 1, …, n − 1 and gives these out.</summary>
    private long[] TailShuffle(long n, int k)
    {
        var numbers = new long[n];
        for (long i = 0; i < n; i++)
            numbers[i] = i;
        Shuffle(numbers, Math.Max(n - k, 1));
        return numbers[^k..];
    }

    /// <summary>Few of many: Floyd's sampling (J. Bentley, "Programming pearls: a sample of brilliance", 1987) finds
    /// the numbers, a shuffle their order.</summary>
    private long[] Floyd(long n, int k)
    {
        var numbers = new long[k];
        var taken = new HashSet<long>(k);
        for (int i = 0; i < k; i++)
        {
            long last = n - k + i;
            long drawn = (long)NextBounded((ulong)last);
            numbers[i] = taken.Add(drawn) ? drawn : last;
            taken.Add(numbers[i]);
        }
        Shuffle(numbers, 1);
        return numbers;
    }

    /// <summary><c>_shuffle_int</c>: settles the places from the last one down to <paramref name="first"/>.</summary>
    private void Shuffle(long[] numbers, long first)
    {
        for (long i = numbers.Length - 1; i >= first; i--)
        {
            long j = (long)NextBounded((ulong)i);
            (numbers[i], numbers[j]) = (numbers[j], numbers[i]);
        }
    }
}
