using System.Diagnostics;
using System.Text.RegularExpressions;
using Parquet;
using Parquet.Schema;
using static Lloyd.Cli.Tests.Tool;

namespace Lloyd.Cli.Tests;

/// <summary>Every example in a help text, as a user would copy it, with the files that it names.</summary>
public sealed partial class HelpExampleTests : InFolder
{
    private const string Redis = "redis://localhost:6379";

    [Fact]
    public async Task EveryExampleRuns()
    {
        (string Command, string[] Examples)[] helps = [.. Helps("").Select(each => (each.Command, Examples(each.Help)))];
        Assert.InRange(helps.Length, 15, 100);
        Assert.Equal([""], helps.Where(each => each.Examples.Length == 0).Select(each => each.Command));     // all but the tool itself have one

        File.Copy(Iris, InIt("iris.csv"));
        File.Copy(Iris, InIt("new.csv"));
        await WriteSalesAsync(InIt("sales.parquet"));
        await WriteYearAsync(InIt("2024.parquet"));
        await WriteYearAsync(InIt("2025.parquet"));
        Assert.Equal(0, Run($"fit {Iris} -k 3 -o {InIt("iris.lloyd")}").Exit);
        foreach (string example in helps.SelectMany(each => each.Examples))
        {
            string arguments = FileName().Replace(example["lloyd ".Length..], name => InIt(name.Value));
            string[] written = [.. Written().Matches(arguments).Select(match => match.Groups[1].Value)];
            if (example.Contains(Redis, StringComparison.Ordinal))
                IsUnderstood(example, arguments);
            else if (example.StartsWith("lloyd play", StringComparison.Ordinal))
                IsServed(arguments);
            else
            {
                Array.ForEach(written, File.Delete);
                (int exit, _, string messages) = Run(arguments);
                Assert.True(exit == 0, $"{example}\n{messages}");
                Assert.All(written, path => Assert.True(File.Exists(path), $"{example}\n{path} is not there"));
            }
        }
    }

    /// <summary>The help of a command, and of those that it has.</summary>
    private static IEnumerable<(string Command, string Help)> Helps(string command)
    {
        string help = Run($"{command} --help").Output;
        int list = help.IndexOf("\nCommands:", StringComparison.Ordinal);
        IEnumerable<string> inside = list < 0 ? [] : Listed().Matches(help[list..]).Select(match => $"{command} {match.Groups[1].Value}".Trim());
        return inside.SelectMany(Helps).Prepend((command, help));
    }

    /// <summary>What follows "Example:", a command on each line, without the words that may stand beside it.</summary>
    private static string[] Examples(string help)
    {
        int first = help.IndexOf("Example: ", StringComparison.Ordinal);
        return first < 0 ? [] :
        [
            .. help[(first + "Example: ".Length)..].Split('\n').Select(line => line.Trim())
                .TakeWhile(line => line.StartsWith("lloyd ", StringComparison.Ordinal)).Select(line => line.Split("   ")[0]),
        ];
    }

    /// <summary>A cluster's commands need a Redis; where there is none, that is all they say.</summary>
    private static void IsUnderstood(string example, string arguments)
    {
        (int exit, _, string messages) = Run(arguments.Replace(Redis, "redis://127.0.0.1:1", StringComparison.Ordinal));
        Assert.True(exit == 1 && messages.StartsWith("lloyd: The Redis at redis://127.0.0.1:1 cannot be used", StringComparison.Ordinal), $"{example}\n{messages}");
    }

    private static void IsServed(string arguments)
    {
        using Process play = Start($"{arguments} --no-browser");
        try
        {
            Assert.StartsWith("http://127.0.0.1:", play.StandardOutput.ReadLine(), StringComparison.Ordinal);
        }
        finally
        {
            play.Kill();
        }
    }

    private static async Task WriteSalesAsync(string path)
    {
        DataField[] fields =
        [
            new DataField<string>("customer"), new DataField<string>("city"), new DataField<double?>("age"), new DataField<double>("spent_food"), new DataField<double>("spent_toys"),
        ];
        const int rows = 40;
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        int[] numbers = [.. Enumerable.Range(0, rows)];
        await group.WriteAsync(fields[0], numbers.Select(i => $"c{i}").ToArray());
        await group.WriteAsync(fields[1], numbers.Select(i => i % 3 == 0 ? "Ulm" : "Aix").ToArray());
        await group.WriteAsync<double>(fields[2], numbers.Select(i => i == 7 ? null : (double?)(20 + i % 11)).ToArray().AsMemory());
        await group.WriteAsync<double>(fields[3], numbers.Select(i => i * 17.5 % 90).ToArray().AsMemory());
        await group.WriteAsync<double>(fields[4], numbers.Select(i => i * 3.5 % 40).ToArray().AsMemory());
    }

    private static async Task WriteYearAsync(string path)
    {
        DataField[] fields = [new DataField<double>("orders"), new DataField<double>("returns")];
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        foreach (DataField field in fields)
            await group.WriteAsync<double>(field, Enumerable.Range(0, 40).Select(i => i * 17.5 % (90 + field.Name.Length)).ToArray().AsMemory());
    }

    [GeneratedRegex(@"(?<=\s)\w+\.(csv|parquet|lloyd|svg|onnx|npy|html|png)\b")]
    private static partial Regex FileName();

    [GeneratedRegex(@"(?:-o|--labels|--plot|--trace) (\S+)")]
    private static partial Regex Written();

    [GeneratedRegex(@"^  ([a-z]+) ", RegexOptions.Multiline)]
    private static partial Regex Listed();
}
