using System.Text.Json.Nodes;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>What a screen reader is given, and what eyes of different kinds can tell apart.</summary>
public class AccessibilityTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    private static readonly string[] Used = ["button", "checkbox", "combobox", "link", "slider", "spinbutton", "textbox"];

    // Protanopia, deuteranopia, tritanopia at full severity, on linear RGB (G. Machado, M. Oliveira, L. Fernandes,
    // "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009); first, none.
    private static readonly double[][] Eyes =
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    [Fact]
    public async Task Everything_that_can_be_used_has_a_name_of_its_own()
    {
        await OpenAsync();
        await Page.PressAsync("m");
        await Page.PressAsync("k");
        JsonNode[] nodes = await Page.AccessibilityAsync();
        (string Role, string Name)[] used = [.. nodes.Select(node => (Role(node), Name(node))).Where(node => Used.Contains(node.Item1))];
        Assert.InRange(used.Length, 30, 200);
        Assert.DoesNotContain(used, node => node.Name.Length == 0);
        Assert.Empty(used.GroupBy(node => node).Where(group => group.Count() > 1 && group.Key.Role != "button").Select(group => group.Key));
        foreach (string name in new[] { "Play", "Half a step on", "Half a step back", "Undo", "Centroid 1", "Centroid 4", "Try many starts" })
            Assert.Contains(("button", name), used);
        Assert.Contains(("slider", "Step"), used);
    }

    [Fact]
    public async Task A_reader_is_told_what_happens()
    {
        await OpenAsync();
        await Page.PressAsync("ArrowRight");
        string sentence = await Page.TextAsync("#sentence");
        await Page.UntilAsync($"document.querySelector('#spoken').textContent === {Tab.Quote(sentence)}");
        Assert.Equal("polite", await Page.EvaluateAsync<string>("document.querySelector('#spoken').getAttribute('aria-live')"));
        JsonNode[] nodes = await Page.AccessibilityAsync();
        Assert.Contains(nodes, node => Role(node) is "img" or "image" && Name(node) == sentence);
        Assert.Equal("Step 0 of 4, update",
            await Page.EvaluateAsync<string>("document.querySelector('#slider').getAttribute('aria-valuetext')"));
        Assert.Equal(4, nodes.Count(node => Role(node) == "rowheader"));
        Assert.Contains(nodes, node => Role(node) == "columnheader" && Name(node) == "inertia");
    }

    /// <summary>Every way through the page is by Tab and keys: none of what can be used is left out.</summary>
    [Fact]
    public async Task Tab_reaches_every_button_and_field()
    {
        await OpenAsync();
        int all = await Page.EvaluateAsync<int>("""
            [...document.querySelectorAll('a, button, input, select')].filter(each => !each.disabled && each.checkVisibility()).length
            """);
        var reached = new HashSet<string>();
        for (int i = 0; i < all + 2; i++)
        {
            await Page.PressAsync("Tab");
            reached.Add(await Page.EvaluateAsync<string>(
                "(e => e.id || e.dataset.view || e.getAttribute('aria-label') || e.tagName)(document.activeElement)"));
        }
        reached.Remove("BODY");
        Assert.Equal(all, reached.Count);
    }

    /// <summary>The page, its drawers and its dialogs.</summary>
    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Every_text_stands_out_from_its_ground(string scheme)
    {
        await Page.PreferAsync("prefers-color-scheme", scheme);
        await OpenAsync("iris");
        foreach (string open in new[] { "columns-open", "starts-open", "choose-open" })
            await Page.EvaluateAsync<object>($"document.querySelector('#{open}').click()");
        await Page.UntilAsync("document.querySelector('#starts-chart .end') && document.querySelector('#choose-inertia .dot')");
        int texts = 0;
        foreach (string dialog in new[] { "", "help", "share", "gallery" })
        {
            if (dialog.Length > 0)
                await Page.EvaluateAsync<object>($"document.querySelector('#{dialog}-open').click()");
            Contrasts found = await Page.ProbeAsync<Contrasts>("contrast");
            Assert.Empty(found.Poor);
            texts += found.Texts;
            await Page.PressAsync("Escape");
        }
        Assert.InRange(texts, 300, 3000);
    }

    [Fact]
    public async Task Fingers_find_room_on_a_telephone()
    {
        Tab phone = await AnotherAsync(390, 844);
        await phone.GoToAsync(new UriBuilder(Address) { Fragment = "d=iris" }.Uri);
        await phone.UntilAsync("window.lloyd");
        await phone.EvaluateAsync<object>("lloyd.ready()");
        foreach (string open in new[] { "columns-open", "starts-open", "choose-open", "gallery-open", "help-open", "share-open" })
        {
            await phone.EvaluateAsync<object>($"document.querySelector('#{open}').click()");
            Targets found = await phone.ProbeAsync<Targets>("targets");
            Assert.Empty(found.Small);
            Assert.InRange(found.All, 30, 200);
            Assert.Equal(0, await phone.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        }
    }

    /// <summary>Clusters also differ in shape and number; these are the distances of their colours.</summary>
    [Theory]
    [InlineData("light", 8, 9.5)]
    [InlineData("light", 20, 5)]
    [InlineData("dark", 8, 9.5)]
    [InlineData("dark", 20, 5)]
    public async Task Hues_differ_for_every_kind_of_eye(string scheme, int k, double least)
    {
        await Page.PreferAsync("prefers-color-scheme", scheme);
        await OpenAsync($"uniform:n=500,f=2,seed=0&k={k}");
        double[][] colours = await Page.EvaluateAsync<double[][]>("""
            [...document.querySelectorAll('#clusters .bar')].map(bar => getComputedStyle(bar).backgroundColor.match(/\d+/g).map(Number))
            """);
        Assert.Equal(k, colours.Length);
        foreach (double[] eye in Eyes)
            for (int i = 0; i < k; i++)
                for (int j = 0; j < i; j++)
                    Assert.True(
                        Ciede2000.Distance(Ciede2000.Lab(colours[i], eye), Ciede2000.Lab(colours[j], eye)) >= least,
                        $"{i + 1} and {j + 1}: {Ciede2000.Distance(Ciede2000.Lab(colours[i], eye), Ciede2000.Lab(colours[j], eye)):F1}, eye {Array.IndexOf(Eyes, eye)}");
    }

    private sealed record Contrasts(int Texts, string[] Poor);

    private sealed record Targets(int All, string[] Small);

    private static string Role(JsonNode node) => (string?)node["role"]?["value"] ?? "";

    private static string Name(JsonNode node) => (string?)node["name"]?["value"] ?? "";
}
