using System.Diagnostics;
using System.Text.Json;

namespace Lloyd.Cli.Tests;

/// <summary>The tool as its users meet it: a process with arguments, two streams and an exit code.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheNotebooksRun()
    {
        string blobs = Path.Combine(_folder, "blobs.csv");
        Assert.Equal(0, Run($"make blobs --samples 100 --centers 4 --std 2 --seed 42 -o {blobs}").Exit);
        Assert.Equal(101, File.ReadAllLines(blobs).Length);

        string labels = Path.Combine(_folder, "labels.csv");
        (int exit, string output, _) = Run(
            $"fit {blobs} -k 4 --seed 42 --init random --scale minmax --empty keep --tolerance 0 --format json --labels {labels}");
        Assert.Equal(0, exit);
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.Equal(4, result.GetProperty("iterations").GetInt32());
        Assert.True(result.GetProperty("converged").GetBoolean());
        string notebook = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "notebook.json"));
        IEnumerable<string> expected = JsonDocument.Parse(notebook).RootElement
            .GetProperty("clusters")[19].EnumerateArray().Select(cluster => $"{(int)cluster.GetDouble()}");
        Assert.Equal(expected.Prepend("cluster"), File.ReadAllLines(labels));
    }

    [Fact]
    public void IrisFromStandardInput()
    {
        string iris = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "iris.csv"));
        (int exit, string output, string messages) = Run("fit - -k 3 --restarts 5", iris);
        Assert.Equal(0, exit);
        Assert.Contains("inertia 78.85144142614601,", output, StringComparison.Ordinal);
        Assert.Equal("lloyd: skipped text columns: species ('setosa')", messages.Trim());
    }

    [Fact]
    public void ADroppedRowHasAnEmptyLine()
    {
        string labels = Path.Combine(_folder, "labels.csv");
        (int exit, _, string messages) = Run($"fit - -k 2 --missing drop --labels {labels}", "a,b\n1,2\n,2\n3,4\n");
        Assert.Equal(0, exit);
        Assert.Equal("lloyd: dropped 1 of 3 rows for missing cells", messages.Trim());
        Assert.Equal("", File.ReadAllLines(labels)[2]);
        Assert.Equal(4, File.ReadAllLines(labels).Length);
    }

    [Fact]
    public void NpyAndCsvOfTheSameDataGiveTheSameResult()
    {
        foreach (string name in new[] { "d.csv", "d.npy" })
            Assert.Equal(0, Run($"make blobs --samples 500 --features 3 --seed 5 -o {Path.Combine(_folder, name)}").Exit);
        string Fit(string name) => Run($"fit {Path.Combine(_folder, name)} -k 3 --format json").Output.Split(",\"seconds\"")[0];
        Assert.NotEmpty(Fit("d.csv"));
        Assert.Equal(Fit("d.csv"), Fit("d.npy"));
    }

    [Fact]
    public void PredictGivesTheLabelsOfTheFit()
    {
        string iris = Path.Combine(AppContext.BaseDirectory, "data", "iris.csv");
        string model = Path.Combine(_folder, "iris.lloyd");
        string labels = Path.Combine(_folder, "labels.csv");
        Assert.Equal(0, Run($"fit {iris} -k 3 --scale standard -o {model} --labels {labels}").Exit);
        Assert.Equal(File.ReadAllText(labels), Run($"predict {model} {iris}").Output);
        (int exit, _, string messages) = Run($"predict {labels} {iris}");
        Assert.Equal(1, exit);
        Assert.Contains("not a model that can be used", messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fit missing.csv -k 3", "missing.csv: there is no such file; check the name and the folder")]
    [InlineData("fit FOLDER -k 3", "this is a folder; give a file")]
    [InlineData("fit DATA -k 9", "k = 9 is more than the number of points, 3")]
    [InlineData("fit DATA -k 3", "k = 3 is more than the number of distinct points, 2 (of 3)")]
    [InlineData("fit DATA -k 0", "-k must be at least 1")]
    [InlineData("fit DATA -k 2 --columns a,z", "there is no column 'z'; did you mean 'a'? the columns are a, b")]
    [InlineData("fit DATA -k 2 --algorithm magic", "no algorithm 'magic'")]
    [InlineData("fit DATA -k 2 --tolerance soon", "--tolerance is 'soon'")]
    [InlineData("fit DATA -k 2 --labels FOLDER/none/l.csv", "its folder does not exist; create it first")]
    [InlineData("fit DATA -k 2 --scale 7", "--scale must be one of: None, MinMax, Standard.")]
    [InlineData("fit DATA -k 2 --missing 9", "--missing must be one of: Error, Drop, Mean.")]
    [InlineData("play DATA -k 0", "-k must be at least 1.")]
    [InlineData("play DATA --port 70000", "--port must be from 0 to 65535.")]
    [InlineData("fit DATA -k 2 --threads 0", "--threads must be at least 1.")]
    [InlineData("make blobs --samples 0", "Samples is 0; ask for at least 1.")]
    public void WhatCannotBeUsedIsRefusedInOneLine(string arguments, string words)
    {
        string data = Path.Combine(_folder, "data.csv");
        File.WriteAllText(data, "a,b\n1,2\n1,2\n3,4\n");
        (int exit, _, string messages) = Run(
            arguments.Replace("DATA", data, StringComparison.Ordinal).Replace("FOLDER", _folder, StringComparison.Ordinal));
        Assert.Equal(1, exit);
        Assert.Contains(words, messages, StringComparison.Ordinal);
        Assert.Single(messages.Trim().Split('\n'));
        Assert.Equal([data], Directory.GetFiles(_folder));
    }

    [Fact]
    public void TheEnvironmentForcesAnAssigner()
    {
        string fit = $"fit {Path.Combine(AppContext.BaseDirectory, "data", "iris.csv")} -k 3 --format json";
        string forced = Run(fit, assigner: "reference").Output;
        Assert.Contains("\"algorithm\":\"reference\"", forced, StringComparison.Ordinal);
        Assert.Equal(
            Run(fit).Output.Replace("\"panel\"", "\"reference\"", StringComparison.Ordinal).Split(",\"seconds\"")[0],
            forced.Split(",\"seconds\"")[0]);
    }

    private static (int Exit, string Output, string Messages) Run(string arguments, string input = "", string assigner = "")
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "Lloyd.Cli.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", $"{tool} {arguments}")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LLOYD_ASSIGNER"] = assigner },
        })!;
        Task<string> messages = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, messages.Result);
    }
}
