using System.Diagnostics;
using static Lloyd.Cli.Tests.Tool;

namespace Lloyd.Cli.Tests;

/// <summary>Ctrl-C in the middle of the work: exit 130, and no file but those that were there.</summary>
public sealed class CancelTests : InFolder
{
    private const int Stuck = 60_000;       // ms; only to fail instead of waiting forever

    [Fact]
    public void AFitThatWouldNeverEnd()
    {
        // the skipped column is told when the data has been read, and the fit begins
        using Process fit = Started($"fit {Iris} -k 3 --tolerance none --iterations 2000000000 -o {InIt("m")} --labels {InIt("l")}");
        Assert.Contains("skipped text columns", fit.StandardError.ReadLine(), StringComparison.Ordinal);
        Assert.Equal(130, Interrupt(fit));
        Assert.Contains("lloyd: cancelled", fit.StandardError.ReadToEnd(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void AFitThatWaitsForItsData()
    {
        using Process fit = Started($"fit - -k 3 -o {InIt("m")}");
        fit.StandardInput.Write("a,b\n1,2\n");
        fit.StandardInput.Flush();
        Thread.Sleep(1000);     // nothing tells that it reads; earlier, the outcome is the same
        Assert.Equal(130, Interrupt(fit));
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void DataThatIsLongInTheMaking()
    {
        using Process make = Started($"make moons --samples 20000000 -o {InIt("m.npy")}");
        Thread.Sleep(2000);     // nothing tells that it makes points; earlier, the outcome is the same
        Assert.Equal(130, Interrupt(make));
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Theory]
    [InlineData("make blobs --samples 1000000 --features 16 -o OUT")]
    [InlineData("fit IRIS -k 3 --tolerance none --iterations 60000 --trace OUT --labels FOLDER/labels")]
    public void AFileHalfWritten(string arguments) => InterruptWriting(arguments);

    [Theory]
    [InlineData("out")]
    [InlineData("out.parquet")]
    public void APredictionHalfWritten(string name)
    {
        string data = InIt("data.npy"), model = InIt("data.lloyd");
        Assert.Equal(0, Run($"make blobs --samples 200000 --features 2 -o {data}").Exit);
        Assert.Equal(0, Run($"fit {data} -k 64 --init random --iterations 1 -o {model}").Exit);
        InterruptWriting($"predict {model} {data} --distances -o OUT", name);
    }

    /// <summary>As much as a page holds, which takes long to pack.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("--light")]
    public void APageHalfPacked(string more)
    {
        string data = InIt("data.npy"), page = InIt("page.html");
        Assert.Equal(0, Run($"make blobs --samples 2500000 --features 2 -o {data}").Exit);
        File.WriteAllText(page, "old");
        using Process render = Started($"render {data} -k 3 --iterations 2 -o {page} {more}");
        Thread.Sleep(2500);     // nothing tells that it packs; earlier, the outcome is the same
        Assert.Equal(130, Interrupt(render));
        Assert.Equal("old", File.ReadAllText(page));
        Assert.Equal([data, page], Directory.GetFileSystemEntries(Folder).Order());
    }

    [Fact]
    public void ThePageIsClosed()
    {
        using Process play = Started($"play {Iris} --no-browser");
        Assert.StartsWith("http://127.0.0.1:", play.StandardOutput.ReadLine(), StringComparison.Ordinal);
        Assert.Equal(0, Interrupt(play));
    }

    /// <summary>Interrupts the tool while it writes OUT, which exists and must stay as it was.</summary>
    private void InterruptWriting(string arguments, string name = "out")
    {
        string path = InIt(name);
        File.WriteAllText(path, "old");
        string[] before = Directory.GetFileSystemEntries(Folder);
        using Process process = Started(arguments.Replace("IRIS", Iris, StringComparison.Ordinal)
            .Replace("OUT", path, StringComparison.Ordinal).Replace("FOLDER", Folder, StringComparison.Ordinal));
        while (Directory.GetFileSystemEntries(Folder).Length == before.Length && !process.HasExited)
            Thread.Sleep(1);
        Assert.Equal(130, Interrupt(process));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(before.Order(), Directory.GetFileSystemEntries(Folder).Order());
    }

    private static Process Started(string arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT");
        Assert.SkipWhen(InterruptIsIgnored(), "SIGINT is ignored here, as in the background of a shell without job control");
        return Start(arguments);
    }

    private static int Interrupt(Process process)
    {
        using (var kill = Process.Start("sh", ["-c", $"kill -INT {process.Id}"]))
            kill.WaitForExit();
        if (!process.WaitForExit(Stuck))
        {
            process.Kill();
            Assert.Fail("Ctrl-C did not end it");
        }
        return process.ExitCode;
    }

    /// <summary>Whether processes started from here ignore SIGINT, where the system tells.</summary>
    private static bool InterruptIsIgnored()
    {
        const string key = "SigIgn:";
        const ulong interrupt = 1 << 1;
        string? line = File.Exists("/proc/self/status")
            ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))
            : null;
        return line is not null && (Convert.ToUInt64(line[key.Length..].Trim(), 16) & interrupt) != 0;
    }
}
