using Lloyd.Data;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>People's own files.</summary>
public sealed class FileTests(Browser browser, SharedPlay play) : PageTest(browser, play), IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Iris_is_opened_by_choosing_it()
    {
        await OpenAsync();
        await Page.ChooseFileAsync("#file", DataFile("iris.csv"));
        await IrisIsShownAsync();
    }

    [Fact]
    public async Task Iris_is_opened_by_dropping_it()
    {
        await OpenAsync();
        await Page.DropFileAsync("#plot", DataFile("iris.csv"));
        await IrisIsShownAsync();
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,NaN\n5,6\n", "line 3", "'b'")]
    [InlineData("a,b\n1,2\n3,4,5\n5,6\n", "line 3", "3 cells")]
    [InlineData("a,b\n1,2\n3,4\n5,6\n1,2\n3,4\n5,6\n7,x\n", "line 8", "'b'")]
    [InlineData("", "empty", "")]
    public async Task A_bad_file_is_named_and_the_page_goes_on(string text, string line, string column)
    {
        string file = Path.Combine(_folder, "bad.csv");
        await File.WriteAllTextAsync(file, text);
        await OpenAsync();
        await Page.PressAsync("End");
        await Page.ChooseFileAsync("#file", file);
        await Page.UntilAsync("document.querySelector('[role=alert]')");
        string error = await Page.TextAsync("[role=alert] p");
        Assert.Contains(line, error, StringComparison.Ordinal);
        Assert.Contains(column, error, StringComparison.Ordinal);

        await Page.ClickAsync("[role=alert] button:last-child");        // go on with what was there before
        Assert.Equal(0, await Page.EvaluateAsync<int>("document.querySelectorAll('[role=alert]').length"));
        Assert.Equal(4, await Page.EvaluateAsync<int>("lloyd.t"));
        await Page.PressAsync("Home");
        Assert.Equal("Step 0", await Page.TextAsync("#title"));
        await Page.ClickAsync("#die");
        await ReadyAsync();
        Assert.Equal(100, await Page.EvaluateAsync<int>("lloyd.labels(0).length"));

        await Page.ChooseFileAsync("#file", DataFile("iris.csv"));
        await IrisIsShownAsync();
    }

    private async Task IrisIsShownAsync()
    {
        await Page.UntilAsync("lloyd.state.d.startsWith('file:')");
        await ReadyAsync();
        Assert.Equal("iris.csv · 150 points · 4 columns", await Page.TextAsync("#about"));
        Assert.Equal("Skipped text columns: species ('setosa').", await Page.TextAsync("#notices p"));
        Assert.Equal(3, await Page.EvaluateAsync<int>("lloyd.state.k"));
        using Table table = Table.Read(DataFile("iris.csv"));
        KMeansModel model = new KMeans(3) { Tolerance = 0 }.Fit(table.ToPoints<double>());
        Assert.Equal(model.Inertia, await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia"));
        Assert.Equal(78.8556658, model.Inertia, 1e-7);
        await Page.PressAsync("End");
        Assert.Equal("78.9", await Page.TextAsync("#inertia"));
    }
}
