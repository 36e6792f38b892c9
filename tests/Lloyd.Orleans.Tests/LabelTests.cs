namespace Lloyd.Orleans.Tests;

/// <summary>The labels of a fit by workers are those of a fit on one machine.</summary>
public sealed class LabelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;

    public LabelTests()
    {
        Directory.CreateDirectory(InIt("data"));
        string[] rows = [.. Enumerable.Range(0, 9000).Select(i => i % 31 == 5 ? $",{i % 97},1" : $"{i * 37 % 1009},{i * 53 % 997},{1 + i % 3}")];
        for (int file = 0; file < 3; file++)
            File.WriteAllLines(InIt($"data/{file}.csv"), ["x,y,w", .. rows[(file * 3000)..((file + 1) * 3000)]]);
        File.WriteAllLines(InIt("whole.csv"), ["x,y,w", .. rows]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string[] Fit => ["-k", "6", "--init", "parallel", "--weight", "w", "--missing", "drop", "--scale", "standard"];

    [Theory]
    [InlineData("f64")]
    [InlineData("f32")]
    public async Task AFolderGivesThoseOfOneFile(string precision)
    {
        await WellAsync(["fit", InIt("whole.csv"), .. Fit, "--precision", precision, "--labels", InIt("whole.labels")]);
        await WellAsync(["fit", InIt("data"), .. Fit, "--precision", precision, "--local-workers", "2", "--labels", InIt("data.labels"), "-o", InIt("model")]);
        Assert.Equal(await File.ReadAllBytesAsync(InIt("whole.labels")), await File.ReadAllBytesAsync(InIt("data.labels")));
        Assert.Equal(9000, KMeansModel.Load(await File.ReadAllBytesAsync(InIt("model"))).PointCount + File.ReadLines(InIt("data.labels")).Count(line => line.Length == 0));
    }

    [Fact]
    public async Task FilesNamedOneByOneGiveThoseOfOneFile()
    {
        string[] files = [InIt("data/0.csv"), InIt("data/1.csv"), InIt("data/2.csv")];
        await WellAsync(["fit", InIt("whole.csv"), .. Fit, "--labels", InIt("whole.labels")]);
        await WellAsync(["fit", .. files, .. Fit, "--local-workers", "2", "--labels", InIt("files.labels")]);
        Assert.Equal(await File.ReadAllBytesAsync(InIt("whole.labels")), await File.ReadAllBytesAsync(InIt("files.labels")));
    }

    [Fact]
    public async Task WhatCannotEndWellIsRefusedBeforeTheFit()
    {
        async Task<string> RefusedAsync(params string[] arguments)
        {
            (int exit, _, string messages) = await Tool.RunAsync(["fit", InIt("data"), .. Fit, .. arguments]);
            Assert.Equal(1, exit);
            return messages;
        }
        Assert.Contains("would be taken for data", await RefusedAsync("--local-workers", "1", "--labels", InIt("data/labels.csv")));
        Assert.Contains("--detach", await RefusedAsync("--join", "redis://127.0.0.1:1", "--detach", "--labels", InIt("labels.csv")));
        (int exit, _, string messages) = await Tool.RunAsync(["fit", InIt("nowhere"), .. Fit, "--local-workers", "1", "--labels", InIt("labels.csv")]);
        Assert.Equal(1, exit);
        Assert.Contains("nowhere: there is no such file or folder here", messages);
        Assert.Contains("would write over", await RefusedAsync(InIt("whole.csv"), "--local-workers", "1", "-o", InIt("whole.csv")));
        Assert.Contains("is named more than once", await RefusedAsync(InIt("data/1.csv"), "--local-workers", "1"));
        Assert.Contains("--local-workers 1, which takes several as one table", await RefusedAsync(InIt("whole.csv")));
    }

    private string InIt(string name) => Path.Combine(_folder, name);

    private static async Task WellAsync(string[] arguments)
    {
        (int exit, string output, string messages) = await Tool.RunAsync(arguments);
        Assert.True(exit == 0, output + messages);
    }
}
