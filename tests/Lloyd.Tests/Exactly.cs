using System.Numerics;

namespace Lloyd.Tests;

/// <summary>What a sum or a mean is exactly, by integers of any length, and whether a double is the nearest to it.
/// Shares nothing with the library.</summary>
internal static class Exactly
{
    /// <summary>value · 2^1074, a whole number.</summary>
    public static BigInteger Whole(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        BigInteger mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        if (exponent > 0)
            mantissa = (mantissa + 0x10_0000_0000_0000) << (exponent - 1);
        return bits < 0 ? -mantissa : mantissa;
    }

    /// <summary>Asserts that <paramref name="actual"/> is the double nearest to numerator / divisor · 2^−1074 (ties to
    /// even).</summary>
    public static void AssertNearest(BigInteger numerator, BigInteger divisor, double actual)
    {
        // Twice the bounds between this double and its neighbours, times the divisor.
        BigInteger low = (Whole(Math.BitDecrement(actual)) + Whole(actual)) * divisor;
        BigInteger high = (Whole(actual) + Whole(Math.BitIncrement(actual))) * divisor;
        BigInteger twice = 2 * numerator;
        bool isEven = (BitConverter.DoubleToInt64Bits(actual) & 1) == 0;
        Assert.True(
            isEven ? low <= twice && twice <= high : low < twice && twice < high,
            $"{actual:R} is not the nearest double to the exact quotient");
    }

    /// <summary>Asserts that <paramref name="actual"/> is the correctly rounded mean of the values.</summary>
    public static void AssertMean(IEnumerable<double> values, double actual)
    {
        (BigInteger sum, long count) = (0, 0);
        foreach (double value in values)
            (sum, count) = (sum + Whole(value), count + 1);
        AssertNearest(sum, count, actual);
    }

    /// <summary>Asserts that <paramref name="actual"/> is the correctly rounded weighted mean of the values.</summary>
    public static void AssertMean(IEnumerable<(double Weight, double Value)> values, double actual)
    {
        (BigInteger sum, BigInteger weights) = (0, 0);
        foreach ((double weight, double value) in values)
            (sum, weights) = (sum + Whole(weight) * Whole(value), weights + Whole(weight));
        AssertNearest(sum, weights, actual);
    }

    /// <summary>Asserts that <paramref name="actual"/> is the correctly rounded sum of the products.</summary>
    public static void AssertSum(IEnumerable<(double Weight, double Value)> products, double actual)
    {
        BigInteger sum = 0;
        foreach ((double weight, double value) in products)
            sum += Whole(weight) * Whole(value);
        AssertNearest(sum, BigInteger.One << 1074, actual);
    }
}
