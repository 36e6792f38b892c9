using System.Diagnostics;

namespace Lloyd.Packages.Tests;

/// <summary>A program that has ended.</summary>
internal sealed record Ran(int Exit, string Output, string Messages)
{
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(5);       // only to fail instead of waiting forever

    /// <summary>Runs a program to its end, in a folder.</summary>
    public static Ran Of(string program, string arguments, string folder, string packages = "")
    {
        using Process process = Start(program, arguments, folder, packages);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), messages = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Stuck))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {arguments} did not end");
        }
        return new Ran(process.ExitCode, output.Result, messages.Result);
    }

    /// <summary>The same, and it must come to a good end.</summary>
    public static Ran Well(string program, string arguments, string folder, string packages = "")
    {
        Ran ran = Of(program, arguments, folder, packages);
        Assert.True(ran.Exit == 0, $"{program} {arguments}\nexit code {ran.Exit}\n{ran.Output}\n{ran.Messages}");
        return ran;
    }

    /// <param name="program">What to start.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="folder">Where it starts.</param>
    /// <param name="packages">Where NuGet puts what it restores; nothing: where it always does.</param>
    public static Process Start(string program, string arguments, string folder, string packages = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What dotnet test tells its own builds, and build servers that would outlive this one.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        if (packages.Length > 0)
        {
            string usual = start.Environment.TryGetValue("NUGET_PACKAGES", out string? folderOfPackages) && folderOfPackages is not null
                ? folderOfPackages
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            start.Environment["NUGET_FALLBACK_PACKAGES"] = usual;       // the packages that ours need are there
            start.Environment["NUGET_PACKAGES"] = packages;
        }
        return Process.Start(start)!;
    }
}
