using System.Runtime.CompilerServices;

namespace Lloyd.Data.Csv;

/// <summary>Reads decimal numbers of up to 19 digits, rounded as IEEE 754 has it.</summary>
internal static unsafe class DecimalNumber
{
    private const int MostDigits = 19;      // fit into 64 bits

    /// <summary>The powers of ten that a double holds exactly.</summary>
    private static ReadOnlySpan<double> Powers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
    ];

    /// <summary>Reads <c>-12.5</c> and the like at <paramref name="at"/>, where some byte that is no digit must follow.</summary>
    /// <returns>Where the number ends; null where it is missing, too long, or cannot be rounded so easily.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* TryRead(byte* at, byte point, out double value)
    {
        bool negative = *at == '-';
        if (negative || *at == '+')
            at++;
        byte* start = at;
        ulong digits = 0;
        uint digit;
        for (; (digit = *at - (uint)'0') <= 9; at++)
            digits = digits * 10 + digit;
        long count = at - start, places = 0;
        if (*at == point)
        {
            start = ++at;
            for (; (digit = *at - (uint)'0') <= 9; at++)
                digits = digits * 10 + digit;
            places = at - start;
            count += places;
        }
        value = 0;
        if (count is 0 or > MostDigits)
            return null;
        // where both are exact, one division rounds once (Clinger 1990)
        if (digits <= 1UL << 53)
            value = digits / Powers[(int)places];
        else if (!TryDivide(digits, Powers[(int)places], out value))
            return null;
        value = negative ? -value : value;
        return at;
    }

    /// <summary>The quotient of a number that a double does not hold, as the sum of two doubles, and rounded where the
    /// error of that sum, less than 2⁻¹⁰⁰ of it, cannot matter.</summary>
    private static bool TryDivide(ulong digits, double power, out double value)
    {
        double high = digits, low = (long)(digits - (ulong)high);
        double first = high / power, rest = Math.FusedMultiplyAdd(-first, power, high);
        double second = (rest + low) / power;
        value = first + second;
        double error = second - (value - first), slack = value * (1 / (double)(1UL << 50)) * (1 / (double)(1UL << 50));
        return value + (error + slack) == value && value + (error - slack) == value;
    }
}
