using System.Diagnostics;
using Lloyd.Data;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;
using Lloyd.Watch;

namespace Lloyd.Page.Tests;

/// <summary>The page that <c>lloyd render DATA -o page.html</c> writes opens from its file and computes.</summary>
public sealed class RenderedPageTests(Browser browser, SharedPlay play) : PageTest(browser, play), IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_shows_the_run_that_was_asked_for_and_computes_others()
    {
        await OpenAsync(await RenderAsync());
        using Table table = Table.Read(DataFile("iris.csv"));
        await RunIsShownAsync(table);
        Assert.Equal(
            Fingerprint.Of(Settings.Of(6, "random", 1, "none", "relocate", 0, 300).Steps(table.ToPoints<double>())),
            await Page.EvaluateAsync<string>(
                "lloyd.fingerprint({ k: 6, init: 'random', seed: 1, scale: 'none', empty: 'relocate', tol: 0, iter: 300 })"));
    }

    [Fact]
    public async Task A_light_one_plays_the_run_without_an_engine()
    {
        Uri file = await RenderAsync("--light");
        Assert.InRange(new FileInfo(file.LocalPath).Length, 1, 200_000);
        await OpenAsync(file);
        using Table table = Table.Read(DataFile("iris.csv"));
        KMeansModel model = (await RunIsShownAsync(table)).Fit(table.ToPoints<double>());
        Assert.StartsWith("This page has kept one run.", await Page.TextAsync("#notices p"), StringComparison.Ordinal);
        Assert.Equal("pc12", await Page.EvaluateAsync<string>("document.querySelector('#view').value"));
        await Page.PressAsync("End");
        Assert.Equal(model.Labels.ToArray(), await Page.EvaluateAsync<int[]>("lloyd.labels(lloyd.t)"));
        Assert.True(await Page.EvaluateAsync<bool>("document.querySelector('#k').matches(':disabled')"));
    }

    private async Task<Uri> RenderAsync(params string[] more)
    {
        string file = Path.Combine(_folder, "page.html");
        using Process render = Process.Start("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Lloyd.Cli.dll"), "render", DataFile("iris.csv"), "-k", "4", "--scale", "standard",
            "--tolerance", "0", "-o", file, .. more,
        ]);
        await render.WaitForExitAsync();
        Assert.Equal(0, render.ExitCode);
        return new Uri(file);
    }

    private async Task<KMeans> RunIsShownAsync(Table table)
    {
        KMeans settings = Settings.Of(4, "k-means++", 0, "standard", "relocate", 0, 300);
        Assert.Equal(
            settings.Steps(table.ToPoints<double>()).Select(step => step.Inertia),
            await Page.EvaluateAsync<double[]>("lloyd.steps.map(step => step.inertia)"));
        Assert.Equal(table.Columns, await Page.EvaluateAsync<string[]>("lloyd.table.columns"));
        Assert.Contains("text columns: species", await Page.TextAsync("#notices"), StringComparison.Ordinal);
        return settings;
    }
}
