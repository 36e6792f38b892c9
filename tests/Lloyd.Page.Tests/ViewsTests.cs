using Lloyd.Data;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;
using Lloyd.Watch;

namespace Lloyd.Page.Tests;

/// <summary>More than two columns: which plane is shown, the regions it cuts, hands in it, and all columns at once.</summary>
public class ViewsTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    private const string Five = "blobs:n=400,f=5,c=4,std=2,seed=3";

    [Theory]
    [InlineData("iris&view=pc12", 0)]
    [InlineData("iris&view=pc12&scale=minmax&k=7", 0)]
    [InlineData("iris&view=plane", 3)]
    [InlineData(Five + "&view=plane:4,1,2&scale=standard", 3)]
    [InlineData(Five + "&view=plane&k=2", 2)]
    [InlineData("digits&view=pc12", 0)]
    [InlineData("digits&view=plane:2,5,9", 3)]
    public async Task Regions_are_exactly_what_the_plane_cuts(string data, int through)
    {
        await Page.PreferAsync("prefers-reduced-motion", "reduce");
        await OpenAsync(data);
        foreach (string key in (string[])["Home", "ArrowRight", "ArrowRight", "End"])
        {
            await Page.PressAsync(key);
            Cut found = await Page.ProbeAsync<Cut>("cut");
            Assert.InRange(found.Probes, 3000, int.MaxValue);
            Assert.InRange(found.Seen, 2, int.MaxValue);
            Assert.Equal((0, 0), (found.Wrong, found.None));
            Assert.InRange(found.Off, 0, 1e-6);
            Assert.InRange(found.Crooked, 0, 1e-12);
            double highest = found.Heights.Max();
            Assert.InRange(found.Heights.Count(height => height <= 1e-6 * Math.Max(1, highest)), through, 3);
        }
        string named = data.Contains("plane:4,1,2", StringComparison.Ordinal) ? "plane through centroids 4, 1 and 2"
            : through == 2 ? "plane through centroids 1 and 2" : through == 0 ? "first two principal components" : "plane through centroids";
        Assert.Contains($"{named}", await Page.TextAsync("#view-note"), StringComparison.Ordinal);
        Assert.Contains("points are projected on it and may lie off it", await Page.TextAsync("#view-note"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("iris", "standard")]
    [InlineData("digits", "none")]
    public async Task Components_are_those_of_the_library(string data, string scale)
    {
        await OpenAsync($"{data}&scale={scale}");
        Assert.Equal("pc12", await Page.EvaluateAsync<string>("lloyd.state.view"));
        Points<double> points = Read(data);
        Metric? metric = scale == "none" ? null : new KMeans(3) { Scaling = Scaling.Standard }.Fit(points).Metric;
        PrincipalComponents expected = PrincipalComponents.Of(points, metric);
        int d = points.Dimensions;
        Assert.Equal(
            expected.Directions[..(2 * d)].ToArray(), await Page.EvaluateAsync<double[]>("lloyd.plane.axes.flatMap(axis => [...axis])"));
        Assert.Equal(expected.Mean.ToArray(), await Page.EvaluateAsync<double[]>("[...lloyd.plane.origin]"));
        Assert.Equal(
            data == "iris" ? "PC1 (73.0\u202f% of variance)" : "PC1 (14.9\u202f% of variance)",
            await Page.EvaluateAsync<string>("lloyd.plane.names[0]"));
    }

    [Fact]
    public async Task The_view_is_chosen_beside_the_plot_and_is_part_of_the_link()
    {
        await OpenAsync("iris&x=3&y=4");                // a link from before there were other views
        Assert.Equal("xy", await Page.EvaluateAsync<string>("lloyd.state.view"));
        Assert.Equal(["petal_length", "petal_width"], await Page.EvaluateAsync<string[]>("lloyd.plane.names"));
        Assert.True(await Page.EvaluateAsync<bool>("document.querySelector('#regions-field').hidden"));

        await Page.EvaluateAsync<object>("document.querySelector('#y').focus()");
        await Page.PressAsync("ArrowUp");               // the column across: the two change places
        Assert.Equal(["petal_width", "petal_length"], await Page.EvaluateAsync<string[]>("lloyd.plane.names"));

        await Page.EvaluateAsync<object>("document.querySelector('#view').focus()");
        await Page.PressAsync("ArrowDown");
        await Page.UntilAsync("lloyd.state.view === 'plane'");
        await Page.PressAsync("ArrowDown");
        await Page.UntilAsync("lloyd.state.view === 'plane:1,2,3'");
        await Page.EvaluateAsync<object>("document.querySelector('#through-1').focus()");
        await Page.PressAsync("ArrowDown");
        await Page.UntilAsync("location.hash.includes('&view=plane:2,1,3&')");
        Assert.Contains("through centroids 2, 1 and 3", await Page.TextAsync("#view-note"), StringComparison.Ordinal);

        string hash = await Page.EvaluateAsync<string>("location.hash"), seen = await PlacesAsync();
        await OpenAsync("iris");
        Assert.NotEqual(seen, await PlacesAsync());
        await OpenAsync(hash[(hash.IndexOf("d=", StringComparison.Ordinal) + 2)..]);
        Assert.Equal(seen, await PlacesAsync());
        await OpenAsync();
        Assert.True(await Page.EvaluateAsync<bool>("document.querySelector('#viewing').hidden"));
    }

    /// <summary>A hand moves a centroid within the plane that is shown: how far it is from that plane stays.</summary>
    [Theory]
    [InlineData("pc12", "none")]
    [InlineData("plane", "minmax")]
    [InlineData("xy", "standard")]
    public async Task A_drag_moves_a_centroid_within_the_plane(string view, string scale)
    {
        await Page.PreferAsync("prefers-reduced-motion", "reduce");
        await OpenAsync($"{Five}&view={view}&scale={scale}");
        await Page.PressAsync("ArrowRight", Tab.Shift);
        double[] before = await Page.EvaluateAsync<double[]>("[...lloyd.steps[1].centroids.slice(0, 5)]");
        double[][] axes = await Page.EvaluateAsync<double[][]>("lloyd.plane.axes.map(axis => [...axis])");
        string whole = await RunAsync(), seen = await PlacesAsync();
        double[] from = await CentroidAsync(0), to = [from[0] + 60, from[1] - 40];

        await Page.DragAsync(from, to, letGo: false);
        await Page.UntilAsync("document.querySelector('#sentence').textContent.includes('let go here')");
        Assert.Equal(seen, await PlacesAsync());        // the plane waits for the hand
        await Page.DragAsync(to, to);
        await ReadyAsync();
        Assert.Matches("^1m1@[^;]+(;[^;]+){4}$", await Page.EvaluateAsync<string>("lloyd.state.e"));
        double[] way = [.. (await Page.EvaluateAsync<double[]>("[...lloyd.steps[1].centroids.slice(0, 5)]")).Zip(before, (a, b) => a - b)];
        double[] within = [.. axes.Select(axis => Dot(axis, way))];
        Assert.InRange(Math.Abs(within[0]), 1e-3, 1e3);
        Assert.InRange(Math.Abs(within[1]), 1e-3, 1e3);
        Assert.Equal(Dot(way, way), Dot(within, within), 1e-9);
        if (view != "plane")                            // that one follows the centroids
        {
            double[] there = await CentroidAsync(0);
            Assert.Equal(to[0], there[0], 1.0);
            Assert.Equal(to[1], there[1], 1.0);
        }

        string forked = await RunAsync();
        Assert.NotEqual(whole, forked);
        await Page.PressAsync("z", Tab.Control);
        await ReadyAsync();
        Assert.Equal(whole, await RunAsync());
        await Page.PressAsync("y", Tab.Control);
        await ReadyAsync();
        Assert.Equal(forked, await RunAsync());
    }

    [Fact]
    public async Task Every_centroid_is_a_line_across_all_columns()
    {
        await OpenAsync(Five);
        double[][] heights = await Page.EvaluateAsync<double[][]>("""
            [...document.querySelectorAll('#parallel .line')].map(line => line.getAttribute('points').split(' ').map(corner => Number(corner.split(',')[1])))
            """);
        double[][] shares = await Page.EvaluateAsync<double[][]>("""
            (() => { const { n, d, values } = lloyd.table, column = t => Array.from({ length: n }, (_, i) => values[i * d + t]);
              return [0, 1, 2, 3].map(j => [0, 1, 2, 3, 4].map(t => (lloyd.steps[0].original[j * d + t] - Math.min(...column(t)))
                / (Math.max(...column(t)) - Math.min(...column(t))))); })()
            """);
        double[] axis = await Page.EvaluateAsync<double[]>(
            "(line => ['y1', 'y2'].map(name => Number(line.getAttribute(name))))(document.querySelector('#parallel .axis'))");
        for (int j = 0; j < 4; j++)
            for (int t = 0; t < 5; t++)
                Assert.Equal(axis[1] + shares[j][t] * (axis[0] - axis[1]), heights[j][t], 0.051);

        await Page.EvaluateAsync<object>("document.querySelector('#clusters tr:nth-child(2) button').focus()");
        await Page.PressAsync("Tab");
        Assert.Equal(1, await Page.EvaluateAsync<int>("document.querySelectorAll('#parallel [data-seen]').length"));
        Assert.StartsWith("Centroid 3: x1 ", await Page.TextAsync("#parallel-text"), StringComparison.Ordinal);
        await OpenAsync();
        Assert.True(await Page.EvaluateAsync<bool>("document.querySelector('#parallel-section').hidden"));
    }

    /// <summary>Of 64 columns only one value at a time can be said: the pointer and the arrow keys choose it.</summary>
    [Fact]
    public async Task Single_values_are_read_by_keyboard()
    {
        await OpenAsync("digits&t=3");
        Task<string> ValueAsync(int cluster, int column) => Page.EvaluateAsync<string>(
            $"`Centroid {cluster + 1}: ${{lloyd.table.columns[{column}]}} `");
        await Page.EvaluateAsync<object>("document.querySelector('#clusters tr:last-child button').focus()");
        for (int presses = 0; await Page.EvaluateAsync<string>("document.activeElement.id") != "parallel"; presses++)
        {
            Assert.InRange(presses, 0, 5);
            await Page.PressAsync("Tab");
        }
        Assert.StartsWith(await ValueAsync(0, 0), await Page.TextAsync("#parallel-text"), StringComparison.Ordinal);
        for (int presses = 0; presses < 12; presses++)
            await Page.PressAsync("ArrowRight");
        await Page.PressAsync("ArrowDown");
        await Page.PressAsync("ArrowDown");
        await Page.PressAsync("ArrowUp");
        Assert.StartsWith(await ValueAsync(1, 12), await Page.TextAsync("#parallel-text"), StringComparison.Ordinal);
        double value = await Page.EvaluateAsync<double>("lloyd.steps[3].original[64 + 12]");
        Assert.Equal(value, await Page.EvaluateAsync<double>("Number(document.querySelector('#parallel-text').textContent.match(/ ([\\d.]+)\\.$/)[1])"), value / 100);
        await Page.PressAsync("End");
        Assert.StartsWith(await ValueAsync(1, 63), await Page.TextAsync("#parallel-text"), StringComparison.Ordinal);
        Assert.Equal(6, await Page.EvaluateAsync<int>("lloyd.h"));             // the run has stayed where it was
        Assert.Equal("polite", await Page.EvaluateAsync<string>("document.querySelector('#parallel-text').getAttribute('aria-live')"));
        await Page.PressAsync("Tab");
        Assert.Equal(0, await Page.EvaluateAsync<int>("document.querySelectorAll('#parallel .here').length"));
    }

    [Fact]
    public async Task Centroids_of_digits_are_images()
    {
        await OpenAsync("digits");
        Assert.Contains("CC BY 4.0", await Page.TextAsync("#notices"), StringComparison.Ordinal);
        Assert.Equal("1797 64 1797 10", await Page.EvaluateAsync<string>(
            "[lloyd.table.n, lloyd.table.d, lloyd.table.truth.length, new Set(lloyd.table.truth).size].join(' ')"));
        await Page.PressAsync("End");
        double worst = await Page.EvaluateAsync<double>("""
            Math.max(...[...document.querySelectorAll('#clusters .tile')].flatMap((tile, j) => {
              const side = tile.width / 8, { data } = tile.getContext('2d').getImageData(0, 0, tile.width, tile.height);
              const [paper, ink] = [255, 27];               // the red of the two, on light ground
              return Array.from({ length: 64 }, (_, t) => {
                const x = (t % 8 + 0.5) * side, y = (Math.floor(t / 8) + 0.5) * side;
                const red = data[4 * (Math.floor(y) * tile.width + Math.floor(x))];
                return Math.abs((paper - red) / (paper - ink) - lloyd.steps.at(-1).original[64 * j + t] / 16);
              });
            }))
            """);
        Assert.InRange(worst, 0, 0.02);
        Assert.Equal(10, await Page.EvaluateAsync<int>("document.querySelectorAll('#clusters .tile:not([hidden])').length"));
        await OpenAsync("iris");
        Assert.Equal(0, await Page.EvaluateAsync<int>("document.querySelectorAll('.tile:not([hidden])').length"));
    }

    private static Points<double> Read(string data)
    {
        using Table table = Table.Read(DataFile($"{data}.csv"));
        return Sample.Of(table, data == "digits" ? "digit" : "").Points;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private async Task<double[]> CentroidAsync(int cluster) =>
        (await Page.EvaluateAsync<double[][]>("lloyd.centroids()"))[cluster];

    private Task<string> PlacesAsync() => Page.EvaluateAsync<string>("lloyd.places().join()");

    /// <summary>Every number of the run on the page.</summary>
    private Task<string> RunAsync() =>
        Page.EvaluateAsync<string>("lloyd.steps.map((step, t) => [...step.centroids, ...lloyd.labels(t), step.inertia].join()).join(';')");

    /// <summary>What the probe finds: places looked at, those in a wrong region, and those in none; how many regions were
    /// met; how far points are drawn from where they are projected, in pixels; how far the axes are from being orthonormal;
    /// and the distance of each centroid from the plane.</summary>
    private sealed record Cut(int Probes, int Wrong, int None, int Seen, double Off, double Crooked, double[] Heights);
}
