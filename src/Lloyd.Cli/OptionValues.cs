using System.CommandLine;

namespace Lloyd.Cli;

/// <summary>What the values of options must be.</summary>
internal static class OptionChecks
{
    /// <summary>Refuses a number that is not from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static void MustBe(this Option<int> option, int low, int high) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is int value && (value < low || value > high))
            result.AddError(high == int.MaxValue
                ? $"{option.Name} must be at least {low}."
                : $"{option.Name} must be from {low} to {high}.");
    });

    /// <summary>Refuses a number in place of a name, which the parser would take.</summary>
    public static Option<T> Named<T>(this Option<T> option) where T : struct, Enum
    {
        option.Validators.Add(result =>
        {
            if (!Enum.IsDefined(result.GetValueOrDefault<T>()))
                result.AddError($"{option.Name} must be one of: {string.Join(", ", Enum.GetNames<T>())}.");
        });
        return option;
    }
}
