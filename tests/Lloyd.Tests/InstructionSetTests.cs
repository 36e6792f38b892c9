using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lloyd.Tests;

/// <summary>The same bits with instruction sets switched off, each in a process of its own.</summary>
public class InstructionSetTests
{
    private static readonly Lazy<string> Expected = new(Fingerprint.Hash);

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 128)]
    public async Task WithoutItTheBitsAreTheSame(string instructions, int widest)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "These instructions are those of x64.");
        string[] answer = (await AnswerWithout(instructions)).Split(' ');
        Assert.InRange(int.Parse(answer[0]), 0, widest);        // the switch worked
        Assert.Equal(Expected.Value, answer[1]);
    }

    private static async Task<string> AnswerWithout(string instructions)
    {
        string host = Environment.ProcessPath!;
        string tests = typeof(InstructionSetTests).Assembly.Location;
        bool isDotnet = Path.GetFileNameWithoutExtension(host) == "dotnet";
        var start = new ProcessStartInfo(host, isDotnet ? [tests, Fingerprint.Question] : [Fingerprint.Question])
        {
            RedirectStandardOutput = true,
            Environment = { [instructions] = "0" },
        };
        using Process child = Process.Start(start)!;
        string answer = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.Equal(0, child.ExitCode);
        return answer.Trim();
    }
}
