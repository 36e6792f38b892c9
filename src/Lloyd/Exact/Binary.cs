namespace Lloyd.Exact;

/// <summary>A double as the integers that it is made of.</summary>
internal static class Binary
{
    /// <summary>Every double is a multiple of 2 to this power.</summary>
    public const int LowestExponent = -1074;

    /// <summary>Added to a double below 2^51 it rounds it to an integer, which is then in the lowest bits.</summary>
    public const double IntegerShift = 1.5 * (1L << 52);

    /// <summary>value = mantissa · 2^exponent with |mantissa| below 2^53.</summary>
    public static (long Mantissa, int Exponent) Split(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >>> 52) & 0x7FF;
        long mantissa = bits & ((1L << 52) - 1);
        if (exponent != 0)
            mantissa |= 1L << 52;
        else
            exponent = 1;
        return (bits < 0 ? -mantissa : mantissa, exponent - 1075);
    }
}
