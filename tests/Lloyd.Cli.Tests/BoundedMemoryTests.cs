using System.Diagnostics;
using System.Text;
using Lloyd.Data.Tests;
using static Lloyd.Cli.Tests.Tool;

namespace Lloyd.Cli.Tests;

/// <summary>
/// Tables many times larger than the memory that the process may take. The runtime holds the heap to the limit and ends a
/// process that needs more; what a process maps is the system's to take back at any time, so neither it nor the peak of
/// resident memory, which counts it, says what a process needs: RssAnon, where there is one, does.
/// </summary>
public sealed class BoundedMemoryTests : InFolder
{
    private const int Columns = 64;
    private const int Limit = 64 << 20;
    private const int Many = 10 * Limit / (Columns * sizeof(double));      // rows

    private static readonly (string, string) HeapLimit = ("DOTNET_GCHeapHardLimit", $"0x{Limit:x}");

    [Fact]
    public Task AFitOfTenTimesTheMemory() => FitsWithin(Table("d.csv", rows: Many));

    /// <summary>Runs of rows that are small, and runs that alone are more than the memory.</summary>
    [Theory]
    [InlineData("csv.gz", 0)]
    [InlineData("parquet", 10_000)]
    [InlineData("parquet", 250_000)]
    [InlineData("arrow", 250_000)]
    public async Task AFitOfTenTimesTheMemoryFromEveryFormat(string format, int rowsAtATime)
    {
        string data = InIt($"d.{format}");
        Wide.Write(format, data, Many, Columns, rowsAtATime);
        await FitsWithin(data);
    }

    private static async Task FitsWithin(string data)
    {
        string Fit(string more) => $"fit {data} -k 3 --iterations 2 --format json{more}";
        using Process bounded = Start(Fit($" --memory {Limit}"), HeapLimit);
        Task<string> messages = bounded.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> output = bounded.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        long anonymous = 0;
        while (!bounded.WaitForExit(20))
            anonymous = Math.Max(anonymous, AnonymousMemory(bounded.Id));
        Assert.Equal((0, ""), (bounded.ExitCode, await messages));
        (int exit, string expected, _) = Run(Fit(""));
        Assert.Equal(0, exit);
        Assert.Equal(Rows(expected), Rows(await output));
        Assert.InRange(anonymous, 0, 3L * Limit);       // code, stacks and the runtime besides the heap
    }

    [Fact]
    public void ABoundThatCannotBeKeptIsRefused()
    {
        string data = InIt("d.npy");
        Assert.Equal(0, Run($"make uniform --samples 2000000 --features 1 -o {data}").Exit);
        (int exit, string output, string messages) = Run($"fit {data} -k 3 --memory 40M -o {InIt("m")} --labels {InIt("l.csv")}");
        Assert.Equal((1, ""), (exit, output));
        Assert.Equal("lloyd: --memory is 40 MiB, and a fit of 2000000 rows takes 47 MiB: 16 bytes of each for its label and distances, "
            + "what --memory lets stay of the rows, and 16 MiB besides; allow so much, or take fewer rows.\n", messages);
        Assert.Equal([data], Directory.GetFiles(Folder));
        Assert.Equal(0, Run($"fit {data} -k 3 --memory 47M", environment: ("DOTNET_GCHeapHardLimit", $"0x{47 << 20:x}")).Exit);
    }

    [Fact]
    public void ALackOfMemoryIsOneLine()
    {
        string data = InIt("d.csv");
        File.WriteAllText(data, string.Join('\n', Enumerable.Repeat("1,2\n3,4\n5,6\n7,9", 400_000)));
        (int exit, string output, string messages) = Run($"fit {data} -k 3 -o {InIt("m")}", environment: ("DOTNET_GCHeapHardLimit", $"0x{24 << 20:x}"));
        Assert.Equal((1, ""), (exit, output));
        Assert.Equal("lloyd: the 24 MiB that this process may take do not suffice; allow it more, or keep rows in a temporary file (--memory)\n", messages);
        Assert.Equal([data], Directory.GetFiles(Folder));
    }

    [Fact]
    public void APredictionOfTenTimesTheMemory()
    {
        string data = Table("d.csv", rows: Many), model = InIt("m.lloyd");
        Assert.Equal(0, Run($"fit - -k 4 -o {model}", string.Join('\n', File.ReadLines(data).Take(500))).Exit);
        foreach (string name in new[] { "l.csv", "l.npy", "l.parquet" })
            Assert.Equal((0, "", ""), Run($"predict {model} {data} -o {InIt(name)}", environment: HeapLimit));
        string[] labels = File.ReadAllLines(InIt("l.csv"));
        Assert.Equal(1 + Many, labels.Length);
        Assert.Equal(labels[1..(1 + Different)], labels[(1 + Different)..(1 + 2 * Different)]);
        Assert.Equal(4, labels[1..].Distinct().Count());
    }

    private const int Different = 997;

    /// <summary>A table of short numbers, in which the same rows come again and again.</summary>
    private string Table(string name, int rows)
    {
        var random = new Random(1);
        string[] lines = [.. Enumerable.Range(0, Different).Select(i =>
            string.Join(',', Enumerable.Range(0, Columns).Select(t => random.Next(5) + (i % 4 == t % 4 ? 5 : 0))))];
        using var text = new StreamWriter(InIt(name), append: false, Encoding.ASCII);
        text.Write(string.Join(',', Enumerable.Range(0, Columns).Select(t => $"x{t}")) + "\n");
        for (int row = 0; row < rows; row++)
            text.Write(lines[row % Different] + "\n");
        return InIt(name);
    }

    /// <summary>The result but for the seconds and the algorithm.</summary>
    private static string Rows(string json) => json[json.IndexOf("\"iterations\"", StringComparison.Ordinal)..].Split(",\"seconds\"")[0];

    /// <summary>The memory of a process that no file stands for, in bytes; 0 where the system does not tell.</summary>
    private static long AnonymousMemory(int process)
    {
        const string key = "RssAnon:";
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line[key.Length..^2], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)     // it has ended, or there is no such system
        {
            return 0;
        }
    }
}
