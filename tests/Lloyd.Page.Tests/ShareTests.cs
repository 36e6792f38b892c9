using System.Text;
using System.Text.Json;
using Lloyd.Data;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>What is taken away from the page is what was on it.</summary>
public class ShareTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    [Fact]
    public async Task Rows_are_saved_with_the_clusters_that_are_shown()
    {
        await OpenAsync();
        await Page.PressAsync("ArrowRight", Tab.Shift);
        await Page.ClickAsync("#share-open");
        byte[] saved = await Page.SaveAsync("#share-csv");
        Assert.Equal("Saved as Notebook-blobs.csv, 4\u202fkB.", await Page.TextAsync("#share-said"));
        using Table table = Table.Read(new MemoryStream(saved));
        Assert.Equal(["x", "y", "cluster"], table.Columns);
        Assert.Equal(
            await Page.EvaluateAsync<double[]>("[...lloyd.table.values]"), table.ToPoints<double>("x", "y").Values.ToArray());
        Assert.Equal(
            await Page.EvaluateAsync<int[]>("lloyd.labels(1)"),
            table.ToPoints<double>("cluster").Values.ToArray().Select(label => (int)label));
    }

    [Fact]
    public async Task The_run_is_saved_whole()
    {
        await OpenAsync();
        await Page.ClickAsync("#share-open");
        using JsonDocument run = JsonDocument.Parse(await Page.SaveAsync("#share-json"));
        JsonElement[] steps = [.. run.RootElement.GetProperty("steps").EnumerateArray()];
        Assert.Equal(
            await Page.EvaluateAsync<double[]>("lloyd.steps.map(step => step.inertia)"),
            steps.Select(step => step.GetProperty("inertia").GetDouble()));
        Assert.Equal(
            await Page.EvaluateAsync<double[]>("[...lloyd.steps.at(-1).original]"),
            steps[^1].GetProperty("centroids").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble()));
        Assert.Equal(JsonValueKind.Null, steps[^1].GetProperty("movement").ValueKind);
        Assert.Equal(100, run.RootElement.GetProperty("labels").GetArrayLength());
    }

    [Fact]
    public async Task The_picture_is_a_png_of_the_plot()
    {
        await OpenAsync();
        await Page.ClickAsync("#share-open");
        byte[] png = await Page.SaveAsync("#share-png");
        Assert.Equal("PNG", Encoding.ASCII.GetString(png, 1, 3));
        int width = png[18] << 8 | png[19];
        Assert.Equal(await Page.EvaluateAsync<int>("document.querySelector('#plot canvas').width"), width);
    }

    [Fact]
    public async Task The_link_is_up_to_date_and_keeps_the_token_to_itself()
    {
        await OpenAsync();
        await Page.PressAsync("ArrowRight");
        await Page.ClickAsync("#share-open");
        string link = await Page.EvaluateAsync<string>("document.querySelector('#share-link').value");
        Assert.Contains("&t=0u&", link, StringComparison.Ordinal);
        Assert.DoesNotContain("token", link, StringComparison.Ordinal);
        await Page.ClickAsync("#share-copy");
        await Page.UntilAsync("document.querySelector('#share-said').textContent.length > 0");
        await Page.PressAsync("ArrowRight");            // the page's keys rest while a dialog is open
        Assert.Equal(1, await Page.EvaluateAsync<int>("lloyd.h"));
        await Page.ClickAsync("#share-close");
        await OpenAsync(link[(link.IndexOf("&d=", StringComparison.Ordinal) + 3)..]);
        Assert.Equal(1, await Page.EvaluateAsync<int>("lloyd.h"));
    }
}
