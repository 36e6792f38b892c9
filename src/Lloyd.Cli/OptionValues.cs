using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>What options take; what they do not take is refused in one line that says what they do.</summary>
internal static class OptionValues
{
    /// <summary>Takes a whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<T> Whole<T>(this Option<T> option, T least, T most) where T : struct, IBinaryInteger<T> =>
        option.Parsed(text => TryNumber(text, out T value) && value >= least && value <= most ? value : null,
            $"a whole number from {least} to {most}");

    /// <summary>Takes a number of bytes: 500M, 2G.</summary>
    public static Option<long?> Bytes(this Option<long?> option)
    {
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value, units = "KMGT";
            int unit = text.Length > 0 ? units.IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) : -1;
            if (TryNumber(unit < 0 ? text : text[..^1], out double count) && count * (1L << 10 * (unit + 1)) is >= 2 and <= 1L << 50 and var bytes)
                return (long)bytes;
            result.AddError(Refusal(option, text, "a number of bytes such as 500M or 2G"));
            return null;
        };
        return option;
    }

    /// <summary>Takes any number.</summary>
    public static Option<double> Number(this Option<double> option) =>
        option.Parsed(text => TryNumber(text, out double value) ? value : null, "a number");

    /// <summary>Takes the names of an enumeration, in lower case; its zero is the default.</summary>
    public static Option<T> Named<T>(this Option<T> option) where T : struct, Enum
    {
        string[] names = [.. Enum.GetValues<T>().Select(NameOf)];
        option.HelpName = string.Join('|', names);
        option.Description += $" [default: {names[0]}]";
        return option.Parsed(
            text => Array.IndexOf(names, text.ToLowerInvariant()) is var i and >= 0 ? Enum.GetValues<T>()[i] : null,
            string.Join(", ", names[..^1]) + $" or {names[^1]}");
    }

    /// <summary>Takes one of these words.</summary>
    public static Option<string> OneOf(this Option<string> option, params string[] words)
    {
        option.HelpName ??= string.Join('|', words);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !words.Contains(token.Value))
                result.AddError(Refusal(option, token.Value, string.Join(", ", words[..^1]) + $" or {words[^1]}"));
        });
        return option;
    }

    /// <summary>The word that stands for a value of an enumeration.</summary>
    public static string NameOf<T>(this T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Reads a number with a decimal point; 1e6 is a whole number too.</summary>
    public static bool TryNumber<T>(string text, out T value) where T : struct, INumberBase<T> =>
        T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static Option<T> Parsed<T>(this Option<T> option, Func<string, T?> parse, string takes) where T : struct
    {
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (parse(text) is { } value)
                return value;
            result.AddError(Refusal(option, text, takes));
            return default;
        };
        return option;
    }

    private static string Refusal(Option option, string text, string takes) =>
        $"{option.Name} is '{Shown.Text(text)}'; give {takes}.";
}
