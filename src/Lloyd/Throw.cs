using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Lloyd;

/// <summary>The errors that input can cause: each says what was found, where, and what to do.</summary>
internal static class Throw
{
    [DoesNotReturn]
    public static void BadWeight(int row, double weight) => Input(
        $"The weight of row {row + 1} is {weight}; weights must be finite and greater than 0. Drop the row or mend the weight.");

    [DoesNotReturn]
    private static void Input(FormattableString message) =>
        throw new InvalidInputException(message.ToString(CultureInfo.InvariantCulture));
}
