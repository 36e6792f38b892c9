using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>Points that are painted on the page.</summary>
public class PaintTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Fact]
    public async Task What_is_painted_is_clustered_at_once_and_comes_back_from_the_link()
    {
        await OpenAsync();
        await Page.SelectAsync("#data", "paint:");
        await Page.UntilAsync("lloyd.table.n === 0 && !document.querySelector('#paint').hidden");
        Assert.Contains("The run starts at 3 points", await Page.TextAsync("#sentence"), StringComparison.Ordinal);

        double[][] corners = await PlacesAsync([0.3, 0.3], [0.4, 0.4], [0.6, 0.3], [0.5, 0.7], [0.6, 0.75]);
        await Page.DragAsync(corners[2], corners[2]);
        await Page.UntilAsync("lloyd.table.n === 1");
        await Page.DragAsync(corners[0], corners[1], letGo: false);
        await Page.UntilAsync("lloyd.steps.at(-1)?.changed === 0");         // while it is still being sprayed
        await Page.DragAsync(corners[1], corners[1]);
        await Page.DragAsync(corners[3], corners[4]);
        await SettledAsync();
        double[] values = await Page.EvaluateAsync<double[]>("[...lloyd.table.values]");
        Assert.True(values.Length > 20);
        Assert.All(values, value => Assert.Equal((double)decimal.Round((decimal)value, 1), value));
        KMeansModel model = new KMeans(3) { Tolerance = 0 }.Fit(new Points<double>(values, 2));
        Assert.Equal(model.Labels.ToArray(), await Page.EvaluateAsync<int[]>("lloyd.labels(lloyd.steps.length - 1)"));

        await Page.PressAsync("z", Tab.Control);
        await SettledAsync();
        int before = await Page.EvaluateAsync<int>("lloyd.table.n");
        Assert.Equal(values[..(2 * before)], await Page.EvaluateAsync<double[]>("[...lloyd.table.values]"));
        Assert.True(2 * before < values.Length);
        await Page.PressAsync("y", Tab.Control);
        await SettledAsync();
        string d = await Page.EvaluateAsync<string>("lloyd.state.d");

        await Page.ClickAsync("[data-tool=eraser]");
        await Page.DragAsync(corners[3], corners[4]);
        await SettledAsync();
        Assert.InRange(await Page.EvaluateAsync<int>("lloyd.table.n"), before, values.Length / 2 - 2);
        await Page.ClickAsync("#paint-clear");
        await Page.UntilAsync("lloyd.table.n === 0");
        Assert.Equal("paint:", await Page.EvaluateAsync<string>("lloyd.state.d"));

        await OpenAsync("iris");
        await OpenAsync($"{d}&k=3&init=k-means%2B%2B&seed=0&scale=none&empty=relocate");
        Assert.Equal(values, await Page.EvaluateAsync<double[]>("[...lloyd.table.values]"));
        Assert.Equal(model.Inertia, await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia"));
    }

    [Fact]
    public async Task Keys_and_fingers_paint()
    {
        await Page.GoToAsync(new UriBuilder(Address) { Fragment = "d=paint:&k=2" }.Uri);
        await Page.UntilAsync("window.lloyd?.table && !document.querySelector('#paint').hidden");
        await Page.EvaluateAsync<object>("document.querySelector('#plot').focus({ focusVisible: true })");
        foreach (string key in new[] { "Enter", "ArrowRight", "Enter", "ArrowUp", "Enter" })
            await Page.PressAsync(key, key == "Enter" ? 0 : Tab.Shift);
        await Page.UntilAsync("lloyd.table.n === 3");
        double[][] finger = await PlacesAsync([0.3, 0.3], [0.4, 0.4]);
        await Page.TouchAsync(finger[0], finger[1]);
        await Page.UntilAsync("lloyd.table.n > 10");
        await SettledAsync();
        Assert.Equal(2, await Page.EvaluateAsync<int>("lloyd.steps.at(-1).counts.length"));

        // The other tool takes the pointer away from the brush and gives it to the centroids.
        await Page.ClickAsync("[data-tool=hand]");
        int n = await Page.EvaluateAsync<int>("lloyd.table.n");
        double[] centroid = (await Page.EvaluateAsync<double[][]>("lloyd.centroids()"))[0];
        await Page.DragAsync(centroid, [centroid[0] + 50, centroid[1]]);
        await ReadyAsync();
        Assert.Equal(n, await Page.EvaluateAsync<int>("lloyd.table.n"));
        Assert.Matches("^[0-9]+m1@", await Page.EvaluateAsync<string>("lloyd.state.e"));
    }

    [Fact]
    public async Task What_a_link_does_not_carry_is_said()
    {
        string points = string.Concat(Enumerable.Range(0, 1000).Select(i => Code(10 * (i % 100)) + Code(50 + 90 * (i / 100))));
        await OpenAsync($"paint:{points}&k=3&init=random&scale=none");
        Assert.Equal(1000, await Page.EvaluateAsync<int>("lloyd.table.n"));
        Assert.Equal(0, await Page.EvaluateAsync<int>("document.querySelectorAll('.notice').length"));
        double[][] place = await PlacesAsync([0.2, 0.2]);
        await Page.DragAsync(place[0], place[0]);
        await Page.UntilAsync("lloyd.table.n === 1001 && document.querySelector('.notice')");
        Assert.Contains("it does not carry these", await Page.TextAsync(".notice"), StringComparison.Ordinal);
        await Page.UntilAsync("location.hash.includes('d=paint:*')");
        string hash = await Page.EvaluateAsync<string>("location.hash");
        await OpenAsync();
        await Page.GoToAsync(new UriBuilder(Address) { Fragment = $"{hash[1..]}&" }.Uri);
        await Page.UntilAsync("document.querySelector('[role=alert]')");
        Assert.Contains("more than a link carries", await Page.TextAsync("[role=alert] p"), StringComparison.Ordinal);

        static string Code(int tenths) => $"{Digits[(tenths + 1024) / 64]}{Digits[(tenths + 1024) % 64]}";
    }

    /// <summary>Waits until the link tells what is painted, and the run on it has ended.</summary>
    private async Task SettledAsync()
    {
        await Page.UntilAsync("lloyd.state.d === 'paint:' || lloyd.state.d.length === 6 + 4 * lloyd.table.n");
        await ReadyAsync();
        await Page.UntilAsync("lloyd.labels(0).length === lloyd.table.n");
    }

    private Task<double[][]> PlacesAsync(params double[][] shares) => Page.EvaluateAsync<double[][]>($$"""
        (() => { const { left, top, width, height } = document.querySelector('#plot').getBoundingClientRect();
          return {{System.Text.Json.JsonSerializer.Serialize(shares)}}.map(([x, y]) => [Math.round(left + x * width), Math.round(top + y * height)]); })()
        """);
}
