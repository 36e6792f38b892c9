using System.Globalization;
using System.Xml.Linq;
using Lloyd.Data;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;
using Lloyd.Watch;

namespace Lloyd.Page.Tests;

/// <summary>Pictures and whole pages that are taken away are opened from a file, and show and do what they promise.</summary>
public sealed class ExportTests(Browser browser, SharedPlay play) : PageTest(browser, play), IDisposable
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_picture_as_svg_has_every_point_and_every_cell_as_the_page_shows_them()
    {
        await OpenAsync();
        await Page.PressAsync("ArrowRight", Tab.Shift);
        await Page.PressAsync("l");
        await Page.PressAsync("t");
        await Page.ClickAsync("#share-open");
        XElement svg = XElement.Load(new MemoryStream(await Page.SaveAsync("#share-svg")));
        IEnumerable<XElement> Part(string id) => svg.Elements().Single(part => (string?)part.Attribute("id") == id).Elements();
        int[] labels = await Page.EvaluateAsync<int[]>("lloyd.labels(1)");
        int changed = await Page.EvaluateAsync<int>("lloyd.steps[1].changed");
        Assert.Equal(
            labels.GroupBy(label => label).OrderBy(group => group.Key).Select(group => group.Count()),
            Part("points").Select(group => group.Elements(Svg + "use").Count()));
        Assert.Equal(4, Part("cells").Elements(Svg + "path").Count());
        Assert.Equal(changed, Part("rings").Elements(Svg + "circle").Count());
        Assert.Equal(4, Part("lines").Elements(Svg + "path").Count());
        Assert.Equal(4, Part("tails").Descendants(Svg + "circle").Count());      // where each was at step 0
        Assert.Contains(svg.Elements(Svg + "text"), text => text.Value.StartsWith($"Step 1, assign: {changed} of 100 points", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_raw_data_are_a_picture_too()
    {
        await OpenAsync("blobs:n=100,c=4,std=2,seed=42&show=w");
        await Page.ClickAsync("#share-open");
        XElement svg = XElement.Load(new MemoryStream(await Page.SaveAsync("#share-svg")));
        Assert.Equal(100, svg.Descendants(Svg + "use").Count());
        Assert.DoesNotContain(svg.Descendants(Svg + "circle"), _ => true);
    }

    /// <summary>At any moment every point is seen once, in the end each in its last cluster; where motion is unwelcome the
    /// end stands still.</summary>
    [Fact]
    public async Task The_animation_plays_by_itself()
    {
        const string seen = "[...document.querySelectorAll('use')].filter(each => getComputedStyle(each).visibility === 'visible')";
        const string moments =
            $"document.getAnimations().map(each => (each.pause(), each.effect.getTiming().duration))[0] && [0.01, 0.2, 0.4, 0.6, 0.99]" +
            $".map(share => {{ for (const each of document.getAnimations()) each.currentTime = share * each.effect.getTiming().duration; return ";
        await OpenAsync();
        await Page.ClickAsync("#share-open");
        await OpenFileAsync(await Page.SaveAsync("#share-animation"), "run.svg");
        int[] counts = await Page.EvaluateAsync<int[]>($"{moments} {seen}.length }})");
        Assert.Equal([100, 100, 100, 100, 100], counts);
        string[] captions = await Page.EvaluateAsync<string[]>(
            $"{moments} [...document.querySelectorAll('svg > text[class]')].filter(each => getComputedStyle(each).visibility === 'visible')" +
            ".map(each => each.textContent).join() })");
        Assert.StartsWith("Step 0, assign: each of the 100 points", captions[0], StringComparison.Ordinal);
        Assert.StartsWith("Step 4, assign: no point changed", captions[^1], StringComparison.Ordinal);
        Assert.Equal(5, captions.Distinct().Count());
        await Page.PreferAsync("prefers-reduced-motion", "reduce");
        await Page.UntilAsync("document.getAnimations().length === 0");
        Assert.Equal(100, await Page.EvaluateAsync<int>($"{seen}.length"));
    }

    [Fact]
    public async Task The_page_with_its_run_plays_from_a_file()
    {
        await OpenAsync("blobs:n=100,c=4,std=2,seed=42&e=1m1@0;0");
        await Page.PressAsync("ArrowRight");
        double[] inertias = await Page.EvaluateAsync<double[]>("lloyd.steps.map(step => step.inertia)");
        int[] labels = await Page.EvaluateAsync<int[]>("lloyd.labels(lloyd.steps.length - 1)");
        await OpenSavedPageAsync("light");
        Assert.Equal(1, await Page.EvaluateAsync<int>("lloyd.h"));
        Assert.Equal(inertias, await Page.EvaluateAsync<double[]>("lloyd.steps.map(step => step.inertia)"));
        await Page.PressAsync("ArrowRight");
        Assert.Equal(2, await Page.EvaluateAsync<int>("lloyd.h"));
        await Page.PressAsync(" ");
        await Page.UntilAsync("!lloyd.playing && lloyd.h === 2 * (lloyd.steps.length - 1)");
        Assert.Equal(labels, await Page.EvaluateAsync<int[]>("lloyd.labels(lloyd.t)"));
        Assert.True(await Page.EvaluateAsync<bool>("document.querySelector('#seed').matches(':disabled')"));
        Assert.Contains("has kept one run", await Page.TextAsync("#notices"), StringComparison.Ordinal);
        await Page.PressAsync("m");
        double[] from = (await Page.EvaluateAsync<double[][]>("lloyd.centroids()"))[0];
        await Page.DragAsync(from, [from[0] + 60, from[1] + 60]);
        Assert.Equal("1m1@0;0", await Page.EvaluateAsync<string>("lloyd.state.e"));
    }

    [Fact]
    public async Task The_page_with_the_engine_computes_from_a_file_on_data_that_went_with_it()
    {
        await OpenAsync();
        await Page.ChooseFileAsync("#file", DataFile("iris.csv"));
        await Page.UntilAsync("lloyd.table.n === 150");
        await ReadyAsync();
        await Page.PressAsync("ArrowRight");
        await OpenSavedPageAsync("full", "iris.csv goes with it");
        Assert.Equal(150, await Page.EvaluateAsync<int>("lloyd.table.n"));
        Assert.Equal(1, await Page.EvaluateAsync<int>("lloyd.h"));
        using Table table = Table.Read(DataFile("iris.csv"));
        Assert.Equal(
            Fingerprint.Of(Settings.Of(6, "k-means++", 1, "standard", "relocate", 0, 300).Steps(table.ToPoints<double>())),
            await Page.EvaluateAsync<string>(
                "lloyd.fingerprint({ k: 6, init: 'k-means++', seed: 1, scale: 'standard', empty: 'relocate', tol: 0, iter: 300 })"));
        await Page.PressAsync("m");
        await Page.UntilAsync("lloyd.ends.length >= 10");
        await Page.PressAsync("m");
        await Page.ClickAsync("#share-open");           // and it can be saved again
        await Page.UntilAsync("!document.querySelector('#share-full').disabled");
    }

    /// <summary>Saves the page in one of its forms, and opens that from the file.</summary>
    private async Task OpenSavedPageAsync(string form, string promise = "")
    {
        await Page.ClickAsync("#share-open");
        await Page.UntilAsync($"!document.querySelector('#share-{form}').disabled");
        Assert.Contains(promise, await Page.TextAsync("#share-page-text"), StringComparison.Ordinal);
        string size = await Page.TextAsync($"#share-{form} small");
        byte[] saved = await Page.SaveAsync($"#share-{form}");
        Assert.Equal(size, form == "light"
            ? string.Create(CultureInfo.InvariantCulture, $"{saved.Length / 1e3:0}\u202fkB")
            : string.Create(CultureInfo.InvariantCulture, $"{saved.Length / 1e6:0.0}\u202fMB"));
        await OpenFileAsync(saved, "page.html");
        await Page.UntilAsync("window.lloyd");
        await ReadyAsync();
    }

    private async Task OpenFileAsync(byte[] content, string name)
    {
        string file = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(file, content);
        await Page.GoToAsync(new Uri(file));
    }
}
