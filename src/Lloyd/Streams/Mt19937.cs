using Lloyd.Exact;

namespace Lloyd.Streams;

/// <summary>The stream of NumPy's <c>RandomState</c>, which scikit-learn draws from: the Mersenne Twister
/// (M. Matsumoto, T. Nishimura, 1998).</summary>
internal sealed class Mt19937
{
    private const int Length = 624;
    private const int Middle = 397;

    private readonly uint[] _state;
    private int _next = Length;
    private double? _gauss;             // the polar method makes two values at a time

    /// <summary><c>RandomState(seed)</c>.</summary>
    public Mt19937(uint seed)
    {
        _state = new uint[Length];
        for (uint i = 0; i < Length; i++)
        {
            _state[i] = seed;
            seed = 1812433253 * (seed ^ seed >> 30) + i + 1;
        }
    }

    /// <summary><c>RandomState(MT19937(sequence))</c>.</summary>
    public Mt19937(SeedSequence sequence)
    {
        _state = sequence.State(Length);
        _state[0] = 0x80000000;
    }

    public uint Next32()
    {
        if (_next == Length)
            Twist();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >> 18;
    }

    /// <summary>A double in [0, 1) with 53 random bits, as <c>random_sample</c>.</summary>
    public double NextDouble()
    {
        uint high = Next32() >> 5;
        uint low = Next32() >> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /// <summary>As <c>uniform(low, high)</c>.</summary>
    public double NextUniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>As <c>normal(mean, deviation)</c>: the polar method (G. Marsaglia, 1964).</summary>
    public double NextNormal(double mean, double deviation)
    {
        if (_gauss is { } second)
        {
            _gauss = null;
            return mean + deviation * second;
        }
        double x, y, square;
        do
        {
            x = 2.0 * NextDouble() - 1.0;
            y = 2.0 * NextDouble() - 1.0;
            square = x * x + y * y;
        }
        while (square >= 1.0 || square == 0.0);
        double factor = Math.Sqrt(-2.0 * Elementary.Log(square) / square);
        _gauss = factor * x;
        return mean + deviation * (factor * y);
    }

    /// <summary>An integer from 0 to <paramref name="max"/>, both included, as <c>random_interval</c>: masked, and
    /// drawn again where it is too large.</summary>
    public uint NextUpTo(uint max)
    {
        if (max == 0)
            return 0;
        uint mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(max);
        uint value;
        do
            value = Next32() & mask;
        while (value > max);
        return value;
    }

    /// <summary>The integers below n in random order, as <c>shuffle(arange(n))</c>.</summary>
    public int[] Permutation(int n)
    {
        int[] values = [.. Enumerable.Range(0, n)];
        for (int i = n - 1; i > 0; i--)
        {
            int j = (int)NextUpTo((uint)i);
            (values[i], values[j]) = (values[j], values[i]);
        }
        return values;
    }

    private void Twist()
    {
        for (int i = 0; i < Length; i++)
        {
            uint y = _state[i] & 0x80000000 | _state[(i + 1) % Length] & 0x7fffffff;
            _state[i] = _state[(i + Middle) % Length] ^ y >> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        _next = 0;
    }
}
