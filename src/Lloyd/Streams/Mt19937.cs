using System.Numerics;
using Lloyd.Exact;

namespace Lloyd.Streams;

/// <summary>
/// <c>np.random.RandomState(seed)</c>: the Mersenne Twister with the draws that NumPy's legacy interface, and so
/// scikit-learn, makes of it. (M. Matsumoto, T. Nishimura, "Mersenne twister", 1998.)
/// </summary>
internal sealed class Mt19937
{
    private const int N = 624, M = 397;

    private readonly uint[] _state;
    private int _position;
    private double _gaussian;
    private bool _hasGaussian;

    /// <summary><c>np.random.RandomState(seed)</c>. NumPy refuses seeds from 2³² on here; these are
    /// seeded as <c>RandomState(MT19937(seed))</c>, so that every seed has a stream, and one of NumPy's.</summary>
    public Mt19937(ulong seed)
    {
        if (seed > uint.MaxValue)
        {
            (_state, _position) = Seed(new SeedSequence(seed));
            return;
        }
        _state = new uint[N];
        _position = N;
        _state[0] = (uint)seed;
        for (int i = 1; i < N; i++)
            _state[i] = 1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30)) + (uint)i;
    }

    /// <summary><c>np.random.RandomState(np.random.MT19937(sequence))</c>.</summary>
    public Mt19937(SeedSequence sequence) => (_state, _position) = Seed(sequence);

    private static (uint[] State, int Position) Seed(SeedSequence sequence)
    {
        uint[] state = sequence.GenerateState(N);
        state[0] = 0x80000000;
        // MT19937.__init__ leaves the position on the last word, so that one is given out before the first renewal.
        return (state, N - 1);
    }

    /// <summary>The next 32 bits.</summary>
    public uint NextUInt32()
    {
        if (_position == N)
            Renew();
        uint y = _state[_position++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    /// <summary>The next 64 bits, the high half drawn first.</summary>
    public ulong NextUInt64()
    {
        ulong high = NextUInt32();
        return high << 32 | NextUInt32();
    }

    /// <summary><c>random_sample()</c>: a multiple of 2⁻⁵³ in [0, 1).</summary>
    public double NextDouble()
    {
        uint high = NextUInt32() >> 5, low = NextUInt32() >> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /// <summary><c>uniform(low, high)</c>.</summary>
    public double NextUniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary><c>standard_normal()</c>: <c>legacy_gauss</c>, Marsaglia's polar method, which makes two values at a
    /// time and keeps the first for the next call.</summary>
    public double NextGaussian()
    {
        if (_hasGaussian)
        {
            _hasGaussian = false;
            return _gaussian;
        }
        double x, y, square;
        do
        {
            x = 2.0 * NextDouble() - 1.0;
            y = 2.0 * NextDouble() - 1.0;
            square = x * x + y * y;
        }
        while (square is >= 1.0 or 0.0);
        double factor = Math.Sqrt(-2.0 * Elementary.Log(square) / square);
        _gaussian = factor * x;
        _hasGaussian = true;
        return factor * y;
    }

    /// <summary><c>normal(mean, std)</c>.</summary>
    public double NextNormal(double mean, double std) => mean + std * NextGaussian();

    /// <summary>A whole number in [0, <paramref name="max"/>], as <c>random_interval</c> and <c>randint</c> draw it:
    /// masked draws until one is small enough, on 32 bits where these are enough.</summary>
    public ulong NextInterval(ulong max)
    {
        if (max == 0)
            return 0;
        ulong mask = ulong.MaxValue >> BitOperations.LeadingZeroCount(max);
        ulong value;
        do
            value = (max <= uint.MaxValue ? NextUInt32() : NextUInt64()) & mask;
        while (value > max);
        return value;
    }

    /// <summary><c>shuffle(values)</c>.</summary>
    public void Shuffle(Span<int> values)
    {
        for (int i = values.Length - 1; i >= 1; i--)
        {
            int j = (int)NextInterval((ulong)i);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>Makes the next 624 words.</summary>
    private void Renew()
    {
        for (int i = 0; i < N; i++)
        {
            uint y = (_state[i] & 0x80000000) | (_state[(i + 1) % N] & 0x7fffffff);
            _state[i] = _state[(i + M) % N] ^ (y >> 1) ^ ((y & 1) * 0x9908b0df);
        }
        _position = 0;
    }
}
