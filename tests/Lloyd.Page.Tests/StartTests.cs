using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>Where a run starts: drawn by the library, or placed by hand.</summary>
public class StartTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    [Fact]
    public async Task Farthest_starts_where_the_library_does()
    {
        await OpenAsync("blobs:n=300,c=3,std=1,seed=7&k=5&seed=11&scale=none");
        await Page.SelectAsync("#init", "farthest");
        await ReadyAsync();
        var points = new Points<double>(await Page.EvaluateAsync<double[]>("[...lloyd.table.values]"), 2);
        Step first = new KMeans(5) { Seeding = Seeding.Farthest, Seed = 11 }.Steps(points).First();
        Assert.Equal(first.Centroids.ToArray(), await Page.EvaluateAsync<double[]>("[...lloyd.steps[0].centroids]"));
        Assert.Contains("each the point farthest from those before", await Page.TextAsync("#sentence"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_is_placed_by_clicking_and_k_follows()
    {
        await OpenAsync();
        await Page.SelectAsync("#init", "hand");
        await Page.UntilAsync("document.querySelector('#ending-title').textContent === 'Place the centroids'");
        Assert.True(await Page.EvaluateAsync<bool>("document.querySelector('#play').disabled"));
        Assert.Equal("0", await Page.EvaluateAsync<string>("document.querySelector('#k').value"));
        double[][] places = await Page.EvaluateAsync<double[][]>("""
            (() => { const { left, top, width, height } = document.querySelector('#plot').getBoundingClientRect();
              return [[0.3, 0.3], [0.5, 0.6], [0.7, 0.4]].map(([x, y]) => [left + x * width, top + y * height]); })()
            """);
        for (int k = 1; k <= 3; k++)
        {
            await Page.DragAsync(places[k - 1], places[k - 1]);
            await Page.UntilAsync($"lloyd.steps[0]?.counts.length === {k}");
            await ReadyAsync();
            Assert.Equal(k, await Page.EvaluateAsync<int>("lloyd.state.k"));
            Assert.Equal($"{k}", await Page.EvaluateAsync<string>("document.querySelector('#k').value"));
        }
        Assert.Matches("^Step 0, assign: 3 centroids, placed by hand;", await Page.TextAsync("#sentence"));
        double[][] there = await Page.EvaluateAsync<double[][]>("lloyd.centroids()");
        for (int j = 0; j < 3; j++)
            Assert.Equal(places[j], there[j], (a, b) => Math.Abs(a - b) <= 1);

        // The run is the library's from there, and a placed start stays when the scaling changes.
        double[] start = await Page.EvaluateAsync<double[]>("[...lloyd.steps[0].original]");
        await Page.SelectAsync("#scale", "none");
        await ReadyAsync();
        KMeansModel model = new KMeans(3) { Seeding = Seeding.From(new Points<double>(start, 2)), Tolerance = 0, EmptyClusters = EmptyClusters.Keep }
            .Fit(new Points<double>(await Page.EvaluateAsync<double[]>("[...lloyd.table.values]"), 2));
        Assert.Equal(model.Inertia, await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia"));

        // Undo goes back one change at a time; the link brings all of it back.
        await Page.UntilAsync("location.hash.includes('init=hand') && location.hash.includes('scale=none')");
        string hash = await Page.EvaluateAsync<string>("location.hash");
        foreach (int k in new[] { 3, 2, 1 })
        {
            await Page.PressAsync("z", Tab.Control);
            await ReadyAsync();
            Assert.Equal(k, await Page.EvaluateAsync<int>("lloyd.steps[0].counts.length"));
        }
        await Page.PressAsync("z", Tab.Control);
        Assert.Equal("Place the centroids", await Page.TextAsync("#ending-title"));
        await OpenAsync("iris");
        await OpenAsync(hash[(hash.IndexOf("d=", StringComparison.Ordinal) + 2)..]);
        Assert.Equal(model.Inertia, await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia"));
    }

    [Fact]
    public async Task Keys_place_a_start()
    {
        await Page.GoToAsync(new UriBuilder(Address) { Fragment = "d=iris&init=hand&k=3&view=xy" }.Uri);
        await Page.UntilAsync("window.lloyd?.table");
        await Page.UntilAsync("document.querySelector('#ending-title').textContent === 'Place the centroids'");
        await Page.EvaluateAsync<object>("document.querySelector('#plot').focus({ focusVisible: true })");
        Assert.Equal("application", await Page.EvaluateAsync<string>("document.querySelector('#plot').role"));
        await Page.PressAsync("ArrowLeft", Tab.Shift);
        await Page.PressAsync("Enter");
        await Page.UntilAsync("lloyd.steps[0]?.counts.length === 1");
        await ReadyAsync();
        foreach (string key in new[] { "ArrowRight", "ArrowUp" })
            await Page.PressAsync(key, Tab.Shift);
        await Page.PressAsync("Enter");
        await Page.UntilAsync("lloyd.steps[0]?.counts.length === 2");
        await ReadyAsync();
        double[][] there = await Page.EvaluateAsync<double[][]>("lloyd.centroids()");
        Assert.InRange(there[1][0] - there[0][0], 20, 60);          // by 40 pixels each, of a plot that may have been fitted anew
        Assert.InRange(there[1][1] - there[0][1], -60, -20);
        double[] first = await Page.EvaluateAsync<double[]>("[...lloyd.steps[0].original].slice(2, 4)");
        Assert.Equal(3.758, first[0], 1e-3);                        // the means of the columns that are not shown
        Assert.Equal(1.199, first[1], 1e-3);
        await Page.PressAsync(" ");
        Assert.True(await Page.EvaluateAsync<bool>("lloyd.playing || lloyd.h > 0"));
    }

    [Fact]
    public async Task A_cluster_without_points_keeps_its_place_or_moves()
    {
        await OpenAsync("blobs:n=100,c=4,std=2,seed=42&init=hand&k=2&e=0a@0;0,0a@1000;1000&scale=none&empty=keep");
        Assert.Equal("empty", await Page.TextAsync("#clusters tr:nth-child(2) .size"));
        Assert.Contains("1 cluster has no points", await Page.TextAsync("#ending-text"), StringComparison.Ordinal);
        await Page.SelectAsync("#empty", "relocate");
        await ReadyAsync();
        Assert.DoesNotContain(0, await Page.EvaluateAsync<int[]>("[...lloyd.steps.at(-1).counts]"));
        Assert.DoesNotContain("no points", await Page.TextAsync("#ending-text"), StringComparison.Ordinal);
    }
}
