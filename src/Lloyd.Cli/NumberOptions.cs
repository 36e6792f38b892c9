using System.CommandLine;

namespace Lloyd.Cli;

/// <summary>Bounds of the numbers on the command line.</summary>
internal static class NumberOptions
{
    /// <summary>Refuses a number that is not from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static void MustBe(this Option<int> option, int low, int high) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is int value && (value < low || value > high))
            result.AddError(high == int.MaxValue
                ? $"{option.Name} must be at least {low}."
                : $"{option.Name} must be from {low} to {high}.");
    });
}
