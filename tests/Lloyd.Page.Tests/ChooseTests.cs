using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;
using Lloyd.Quality;

namespace Lloyd.Page.Tests;

/// <summary>Which k.</summary>
public class ChooseTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    [Fact]
    public async Task Clear_blobs_are_counted()
    {
        await OpenAsync("blobs:n=300,c=3,std=1,seed=7");
        await Page.PressAsync("k");
        await Page.UntilAsync("!lloyd.surveying && lloyd.choices.length === 14");
        Assert.StartsWith("k = 3 has the highest silhouette", await Page.TextAsync("#choose-text"), StringComparison.Ordinal);

        var points = new Points<double>(await Page.EvaluateAsync<double[]>("[...lloyd.table.values]"), 2);
        foreach (int k in new[] { 2, 3, 15 })
        {
            KMeansModel model = new KMeans(k) { Seed = 4, Seeding = Seeding.Random, Tolerance = 0 }.Fit(points);
            Assert.Equal(model.Inertia, await Page.EvaluateAsync<double>($"lloyd.choices.find(each => each.k === {k}).inertias[4]"));
            Assert.Equal(
                Silhouette.Score(points, model.Labels),
                await Page.EvaluateAsync<double>($"lloyd.choices.find(each => each.k === {k}).silhouettes[4]"), 1e-12);
        }
        await Page.ClickAsync("#choose-silhouette .k:nth-of-type(4)");
        await ReadyAsync();
        Assert.Equal(5, await Page.EvaluateAsync<int>("lloyd.state.k"));
        Assert.Equal(14, await Page.EvaluateAsync<int>("lloyd.choices.length"));     // still of this data
    }

    [Fact]
    public async Task No_structure_is_made_up()
    {
        await OpenAsync("uniform:n=500,f=2,seed=0");
        await Page.ClickAsync("#choose-open");
        await Page.UntilAsync("lloyd.choices.length === 14 && lloyd.choices.at(-1).silhouettes.length >= 3");
        await Page.ClickAsync("#choose-run");
        await Page.UntilAsync("!lloyd.surveying");
        Assert.StartsWith("No k stands out", await Page.TextAsync("#choose-text"), StringComparison.Ordinal);
    }
}
