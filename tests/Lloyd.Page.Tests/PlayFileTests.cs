using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary><c>lloyd play FILE</c>.</summary>
public sealed class PlayFileTests(Browser browser, SharedPlay play) : PageTest(browser, play), IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_opens_on_the_file()
    {
        Play served = Keep(await Play.StartAsync(DataFile("iris.csv")));
        await OpenAsync(served.Address);
        Assert.Equal("iris.csv · 150 points · 4 columns", await Page.TextAsync("#about"));
        Assert.Equal("Skipped text columns: species ('setosa').", await Page.TextAsync("#notices p"));
        Assert.Equal(
            "3 k-means++ 0 none relocate 0 300",
            await Page.EvaluateAsync<string>(
                "['k', 'init', 'seed', 'scale', 'empty', 'tol', 'iter'].map(name => lloyd.state[name]).join(' ')"));
        Assert.Equal(
            ["sepal_length", "sepal_width", "petal_length", "petal_width"],
            await Page.EvaluateAsync<string[]>("lloyd.table.columns"));
        Assert.Equal(78.8556658, await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia"), 1e-7);
        Assert.DoesNotContain("token", await Page.EvaluateAsync<string>("location.href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_options_are_those_of_the_page()
    {
        Play served = Keep(await Play.StartAsync(
            DataFile("iris.csv"), "-k", "5", "--seed", "7", "--scale", "standard", "--columns", "petal_width,sepal_width"));
        await OpenAsync(served.Address);
        Assert.Equal(
            "5 k-means++ 7 standard",
            await Page.EvaluateAsync<string>("['k', 'init', 'seed', 'scale'].map(name => lloyd.state[name]).join(' ')"));
        Assert.Equal(["petal_width", "sepal_width"], await Page.EvaluateAsync<string[]>("lloyd.table.columns"));
    }

    [Fact]
    public async Task A_column_that_decides_alone_is_named_and_can_be_scaled()
    {
        string file = Path.Combine(_folder, "people.csv");
        await File.WriteAllLinesAsync(
            file, Enumerable.Range(0, 60).Select(i => $"{20 + i * 7 % 40},{30000 + i * 977 % 50000}").Prepend("age,income"));
        Play served = Keep(await Play.StartAsync(file));
        await OpenAsync(served.Address);
        string hint = await Page.TextAsync(".hint p");
        Assert.Contains("“income” carries 99", hint, StringComparison.Ordinal);
        await Page.ClickAsync(".hint button");
        await ReadyAsync();
        Assert.Equal("standard", await Page.EvaluateAsync<string>("lloyd.state.scale"));
        Assert.Equal(0, await Page.EvaluateAsync<int>("document.querySelectorAll('.hint').length"));
    }

    /// <summary>Names of columns come from anywhere, and are never more than text.</summary>
    [Fact]
    public async Task A_name_is_only_text()
    {
        string file = Path.Combine(_folder, "names.csv");
        await File.WriteAllTextAsync(
            file, "<img src=x onerror=alert(1)>,<script>alert(1)</script>,<b>z</b>\n1,2,3\n2,3,9\n3,4,1\n4,9,2\n");
        Play served = Keep(await Play.StartAsync(file, "-k", "2"));
        await OpenAsync(served.Address);
        Assert.Equal(3, await Page.EvaluateAsync<int>("document.querySelector('#x').length"));
        Assert.Equal("<script>alert(1)</script>", await Page.EvaluateAsync<string>("document.querySelector('#y').selectedOptions[0].text"));
        Assert.Equal(0, await Page.EvaluateAsync<int>("document.querySelectorAll('main img, main script, main b, #x *:not(option)').length"));
    }
}
