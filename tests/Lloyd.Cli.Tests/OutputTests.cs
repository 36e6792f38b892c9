using System.Text.Json;
using static Lloyd.Cli.Tests.Tool;

namespace Lloyd.Cli.Tests;

/// <summary>What is written, and where.</summary>
public sealed class OutputTests : InFolder
{
    [Fact]
    public void TheTraceIsTheRunThatWon()
    {
        (int exit, string output, _) = Run(
            $"fit {Iris} -k 4 --seed 7 --init random --restarts 4 --scale standard --tolerance 0 --format json --trace {InIt("trace.json")}");
        Assert.Equal(0, exit);
        using JsonDocument result = JsonDocument.Parse(output);
        using JsonDocument trace = JsonDocument.Parse(File.ReadAllBytes(InIt("trace.json")));
        JsonElement fit = result.RootElement, run = trace.RootElement;
        Assert.Equal(1, run.GetProperty("version").GetInt32());
        foreach (string same in new[] { "points", "dimensions", "k", "seed", "seeding", "converged" })
            Assert.Equal(fit.GetProperty(same).GetRawText(), run.GetProperty(same).GetRawText());
        Assert.Equal(4, run.GetProperty("columns").GetArrayLength());
        Assert.Equal(4, run.GetProperty("initialRows").GetArrayLength());
        Assert.Equal("standard", run.GetProperty("scaling").GetProperty("name").GetString());
        Assert.Equal(4, run.GetProperty("scaling").GetProperty("ranges").GetArrayLength());

        JsonElement[] steps = [.. run.GetProperty("steps").EnumerateArray()];
        Assert.Equal(fit.GetProperty("iterations").GetInt32() + 1, steps.Length);
        Assert.Equal(Enumerable.Range(0, steps.Length), steps.Select(step => step.GetProperty("iteration").GetInt32()));
        Assert.Equal(150, steps[0].GetProperty("changed").GetInt32());
        Assert.All(steps[..^1], step => Assert.True(step.GetProperty("movement").GetDouble() > 0));
        Assert.All(steps[..^1], step => Assert.False(step.TryGetProperty("final", out _)));
        JsonElement last = steps[^1];
        Assert.True(last.GetProperty("final").GetBoolean());
        Assert.Equal(JsonValueKind.Null, last.GetProperty("movement").ValueKind);
        foreach (string same in new[] { "centroids", "counts", "inertia" })
            Assert.Equal(fit.GetProperty(same).GetRawText(), last.GetProperty(same).GetRawText());
    }

    [Fact]
    public void OnStandardOutputThereIsNothingElse()
    {
        (_, string plain, _) = Run($"fit {Iris} -k 3 --labels {InIt("labels.csv")} --trace {InIt("trace.json")} -o {InIt("iris.lloyd")}");
        (int exit, string labels, string messages) = Run($"fit {Iris} -k 3 --labels -");
        Assert.Equal(0, exit);
        Assert.Equal(File.ReadAllText(InIt("labels.csv")), labels);
        Assert.EndsWith(plain, messages, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(InIt("trace.json")), Run($"fit {Iris} -k 3 --trace -").Output);
        Assert.Equal(labels, Run($"predict {InIt("iris.lloyd")} {Iris} -o -").Output);
        Assert.Equal(Run("make moons").Output, Run("make moons -o -").Output);
        Assert.StartsWith("x1,x2\n", Run("make moons").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ShortOrLongWorkShowsNoProgressInAPipe()
    {
        Assert.Equal(0, Run($"make blobs --samples 200000 --features 8 --std 5 -o {InIt("blobs.csv")}").Exit);
        (int exit, _, string messages) = Run($"fit {InIt("blobs.csv")} -k 20 --iterations 20 --init random");
        Assert.Equal((0, ""), (exit, messages));
    }

    [Fact]
    public void OneColumnThatDecidesAloneIsPointedOut()
    {
        const string data = "age,income\n20,1000\n30,52000\n40,90000\n50,31000\n";
        const string hint = "lloyd: column 'income' carries 99 % of the total variance and decides nearly alone; "
            + "--scale standard gives every column the same say";
        Assert.Equal(hint, Run("fit - -k 2", data).Messages.Trim());
        Assert.Equal("", Run("fit - -k 2 --scale standard", data).Messages);
        Assert.Equal("", Run("fit - -k 2 --columns income", data).Messages);
    }

    [Theory]
    [InlineData("make blobs -o PLACE")]
    [InlineData("fit IRIS -k 3 -o PLACE")]
    [InlineData("fit IRIS -k 3 --labels PLACE")]
    [InlineData("fit IRIS -k 3 --trace PLACE")]
    public void AFullDiskIsOneLine(string arguments)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full, the disk that is always full");
        Assert.Contains("/dev/full: the file cannot be written: No space left on device", Refusal(arguments, "/dev/full"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("make blobs -o PLACE")]
    [InlineData("fit IRIS -k 3 -o PLACE")]
    public void ALockedFolderIsOneLine(string arguments)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix permissions");
            return;
        }
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "the superuser may write to every folder");
        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string refusal = Refusal(arguments, InIt("out"));
        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Contains("permission to write there is denied", refusal, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void AFullStandardOutputIsOneLine()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full, the disk that is always full");
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sh",
            ["-c", $"dotnet {Path.Combine(AppContext.BaseDirectory, "Lloyd.Cli.dll")} make blobs > /dev/full"]) { RedirectStandardError = true })!;
        Assert.Equal("lloyd: stdout cannot be written: No space left on device", process.StandardError.ReadToEnd().Trim());
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
    }

    [Fact]
    public void IrisAsItStandsInTheBooks()
    {
        (int exit, string output, string messages) = Run($"fit {Iris} -k 3 --restarts 10 --format json --labels {InIt("labels.csv")}");
        Assert.Equal(0, exit);
        using JsonDocument result = JsonDocument.Parse(output);
        Assert.Equal(78.851441426146, result.RootElement.GetProperty("inertia").GetDouble(), 1e-11);
        Assert.Equal([38, 50, 62], result.RootElement.GetProperty("counts").EnumerateArray().Select(c => c.GetInt32()).Order());
        string[] labels = File.ReadAllLines(InIt("labels.csv"));
        Assert.Equal(("cluster", 151), (labels[0], labels.Length));
        Assert.Single(labels[1..51].Distinct());     // setosa is a cluster of its own
        Assert.Equal("lloyd: skipped text columns: species ('setosa')", messages.Trim());
    }

    [Fact]
    public void AHundredThousandRowsFindTheirCentres()
    {
        string blobs = InIt("blobs.csv");
        Assert.Equal(0, Run($"make blobs --samples 120000 --features 3 --centers 5 --std 0.5 --seed 11 -o {blobs}").Exit);
        Assert.Equal(120_001, File.ReadLines(blobs).Count());
        Datasets.Dataset made = new Datasets.Blobs { Samples = 120_000, Features = 3, Centers = 5, Std = 0.5, Seed = 11 }.Make();
        using JsonDocument result = JsonDocument.Parse(Run($"fit {blobs} -k 5 --format json").Output);
        Assert.Equal(new KMeans(5).Fit(made.Points).Inertia, result.RootElement.GetProperty("inertia").GetDouble());
        double[][] found = [.. result.RootElement.GetProperty("centroids").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray())];
        for (int j = 0; j < 5; j++)
        {
            double[] centre = made.Centers!.Values.Slice(3 * j, 3).ToArray();
            Assert.Contains(found, row => row.Zip(centre, (a, b) => Math.Abs(a - b)).Max() < 0.02);
        }
    }

    [Fact]
    public void EveryHelpTextAndTheVersionCanBeAskedFor()
    {
        foreach (string command in new[] { "", "make", "make blobs", "fit", "predict", "choose", "explain", "render", "export", "play" })
        {
            (int exit, string output, string messages) = Run($"{command} --help");
            Assert.Equal((0, ""), (exit, messages));
            Assert.Contains($"lloyd {command}".Trim(), output, StringComparison.Ordinal);
        }
        (int code, string version, _) = Run("--version");
        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+\.\d+", version);
    }

    /// <summary>The one line with which a command that writes to <paramref name="place"/> ends.</summary>
    private static string Refusal(string arguments, string place)
    {
        (int exit, string output, string messages) = Run(
            arguments.Replace("IRIS", $"{Iris} --columns 1,2", StringComparison.Ordinal).Replace("PLACE", place, StringComparison.Ordinal));
        Assert.Equal((1, ""), (exit, output));
        return Assert.Single(messages.Trim().Split('\n'));
    }
}
