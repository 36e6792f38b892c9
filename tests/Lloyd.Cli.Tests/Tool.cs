using System.Diagnostics;

namespace Lloyd.Cli.Tests;

/// <summary>The tool as a process.</summary>
internal static class Tool
{
    /// <summary>Runs it to its end.</summary>
    public static (int Exit, string Output, string Messages) Run(
        string arguments, string input = "", params (string Name, string Value)[] environment)
    {
        using Process process = Start(arguments, environment);
        Task<string> messages = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, messages.Result);
    }

    /// <summary>Starts it, with all three streams in our hands.</summary>
    public static Process Start(string arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", $"{Path.Combine(AppContext.BaseDirectory, "Lloyd.Cli.dll")} {arguments}")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LLOYD_ASSIGNER"] = "" },
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
