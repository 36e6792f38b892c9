using Lloyd.Data;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>More points than can be drawn as shapes.</summary>
public sealed class PixelsTests(Browser browser, SharedPlay play) : PageTest(browser, play), IDisposable
{
    /// <summary>The pixels of the points, each as [red, green, blue, alpha].</summary>
    private const string Pixels = """
        (() => {
          const canvas = document.querySelectorAll('#plot canvas')[1], copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
          copy.drawImage(canvas, 0, 0);
          const { data } = copy.getImageData(0, 0, canvas.width, canvas.height), found = [];
          for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0) found.push([...data.subarray(i, i + 4)]);
          return found;
        })()
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>400 places with as many points of one cluster as of the other, which come later in the file.</summary>
    [Fact]
    public async Task A_pixel_favours_no_row()
    {
        string file = Path.Combine(_folder, "layers.csv");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 24_000).Select(i => $"{i % 20},{i / 20 % 20},{i / 12_000 * 500}").Prepend("x,y,z"));
        await OpenAsync();
        await Page.ChooseFileAsync("#file", file);
        await Page.UntilAsync("lloyd.state.d.startsWith('file:')");
        await Page.SelectAsync("#view", "xy");
        await Page.ClickAsync("#fewer");
        await ReadyAsync();
        Assert.Equal("12000,12000", await Page.EvaluateAsync<string>("lloyd.steps.at(-1).counts.join()"));
        await Page.PressAsync("End");
        int[] shares = [.. (await Page.EvaluateAsync<int[][]>(Pixels)).GroupBy(pixel => string.Join(' ', pixel)).Select(group => group.Count())];
        Assert.Equal(400, shares.Sum());
        Assert.Equal(2, shares.Length);
        Assert.InRange(shares[0], 150, 250);
    }

    [Fact]
    public async Task Millions_are_the_darker_the_more_there_are()
    {
        const int crowd = 3_000_000, single = 10;
        string file = Path.Combine(_folder, "crowd.npy");
        double[] values = new double[2 * (crowd + single)];
        for (int i = 0; i < single; i++)
            (values[2 * i], values[2 * i + 1]) = (i + 1, i * 7 % 10);
        TableWriter.Write(file, new Points<double>(values, 2));
        Play served = Keep(await Play.StartAsync(file, "-k", "2"));
        await OpenAsync(served.Address);
        Assert.Equal("crowd.npy · 3,000,010 points · 2 columns", await Page.TextAsync("#about"));
        Assert.StartsWith("A pixel has the colour of one of its points", await Page.TextAsync("#notices .note"), StringComparison.Ordinal);
        foreach (string key in new[] { "End", "Home" })
        {
            await Page.PressAsync(key);
            int[][] pixels = await Page.EvaluateAsync<int[][]>(Pixels);
            Assert.Equal([.. Enumerable.Repeat(76, single), 255], pixels.Select(pixel => pixel[3]).Order());
        }
        await Page.ClickAsync("#share-open");
        Assert.Contains("6,000,020 values are too many", await Page.TextAsync("#share-page-text"), StringComparison.Ordinal);
        Assert.True(await Page.EvaluateAsync<bool>("document.querySelector('#share-full').disabled && document.querySelector('#share-light').disabled"));
    }
}
