using System.Diagnostics;
using System.Globalization;

namespace Lloyd.Tables;

/// <summary>What a read took: seconds from its call to its end, cold, and the peak of the whole process.</summary>
internal readonly record struct Measured(double Seconds, double Peak)
{
    public static Measured Worst => new(double.PositiveInfinity, double.PositiveInfinity);

    public Measured Least(Measured other) => new(Math.Min(Seconds, other.Seconds), Math.Min(Peak, other.Peak));

    public static Measured Run(string reader, string file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [reader, file]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        string[] answer = process.StandardOutput.ReadToEnd().Split();
        process.WaitForExit();
        return process.ExitCode == 0
            ? new(double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"reading {file} by {reader} ended with {process.ExitCode}");
    }
}
