using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>Many starts on one axis.</summary>
public class StartsTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    [Fact]
    public async Task Every_start_ends_where_the_library_says()
    {
        await OpenAsync();
        await Page.PressAsync("m");
        await Page.UntilAsync("lloyd.surveying");
        await Page.PressAsync("ArrowRight");                // the page goes on meanwhile
        Assert.Equal(1, await Page.EvaluateAsync<int>("lloyd.h"));
        await Page.UntilAsync("!lloyd.surveying");
        End[] ends = await Page.EvaluateAsync<End[]>("lloyd.ends");
        Assert.Equal(200, ends.Length);
        var points = new Points<double>(await Page.EvaluateAsync<double[]>("[...lloyd.table.values]"), 2);
        Assert.All(ends, end => Assert.Equal(Model(points, end).Inertia, end.Inertia));
        Assert.Equal(200, ends.Select(end => (end.Init, end.Seed)).Distinct().Count());

        // Equal ends are one dot.
        int groups = ends.GroupBy(end => (end.Init, end.Inertia)).Count();
        Assert.Equal(groups, await Page.EvaluateAsync<int>("document.querySelectorAll('#starts-chart .end').length"));
        double best = ends.Min(end => end.Inertia);
        Assert.Contains(
            $"random in {ends.Count(end => end.Init == "random" && end.Inertia <= 1.02 * best)} of 100",
            await Page.TextAsync("#starts-text"), StringComparison.Ordinal);

        // A click replays a run that ends there.
        await Page.ClickAsync("#starts-bad");
        await ReadyAsync();
        Assert.Equal(ends.Max(end => end.Inertia), await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia"));
        await Page.ClickAsync("#starts-chart .end");
        await ReadyAsync();
        Assert.Equal("random", await Page.EvaluateAsync<string>("lloyd.state.init"));
        Assert.Equal(
            ends.Where(end => end.Init == "random").Min(end => end.Inertia),
            await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia"));
    }

    [Fact]
    public async Task A_bad_start_is_explained()
    {
        await OpenAsync("trap:n=1000,seed=0&k=8&init=random&scale=none&empty=relocate");
        await Page.ClickAsync("#starts-open");
        await Page.UntilAsync("lloyd.ends.length >= 60");
        await Page.ClickAsync("#starts-run");               // enough: stop
        await Page.UntilAsync("!lloyd.surveying");
        int found = await Page.EvaluateAsync<int>("lloyd.ends.length");
        Assert.InRange(found, 60, 199);
        await Page.ClickAsync("#starts-bad");
        await ReadyAsync();
        await Page.UntilAsync("!document.querySelector('#starts-why').disabled");
        await Page.ClickAsync("#starts-why");
        string why = await Page.TextAsync("#sentence");
        Assert.Matches("sits? between groups that the best end keeps apart", why);
        Assert.Matches("share what is one group", why);
        Assert.Equal(found, await Page.EvaluateAsync<int>("lloyd.ends.length"));
        await Page.ClickAsync("#fewer");                    // another question: what was found is not of it
        Assert.Equal(0, await Page.EvaluateAsync<int>("lloyd.ends.length"));
    }

    private static KMeansModel Model(Points<double> points, End end) => new KMeans(4)
    {
        Seed = end.Seed, Seeding = end.Init == "random" ? Seeding.Random : Seeding.PlusPlus(), Scaling = Scaling.MinMax,
        EmptyClusters = EmptyClusters.Keep, Tolerance = 0,
    }.Fit(points);

    private sealed record End(string Init, uint Seed, double Inertia);
}
