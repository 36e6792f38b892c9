using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>The built-in data as pictures.</summary>
public sealed class GalleryTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    private const string Tiles = "[...document.querySelectorAll('#gallery-list button')]";

    [Fact]
    public async Task Every_sample_is_a_picture_to_choose_by_keyboard()
    {
        await OpenAsync();
        await OpenGalleryAsync();
        Assert.Equal(
            await Page.EvaluateAsync<string[]>("lloyd.samples.map(sample => sample.title)"),
            await Page.EvaluateAsync<string[]>($"{Tiles}.map(tile => tile.querySelector('span').textContent)"));
        string[] sizes = await Page.EvaluateAsync<string[]>($"{Tiles}.map(tile => tile.querySelector('small').textContent)");
        Assert.Equal(["100 points", "300 points", "500 points"], sizes[..3]);
        Assert.Equal(["100,000 points", "150 points · 4 columns", "1,797 points · 64 columns"], sizes[^3..]);
        int[] marked = await Page.EvaluateAsync<int[]>($$"""
            {{Tiles}}.map(tile => tile.querySelector('canvas')).map(canvas =>
              new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer).filter(Boolean).length)
            """);
        Assert.All(marked, pixels => Assert.InRange(pixels, 300, 144 * 96 * 4 / 2));
        Assert.Equal(marked.Length, marked.Distinct().Count());
        await Page.PressAsync("Tab");
        await Page.PressAsync("Tab");                       // from the first one, where the focus is, to the moons
        await Page.PressAsync(" ");
        await Page.UntilAsync("lloyd.state.d.startsWith('moons:')");
        await ReadyAsync();
        Assert.False(await Page.EvaluateAsync<bool>("document.querySelector('#gallery').open"));
        Assert.Equal("Moons · 500 points · 2 columns", await Page.TextAsync("#about"));
    }

    [Fact]
    public async Task A_file_can_be_dropped_on_it()
    {
        await OpenAsync();
        await OpenGalleryAsync();
        await Page.DropFileAsync("#gallery-file", DataFile("iris.csv"));
        await Page.UntilAsync("lloyd.state.d.startsWith('file:')");
        await ReadyAsync();
        Assert.False(await Page.EvaluateAsync<bool>("document.querySelector('#gallery').open"));
        Assert.Equal("iris.csv · 150 points · 4 columns", await Page.TextAsync("#about"));
    }

    /// <summary>Where a link brings nothing, the samples are in the plot's place, and nothing else can be done.</summary>
    [Fact]
    public async Task It_is_what_there_is_to_see_without_data()
    {
        await Page.GoToAsync(new UriBuilder(Address) { Fragment = "d=file:0123456789abcdef" }.Uri);
        await Page.UntilAsync("document.querySelector('[role=alert]')");
        Assert.Equal("No data yet", await Page.TextAsync("#title"));
        foreach (string key in new[] { "m", "k", " ", "ArrowRight", "End", "g" })
            await Page.PressAsync(key);
        foreach (string id in new[] { "settings", "starts-open", "choose-open", "share-open", "play", "last" })
            Assert.True(await Page.EvaluateAsync<bool>($"document.querySelector('#{id}').disabled"), id);
        await Page.UntilAsync($"{Tiles}.every(tile => tile.querySelector('small').textContent !== '…')");
        await Page.ClickAsync("#nothing li:nth-child(4) button");
        await Page.UntilAsync("lloyd.state.d.startsWith('circles:')");
        await ReadyAsync();
        Assert.True(await Page.EvaluateAsync<bool>("document.querySelector('#nothing').hidden"));
        Assert.Equal(2, await Page.EvaluateAsync<int>("lloyd.polygons().length"));
        Assert.Equal(0, await Page.EvaluateAsync<int>("document.querySelectorAll('[role=alert]').length"));
        await OpenGalleryAsync();
        await Page.ClickAsync("#gallery-paint");
        await Page.UntilAsync("lloyd.state.d === 'paint:'");
        Assert.False(await Page.EvaluateAsync<bool>("document.querySelector('#paint').hidden"));
    }

    private async Task OpenGalleryAsync()
    {
        await Page.ClickAsync("#gallery-open");
        await Page.UntilAsync($"{Tiles}.every(tile => tile.querySelector('small').textContent !== '…')");
    }
}
