using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>Hands on the centroids: every change forks the run, can be undone, and is part of the link.</summary>
public class HandsTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    [Fact]
    public async Task A_centroid_that_is_dragged_starts_another_run()
    {
        await OpenAsync();
        double[] from = await CentroidAsync(1), to = [from[0] - 120, from[1] + 60];
        await Page.DragAsync(from, to);
        await ReadyAsync();
        Assert.Matches("^0m2@", await Page.EvaluateAsync<string>("lloyd.state.e"));
        double[] there = await CentroidAsync(1);
        Assert.Equal(to[0], there[0], 1.0);
        Assert.Equal(to[1], there[1], 1.0);
        Assert.Contains("changed by hand", await Page.TextAsync("#sentence"), StringComparison.Ordinal);

        // The library alone, from where the hand has put it, ends at the same bits.
        double[] start = await Page.EvaluateAsync<double[]>("[...lloyd.steps[0].original]");
        KMeansModel model = new KMeans(4)
        {
            Seeding = Seeding.From(new Points<double>(start, 2)), Scaling = Scaling.MinMax, Tolerance = 0,
            EmptyClusters = EmptyClusters.Keep,
        }.Fit(new Points<double>(await Page.EvaluateAsync<double[]>("[...lloyd.table.values]"), 2));
        Assert.Equal(model.Labels.ToArray(), await Page.EvaluateAsync<int[]>("lloyd.labels(lloyd.steps.length - 1)"));
        Assert.Equal(model.Inertia, await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia"), 1e-12);
    }

    [Fact]
    public async Task Labels_follow_while_it_is_dragged()
    {
        await OpenAsync();
        double[] from = await CentroidAsync(0);
        await Page.DragAsync(from, [from[0] + 90, from[1] + 90], letGo: false);
        await Page.UntilAsync("document.querySelector('#sentence').textContent.includes('let go here')");
        Assert.Equal("", await Page.EvaluateAsync<string>("lloyd.state.e"));
        await Page.DragAsync([from[0] + 90, from[1] + 90], [from[0] + 91, from[1] + 91]);       // and lets go
        await ReadyAsync();
        Assert.Matches("^0m1@", await Page.EvaluateAsync<string>("lloyd.state.e"));
    }

    [Fact]
    public async Task A_change_on_the_way_keeps_what_was_before_and_can_be_undone()
    {
        await OpenAsync();
        string whole = await RunAsync();
        string[] before = await Page.EvaluateAsync<string[]>("lloyd.steps.slice(0, 2).map(step => step.original.join())");
        await Page.PressAsync("ArrowRight", Tab.Shift);
        await Page.PressAsync("ArrowRight");                               // the update of step 1: the change is at step 2
        double[] from = await CentroidAsync(2);
        await Page.DragAsync(from, [from[0] + 100, from[1] - 100]);
        await ReadyAsync();
        Assert.Matches("^2m3@", await Page.EvaluateAsync<string>("lloyd.state.e"));
        Assert.Equal(4, await Page.EvaluateAsync<int>("lloyd.h"));
        Assert.Equal(before, await Page.EvaluateAsync<string[]>("lloyd.steps.slice(0, 2).map(step => step.original.join())"));
        string forked = await RunAsync();
        Assert.NotEqual(whole, forked);

        await Page.PressAsync("z", Tab.Control);
        await ReadyAsync();
        Assert.Equal("", await Page.EvaluateAsync<string>("lloyd.state.e"));
        Assert.Equal(whole, await RunAsync());
        await Page.PressAsync("y", Tab.Control);
        await ReadyAsync();
        Assert.Equal(forked, await RunAsync());
        Assert.Equal(4, await Page.EvaluateAsync<int>("lloyd.h"));

        // The link gives the same picture, bit for bit.
        await Page.UntilAsync("location.hash.includes('&e=2m3@') && location.hash.includes('&t=2&')");
        string hash = await Page.EvaluateAsync<string>("location.hash");
        await OpenAsync($"iris&k=2");
        await OpenAsync(hash[(hash.IndexOf("d=", StringComparison.Ordinal) + 2)..]);
        Assert.Equal(forked, await RunAsync());
        Assert.Equal(4, await Page.EvaluateAsync<int>("lloyd.h"));
    }

    [Fact]
    public async Task Centroids_are_added_and_removed()
    {
        await OpenAsync();
        double[] middle = await Page.EvaluateAsync<double[]>("""
            (() => { const { left, top, width, height } = document.querySelector('#plot').getBoundingClientRect();
              return [left + width * 0.5, top + height * 0.45]; })()
            """);
        await Page.DoubleClickAsync(middle);
        await ReadyAsync();
        Assert.Matches("^0a@", await Page.EvaluateAsync<string>("lloyd.state.e"));
        Assert.Equal(5, await Page.EvaluateAsync<int>("lloyd.steps[0].counts.length"));
        Assert.Equal(5, await Page.EvaluateAsync<int>("document.querySelectorAll('#clusters tr').length"));
        double[] there = await CentroidAsync(4);
        Assert.Equal(middle[0], there[0], 1.0);
        Assert.Equal(middle[1], there[1], 1.0);

        await Page.ClickAsync("#clusters tr:nth-child(2) button");
        Assert.Equal(1, await Page.EvaluateAsync<int>("lloyd.selected"));
        await Page.PressAsync("Delete");
        await ReadyAsync();
        Assert.Matches("^0a@.*,0d2$", await Page.EvaluateAsync<string>("lloyd.state.e"));
        Assert.Equal(4, await Page.EvaluateAsync<int>("document.querySelectorAll('#clusters tr').length"));
        await Page.ClickAsync("#undo");
        await Page.ClickAsync("#undo");
        await ReadyAsync();
        Assert.Equal("", await Page.EvaluateAsync<string>("lloyd.state.e"));

        // The same by buttons, for hands without a keyboard and keyboards without a pointer: where a point is.
        await Page.ClickAsync("#add");
        await ReadyAsync();
        double[] added = await Page.EvaluateAsync<double[]>("[...lloyd.steps[0].original.slice(8)]");
        Assert.True(await Page.EvaluateAsync<bool>(
            $"[...lloyd.table.values].some((x, i) => i % 2 === 0 && Math.abs(x - {added[0]:R}) + Math.abs(lloyd.table.values[i + 1] - {added[1]:R}) < 1e-9)"));
        await Page.ClickAsync("#clusters tr:nth-child(5) button");
        await Page.ClickAsync("#remove");
        await ReadyAsync();
        Assert.Matches("^0a@.*,0d5$", await Page.EvaluateAsync<string>("lloyd.state.e"));
        Assert.True(await Page.EvaluateAsync<bool>("document.querySelector('#remove').disabled"));
        await Page.ClickAsync("#undo");
        await Page.ClickAsync("#undo");
        await ReadyAsync();
        Assert.True(await Page.EvaluateAsync<bool>("document.querySelector('#undo').disabled"));
        Assert.Equal(4, await Page.EvaluateAsync<int>("lloyd.steps[0].counts.length"));
    }

    /// <summary>Three points in a row, and centroids at the outer two.</summary>
    [Fact]
    public async Task A_tie_goes_to_the_lower_number_and_is_told()
    {
        const string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int[] tenths = [100, 500, 200, 500, 150, 500];
        string points = string.Concat(tenths.Select(value => $"{digits[(value + 1024) >> 6]}{digits[(value + 1024) & 63]}"));
        await OpenAsync($"paint:{points}&k=2&scale=none&init=hand&e=0a@20;50,0a@10;50&t=0");
        Assert.Equal("1,0,0", await Page.EvaluateAsync<string>("lloyd.labels(0).join()"));
        Assert.EndsWith(
            "One point is exactly as far from centroids 1 and 2; the tie goes to 1, the lowest number.", await Page.TextAsync("#sentence"),
            StringComparison.Ordinal);
        await Page.PressAsync("End");
        Assert.DoesNotContain("exactly", await Page.TextAsync("#sentence"), StringComparison.Ordinal);
        await OpenAsync($"paint:{points}&k=2&scale=none&init=hand&e=0a@15;50,0a@15;50&t=0");
        Assert.Contains("3 points are exactly as far from several centroids; each tie goes to the lowest number.",
            await Page.TextAsync("#sentence"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_move_a_centroid()
    {
        await OpenAsync();
        double[] from = await CentroidAsync(2);
        await Page.PressAsync("3");
        Assert.Equal(2, await Page.EvaluateAsync<int>("lloyd.selected"));
        foreach (string key in new[] { "ArrowUp", "ArrowUp", "ArrowRight" })
        {
            await Page.PressAsync(key);
            await ReadyAsync();
        }
        double[] there = await CentroidAsync(2);
        Assert.Equal(from[0] + 8, there[0], 0.1);
        Assert.Equal(from[1] - 16, there[1], 0.1);
        Assert.Matches("^0m3@[^,]*$", await Page.EvaluateAsync<string>("lloyd.state.e"));     // moves add up to one
        await Page.PressAsync("Escape");
        await Page.PressAsync("ArrowRight");
        Assert.Equal(1, await Page.EvaluateAsync<int>("lloyd.h"));
    }

    [Theory]
    [InlineData("0m9@1;2", "no cluster 9")]
    [InlineData("0m1@1", "2 coordinates")]
    [InlineData("3d1,1d1", "order of their steps")]
    public async Task A_change_that_does_not_fit_is_told(string edits, string words)
    {
        await Page.GoToAsync(new UriBuilder(Address) { Fragment = $"k=4&init=random&scale=minmax&e={edits}" }.Uri);
        await Page.UntilAsync("document.querySelector('[role=alert]')");
        Assert.Contains(words, await Page.TextAsync("[role=alert] p"), StringComparison.Ordinal);
    }

    private async Task<double[]> CentroidAsync(int cluster) =>
        (await Page.EvaluateAsync<double[][]>("lloyd.centroids()"))[cluster];

    /// <summary>Every number of the run on the page.</summary>
    private Task<string> RunAsync() =>
        Page.EvaluateAsync<string>("lloyd.steps.map((step, t) => [...step.centroids, ...lloyd.labels(t), step.inertia].join()).join(';')");
}
