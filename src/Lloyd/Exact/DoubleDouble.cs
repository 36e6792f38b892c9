namespace Lloyd.Exact;

/// <summary>A number as the sum of two doubles that is not carried out (T. J. Dekker, 1971): about 100 bits.</summary>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static readonly DoubleDouble One = new(1, 0);

    /// <summary>Σ digits[l] · 2^(l · bits): the highest digit any integer up to 2^62, the others below 2^53.</summary>
    public static DoubleDouble Of(ReadOnlySpan<long> digits, int bits)
    {
        double unit = 1L << bits;
        double high = digits[^1];
        double low = digits[^1] - (long)high;
        for (int l = digits.Length - 2; l >= 0; l--)
        {
            double digit = digits[l];
            double scaled = high * unit;
            high = scaled + digit;
            double added = high - scaled;               // what the rounding left of both goes to the low part
            low = low * unit + (scaled - (high - added) + (digit - added));
        }
        double sum = high + low;
        return new DoubleDouble(sum, low - (sum - high));
    }

    /// <summary>this · 2^<paramref name="exponent"/> / <paramref name="divisor"/>, rounded once to the nearest double;
    /// false where a hundred bits do not tell which one that is.</summary>
    public bool TryDivide(DoubleDouble divisor, int exponent, out double quotient)
    {
        double first = High / divisor.High;
        double remainder = Math.FusedMultiplyAdd(-first, divisor.High, High);       // exact
        double second = (remainder + (Low - first * divisor.Low)) / divisor.High;
        double error = Math.Abs(second) * (1.0 / (1L << 48)) + Math.Abs(first) * (1.0 / (1L << 45) / (1L << 45));
        double unit = Math.ScaleB(1, exponent);
        quotient = (first + (second - error)) * unit;
        return quotient == (first + (second + error)) * unit
            && (quotient == 0 ? first == 0 : Math.Abs(quotient) is > 1e-290 and < 1e300);
    }
}
