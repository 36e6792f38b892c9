using System.Globalization;
using System.Runtime.CompilerServices;

namespace Lloyd.Datasets;

/// <summary>The checks of the generators' settings; each gives the value back, or says what was found and what to do.
/// </summary>
internal static class Check
{
    public static int AtLeastOne(int value, [CallerMemberName] string name = "") => value >= 1
        ? value
        : throw OutOfRange($"{name} is {value}; ask for at least 1.");

    public static double NotNegative(double value, [CallerMemberName] string name = "") =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw OutOfRange($"{name} is {value}; give a finite number that is 0 or more.");

    /// <summary>The length of n rows of d values.</summary>
    public static int Length(long samples, int features) => samples * features <= Array.MaxLength
        ? (int)(samples * features)
        : throw new ArgumentException(Text(
            $"{samples} samples of {features} features are {samples * features} values, and a data set holds at most {Array.MaxLength}; ask for fewer."));

    public static ArgumentException Mismatch(FormattableString message) => new(Text(message));

    /// <remarks>The message begins with the name of the setting; .NET would add that of the parameter to its end.</remarks>
    public static ArgumentOutOfRangeException OutOfRange(FormattableString message) =>
        new(paramName: null, Text(message));

    private static string Text(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
