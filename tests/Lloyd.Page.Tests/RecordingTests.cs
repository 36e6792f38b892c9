using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>In a browser without WebAssembly a recorded run plays.</summary>
public sealed class RecordingTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    /// <summary>The recording is what the library computes, to the last bit. Where it is not, what it should be is
    /// kept.</summary>
    [Fact]
    public async Task The_recording_is_the_run_of_the_library()
    {
        await OpenAsync();
        string computed = await Page.EvaluateAsync<string>("""
            (async () => {
              const { record } = await import('/js/recorded.js'), { RUN_KEYS } = await import('/js/state.js');
              const settings = Object.fromEntries(RUN_KEYS.map(key => [key, lloyd.state[key]]));
              return JSON.stringify(record(lloyd.table, { settings, steps: lloyd.steps }, null));
            })()
            """);
        string recorded = await Page.EvaluateAsync<string>("fetch('/samples/notebook.json').then(answer => answer.text())");
        string kept = Path.Combine(Pictures, "notebook.json");
        await File.WriteAllTextAsync(kept, computed + "\n");
        Assert.True(computed + "\n" == recorded, $"Copy {kept} to src/Lloyd.Page/wwwroot/samples/.");
    }

    [Fact]
    public async Task Without_webassembly_the_notebooks_run_plays()
    {
        await Page.WithoutAsync("WebAssembly");
        await OpenAsync("iris&k=7&t=1u");
        Assert.StartsWith("This browser has no WebAssembly", await Page.TextAsync("#notices p"), StringComparison.Ordinal);
        Assert.Equal("Notebook blobs · 100 points · 2 columns", await Page.TextAsync("#about"));
        Assert.Equal("Step 1", await Page.TextAsync("#title"));
        Assert.Equal(4, await Page.EvaluateAsync<int>("lloyd.polygons().length"));
        await Page.PressAsync("Home");
        await Page.PressAsync(" ");
        await Page.UntilAsync("!lloyd.playing && lloyd.h === 8");
        Assert.Equal("1.52", await Page.TextAsync("#inertia"));
        foreach (string id in new[] { "k", "data", "open", "starts-open", "choose-open" })
            Assert.True(await Page.EvaluateAsync<bool>($"document.querySelector('#{id}').matches(':disabled')"));
        await Page.ClickAsync("[data-view=raw]");
        Assert.Equal("Raw data", await Page.TextAsync("#title"));
    }

    [Fact]
    public async Task Without_webassembly_the_server_still_computes()
    {
        Play served = Keep(await Play.StartAsync(DataFile("iris.csv")));
        await Page.WithoutAsync("WebAssembly");
        await OpenAsync(served.Address);
        Assert.Equal(78.8556658, await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia"), 1e-7);
        await Page.ClickAsync("#more");
        await ReadyAsync();
        Assert.Equal(4, await Page.EvaluateAsync<int>("lloyd.steps[0].counts.length"));
        await Page.SelectAsync("#data", "digits");
        await Page.UntilAsync("document.querySelector('[role=alert]')");
        Assert.Contains("no WebAssembly", await Page.TextAsync("[role=alert]"), StringComparison.Ordinal);
        await Page.ClickAsync("[role=alert] button:last-child");
        Assert.Equal("iris.csv · 150 points · 4 columns", await Page.TextAsync("#about"));
    }
}
