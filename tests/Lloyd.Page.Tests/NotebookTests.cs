using System.Text.Json;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>The page opens on the notebook's run, and does with it what the notebook does.</summary>
public class NotebookTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    private static readonly JsonElement Notebook =
        JsonDocument.Parse(File.ReadAllText(DataFile("notebook.json"))).RootElement;

    private static readonly int[] InitialRows = [43, 8, 64, 75];

    [Fact]
    public async Task It_opens_on_the_notebooks_run()
    {
        await OpenAsync();
        Assert.Equal(Numbers(Notebook.GetProperty("X")), await Page.EvaluateAsync<double[]>("[...lloyd.table.values]"));
        Assert.Equal(4, await Page.EvaluateAsync<int>("lloyd.state.k"));
        Assert.Equal(5, await Page.EvaluateAsync<int>("lloyd.steps.length"));
        for (int t = 0; t < 5; t++)
        {
            Assert.Equal(
                Notebook.GetProperty("clusters")[t].EnumerateArray().Select(label => (int)label.GetDouble()),
                await Page.EvaluateAsync<int[]>($"lloyd.labels({t})"));
            Assert.Equal(
                Numbers(Notebook.GetProperty("centroids")[t]),
                await Page.EvaluateAsync<double[]>($"[...lloyd.steps[{t}].original]"), Within(1e-9));
        }
        // As the notebook printed it.
        Assert.Equal(
            InitialRows.SelectMany(row => Numbers(Notebook.GetProperty("X")[row])),
            await Page.EvaluateAsync<double[]>("[...lloyd.steps[0].original]"), Within(1e-12));
        Assert.Equal(
            [0.4263957, 0.2661273, 0.0632000, 0.0089108],
            await Page.EvaluateAsync<double[]>("lloyd.steps.slice(0, 4).map(step => step.movement)"), Within(1e-6));
        Assert.True(await Page.EvaluateAsync<bool>("lloyd.steps[4].final && lloyd.steps[4].changed === 0"));
        Assert.Equal("Step 0 of 4", await TitleAsync());
        Assert.Equal("Converged", await Page.TextAsync("#ending-title"));
    }

    [Fact]
    public async Task A_click_plays_it_to_the_end()
    {
        await OpenAsync();
        await Page.ClickAsync("#play");
        await Page.UntilAsync("lloyd.playing && document.querySelector('#play').getAttribute('aria-label') === 'Pause'");
        await Page.UntilAsync("!lloyd.playing");
        Assert.Equal(4, await Page.EvaluateAsync<int>("lloyd.t"));
        Assert.Equal("Step 4 of 4", await TitleAsync());
        Assert.Contains("no point changed cluster", await Page.TextAsync("#sentence"), StringComparison.Ordinal);
        await Page.UntilAsync("location.hash.includes('&t=4&')");
    }

    [Fact]
    public async Task Keys_walk_through_it()
    {
        await OpenAsync();
        foreach ((string key, int modifiers, int half) in new[]
        {
            ("ArrowRight", 0, 1), ("ArrowRight", 0, 2), ("ArrowRight", 0, 3), ("ArrowLeft", 0, 2), ("ArrowRight", Tab.Shift, 4),
            ("ArrowRight", 0, 5), ("ArrowLeft", Tab.Shift, 4), ("ArrowLeft", Tab.Shift, 2), ("End", 0, 8), ("ArrowRight", 0, 8),
            ("ArrowRight", Tab.Shift, 8), ("Home", 0, 0), ("ArrowLeft", 0, 0),
        })
        {
            await Page.PressAsync(key, modifiers);
            Assert.Equal(half, await Page.EvaluateAsync<int>("lloyd.h"));
            Assert.Equal($"Step {half / 2} of 4", await TitleAsync());
        }
        await Page.PressAsync(" ");
        Assert.True(await Page.EvaluateAsync<bool>("lloyd.playing"));
        await Page.UntilAsync("lloyd.t > 0");
        await Page.PressAsync(" ");
        Assert.False(await Page.EvaluateAsync<bool>("lloyd.playing"));
    }

    /// <summary>Assign and update are apart: first the labels change, then the centroids.</summary>
    [Fact]
    public async Task Half_steps_tell_what_each_half_has_done()
    {
        await OpenAsync();
        double[] inertias = await Page.EvaluateAsync<double[]>(
            "lloyd.steps.flatMap((step, t) => t === 0 ? [step.inertia] : [step.arrivedInertia, step.inertia])");
        Assert.Equal(9, inertias.Length);
        Assert.Equal(inertias.OrderDescending(), inertias);
        Assert.Equal(inertias[7], inertias[8], 1e-15);         // the last update and assignment changed nothing

        string first = await Page.TextAsync("#sentence");
        Assert.StartsWith("Step 0, assign: 4 centroids, drawn at random", first, StringComparison.Ordinal);
        double[][] before = await Page.EvaluateAsync<double[][]>("lloyd.centroids()");
        await Page.PressAsync("ArrowRight");
        Assert.Contains("Step 0, update: each centroid moves", await Page.TextAsync("#sentence"), StringComparison.Ordinal);
        Assert.Contains("largest move: centroid", await Page.TextAsync("#sentence"), StringComparison.Ordinal);
        Assert.NotEqual(before, await Page.EvaluateAsync<double[][]>("lloyd.centroids()"));
        Assert.Equal("–", await Page.TextAsync("#changed"));
        double[][] after = await Page.EvaluateAsync<double[][]>("lloyd.centroids()");
        await Page.PressAsync("ArrowRight");
        Assert.Contains("Step 1, assign: ", await Page.TextAsync("#sentence"), StringComparison.Ordinal);
        Assert.Equal(after, await Page.EvaluateAsync<double[][]>("lloyd.centroids()"));
        Assert.Equal(
            await Page.EvaluateAsync<int>("lloyd.labels(1).filter((label, i) => label !== lloyd.labels(0)[i]).length"),
            int.Parse(await Page.TextAsync("#changed"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_table_tells_sizes_shares_of_inertia_and_moves()
    {
        await OpenAsync();
        Assert.Equal(["–", "–", "–", "–"], await CellsAsync("way"));
        await Page.PressAsync("ArrowRight", Tab.Shift);
        Assert.Equal(
            (await Page.EvaluateAsync<int[]>("[...lloyd.steps[1].counts]")).Select(count => $"{count}"), await CellsAsync("size"));
        // The ways of the update before, and the shares of this step.
        double[][] z = await Page.EvaluateAsync<double[][]>("""
            (() => { const { values } = lloyd.table, { offsets, ranges } = lloyd.steps[0];
              return Array.from({ length: 100 }, (_, i) => [0, 1].map(t => (values[2 * i + t] - offsets[t]) / ranges[t])); })()
            """);
        double[] before = await Page.EvaluateAsync<double[]>("[...lloyd.steps[0].centroids]");
        double[] now = await Page.EvaluateAsync<double[]>("[...lloyd.steps[1].centroids]");
        int[] labels = await Page.EvaluateAsync<int[]>("lloyd.labels(1)");
        double[] inertias = new double[4];
        for (int i = 0; i < 100; i++)
            inertias[labels[i]] += Math.Pow(z[i][0] - now[2 * labels[i]], 2) + Math.Pow(z[i][1] - now[2 * labels[i] + 1], 2);
        Assert.Equal(
            inertias.Select(inertia => $"{Math.Round(100 * inertia / inertias.Sum(), MidpointRounding.AwayFromZero)}\u202f%"),
            await CellsAsync("share"));
        string[] ways = await CellsAsync("way");
        for (int j = 0; j < 4; j++)
            Assert.Equal(
                Math.Sqrt(Math.Pow(now[2 * j] - before[2 * j], 2) + Math.Pow(now[2 * j + 1] - before[2 * j + 1], 2)),
                double.Parse(ways[j], System.Globalization.CultureInfo.InvariantCulture), 0.001);
    }

    [Fact]
    public async Task The_slider_scrubs()
    {
        await OpenAsync();
        await Page.DragAsync("#slider", 0.02, 0.5);
        Assert.Equal("Step 2 of 4", await TitleAsync());
        await Page.DragAsync("#slider", 0.5, 0.99);
        Assert.Equal("Step 4 of 4", await TitleAsync());
        await Page.ClickAsync("#slider");
        Assert.Equal("Step 2 of 4", await TitleAsync());
    }

    [Fact]
    public async Task Boundaries_come_and_go()
    {
        await OpenAsync();
        Assert.InRange(await HuesAsync(0), 100_000, int.MaxValue);
        await Page.ClickAsync("#regions");
        Assert.False(await Page.EvaluateAsync<bool>("document.querySelector('#regions').checked"));
        Assert.Equal(0, await HuesAsync(0));
        await Page.PressAsync("r");
        Assert.InRange(await HuesAsync(0), 100_000, int.MaxValue);
    }

    [Fact]
    public async Task Raw_data_shows_its_clusters_when_asked()
    {
        await OpenAsync();
        await Page.ClickAsync("[data-view=raw]");
        Assert.Equal("Raw data ", await TitleAsync());
        Assert.Equal(0, await HuesAsync(0));
        Assert.Equal(0, await HuesAsync(1));
        await Page.ClickAsync("#truth");
        Assert.InRange(await HuesAsync(1), 1000, int.MaxValue);
        await Page.ClickAsync("#truth");
        Assert.Equal(0, await HuesAsync(1));
        await Page.ClickAsync("[data-view=run]");
        Assert.Equal("Step 0 of 4", await TitleAsync());
        Assert.InRange(await HuesAsync(1), 1000, int.MaxValue);
        await Page.PressAsync("g");
        Assert.Equal("Raw data ", await TitleAsync());
        Assert.InRange(await HuesAsync(1), 1000, int.MaxValue);
        await Page.PressAsync("g");
        Assert.Equal("Step 0 of 4", await TitleAsync());
    }

    private static EqualityComparer<double> Within(double tolerance) =>
        EqualityComparer<double>.Create((a, b) => Math.Abs(a - b) <= tolerance, _ => 0);

    private static IEnumerable<double> Numbers(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray().SelectMany(Numbers)
        : [element.GetDouble()];

    private Task<string[]> CellsAsync(string name) =>
        Page.EvaluateAsync<string[]>($"[...document.querySelectorAll('#clusters .{name}')].map(cell => cell.textContent)");

    private async Task<string> TitleAsync() =>
        $"{await Page.TextAsync("#title")} {await Page.TextAsync("#title-end")}";

    /// <summary>How many coloured pixels a canvas has: 0 that of the regions, 1 that of the points.</summary>
    private Task<int> HuesAsync(int canvas) => Page.ProbeAsync<int>("hues", canvas);
}
