using System.Globalization;

namespace Lloyd.Data.Columnar;

/// <summary>Decimals as the nearest double, as reading their text would give it.</summary>
internal static class Decimals
{
    public static double ToDouble(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        ulong digits = (uint)parts[0] | (ulong)(uint)parts[1] << 32;
        int scale = value.Scale;
        // where both are exact, one division rounds once
        if (parts[2] != 0 || digits > 1UL << 53 || scale > 22)
            return double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        double power = 1;
        for (int i = 0; i < scale; i++)
            power *= 10;
        return (decimal.IsNegative(value) ? -(double)digits : digits) / power;
    }
}
