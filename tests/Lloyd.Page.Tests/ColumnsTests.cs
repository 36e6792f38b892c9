using System.Diagnostics;
using System.Globalization;
using System.Web;
using Lloyd.Data;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>Which columns of a table take part is chosen on the page.</summary>
public sealed class ColumnsTests(Browser browser, SharedPlay play) : PageTest(browser, play), IDisposable
{
    private const string Names = "lloyd.table.columns";
    private const string Inertia = "lloyd.steps.at(-1).inertia";
    private const string Focused = "document.activeElement.parentElement.textContent";

    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Columns_are_taken_out_and_put_back_by_keyboard()
    {
        string file = await PeopleAsync();
        await OpenAsync();
        Assert.True(await Page.EvaluateAsync<bool>("document.querySelector('#columns-open').hidden"));      // two, made together
        await OpenFileAsync(file);
        await Page.EvaluateAsync<object>("document.querySelector('#columns-open').focus()");
        await Page.PressAsync(" ");
        Assert.Equal("4 of 4 take part.", await Page.TextAsync("#columns-text"));
        Assert.Equal(
            ["idcounts the rows", "age", "income", "visits", "nametext, such as 'P0'"],
            await Page.EvaluateAsync<string[]>("[...document.querySelectorAll('#columns-list li')].map(each => each.textContent)"));
        await UntilFocusedAsync("idcounts the rows");
        await Page.PressAsync(" ");
        await ShowsAsync("age", "income", "visits");
        await SameAsNativeAsync(file, "age", "income", "visits");
        Assert.Equal("people.csv · 80 points · 3 columns", await Page.TextAsync("#about"));
        await Page.UntilAsync("location.hash.includes('&cols=2-4&')");
        await UntilFocusedAsync("income");                  // the list has stayed, and the focus in it
        await Page.PressAsync(" ");
        await ShowsAsync("age", "visits");
        await SameAsNativeAsync(file, "age", "visits");
        Assert.Equal(3, await Page.EvaluateAsync<int>("lloyd.polygons().length"));      // two columns are all there is
        Assert.Equal(["age", "visits"], await Page.EvaluateAsync<string[]>("lloyd.plane.names"));
        await Page.PressAsync("z", Tab.Control);
        await ShowsAsync("age", "income", "visits");
        await Page.PressAsync("z", Tab.Control);
        await ShowsAsync("id", "age", "income", "visits");
        Assert.Equal("11110", await TicksAsync());
        await Page.PressAsync("y", Tab.Control);
        await ShowsAsync("age", "income", "visits");
        await SameAsNativeAsync(file, "age", "income", "visits");
        Assert.Equal("01110", await TicksAsync());
    }

    [Fact]
    public async Task One_column_at_least_takes_part()
    {
        string file = await PeopleAsync();
        await OpenAsync();
        await OpenFileAsync(file);
        await Page.ClickAsync("#columns-open");
        await Page.ClickAsync("#columns-one");
        await ShowsAsync("id");
        await Page.ClickAsync("#columns-list li:nth-child(3) input");
        await ShowsAsync("id", "income");
        await Page.ClickAsync("#columns-list input");
        await ShowsAsync("income");
        await Page.ClickAsync("#columns-list li:nth-child(3) input");
        Assert.Equal("At least one column takes part.", await Page.TextAsync("#columns-text"));
        Assert.Equal("00100", await TicksAsync());
        await SameAsNativeAsync(file, "income");
        await Page.ClickAsync("#columns-all");
        await ShowsAsync("id", "age", "income", "visits");
        await OpenAsync();
        Assert.True(await Page.EvaluateAsync<bool>("document.querySelector('#columns').hidden"));
    }

    [Fact]
    public async Task A_column_that_counts_the_rows_is_named_and_can_be_left_out()
    {
        await OpenAsync();
        await OpenFileAsync(await PeopleAsync());
        Assert.StartsWith("The column “id” counts the rows", await Page.TextAsync(".hint p"), StringComparison.Ordinal);
        await Page.ClickAsync(".hint button");
        await ShowsAsync("age", "income", "visits");
        Assert.DoesNotContain("“id”", await Page.TextAsync("#notices"), StringComparison.Ordinal);
    }

    /// <summary>Petals alone; scikit-learn gives them an inertia of 31.3714.</summary>
    [Fact]
    public async Task A_link_brings_the_columns()
    {
        await OpenAsync("iris&cols=3-4");
        Assert.Equal(["petal_length", "petal_width"], await Page.EvaluateAsync<string[]>(Names));
        Assert.Equal(31.3714, await Page.EvaluateAsync<double>(Inertia), 1e-4);
        await OpenAsync("iris&cols=7-9");                   // there are none such
        Assert.Equal(4, await Page.EvaluateAsync<int>("lloyd.table.d"));
    }

    [Fact]
    public async Task What_is_seen_stays_and_what_hands_have_done_goes()
    {
        await OpenAsync("iris&view=xy&x=3&y=4&e=1m1@5;3;2;1");
        await Page.ClickAsync("#columns-open");
        await Page.ClickAsync("#columns-list input");
        await ShowsAsync("sepal_width", "petal_length", "petal_width");
        Assert.Equal(["petal_length", "petal_width"], await Page.EvaluateAsync<string[]>("lloyd.plane.names"));
        Assert.Equal("", await Page.EvaluateAsync<string>("lloyd.state.e"));
        await Page.PressAsync("z", Tab.Control);
        await ShowsAsync("sepal_length", "sepal_width", "petal_length", "petal_width");
        Assert.Equal(["petal_length", "petal_width"], await Page.EvaluateAsync<string[]>("lloyd.plane.names"));
        Assert.Equal("1m1@5;3;2;1", await Page.EvaluateAsync<string>("lloyd.state.e"));
    }

    [Fact]
    public async Task The_server_computes_on_the_columns_too_and_the_page_goes_on_with_them()
    {
        string file = await PeopleAsync();
        Play served = Keep(await Play.StartAsync(file));
        await OpenAsync(served.Address);
        await Page.ClickAsync("#columns-open");
        Assert.Equal(5, await Page.EvaluateAsync<int>("document.querySelectorAll('#columns-list li').length"));
        await Page.ClickAsync("#columns-list input");
        await ShowsAsync("age", "income", "visits");
        await SameAsNativeAsync(file, "age", "income", "visits");
        Assert.Equal(2, await Page.EvaluateAsync<int>(
            "performance.getEntriesByType('resource').filter(each => each.name.endsWith('engine/run')).length"));
        Process.GetProcessById(served.ProcessId).Kill();
        await served.ExitAsync();
        await Page.ClickAsync("#columns-list li:nth-child(3) input");
        await ShowsAsync("age", "visits");
        await SameAsNativeAsync(file, "age", "visits");
        await Page.UntilComplaintAsync();                   // the browser's own, that a server does not answer
        Assert.All(Page.Complaints, complaint => Assert.Contains("ERR_CONNECTION", complaint, StringComparison.Ordinal));
        await OpenAsync();
        Page.ForgetComplaints();
    }

    [Theory]
    [InlineData("[]", 400)]
    [InlineData("[0,0]", 400)]
    [InlineData("[1,0]", 400)]
    [InlineData("[-1]", 400)]
    [InlineData("[4]", 400)]
    [InlineData("[\"a\"]", 400)]
    [InlineData("[0,3]", 200)]
    [InlineData("[0,1,2,3]", 200)]
    public async Task The_server_takes_columns_that_are_there(string columns, int expected)
    {
        Play served = Keep(await Play.StartAsync(DataFile("iris.csv")));
        int port = served.Address.Port;
        string body = $$$"""
            {"columns":{{{columns}}},"settings":{"k":3,"init":"random","seed":1,"scale":"none","empty":"relocate","tol":0,"iter":9,"e":""}}
            """;
        (int status, _, string answer) = await Wire.SendAsync(
            port, "POST", "/engine/run", $"127.0.0.1:{port}", $"Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}",
            $"Cookie: lloyd-{port}={HttpUtility.ParseQueryString(served.Address.Query)["token"]}", $"Origin: http://127.0.0.1:{port}", "", body);
        Assert.True(expected == status, answer);
    }

    /// <summary>A file with numbers of the rows, a text, and three columns worth clustering.</summary>
    private async Task<string> PeopleAsync()
    {
        string file = Path.Combine(_folder, "people.csv");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 80)
            .Select(i => $"{i + 1},P{i},{20 + 15 * (i % 3) + i * 7 % 11},{900 + 400 * (i * 5 % 3) + i * 37 % 101},{i * 11 % 23}")
            .Prepend("id,name,age,income,visits"));
        return file;
    }

    private async Task OpenFileAsync(string file)
    {
        await Page.ChooseFileAsync("#file", file);
        await Page.UntilAsync("lloyd.state.d.startsWith('file:')");
        await ReadyAsync();
    }

    private async Task ShowsAsync(params string[] columns)
    {
        await Page.UntilAsync($"{Names}.join() === {Tab.Quote(string.Join(',', columns))}");
        await ReadyAsync();
    }

    private async Task UntilFocusedAsync(string row)
    {
        for (int presses = 0; await Page.EvaluateAsync<string>(Focused) != row; presses++)
        {
            Assert.InRange(presses, 0, 20);
            await Page.PressAsync("Tab");
        }
    }

    private Task<string> TicksAsync() =>
        Page.EvaluateAsync<string>("[...document.querySelectorAll('#columns-list input')].map(each => Number(each.checked)).join('')");

    private async Task SameAsNativeAsync(string file, params string[] columns)
    {
        using Table table = Table.Read(file);
        KMeansModel model = new KMeans(3) { Tolerance = 0 }.Fit(table.ToPoints<double>(columns));
        Assert.Equal(model.Inertia, await Page.EvaluateAsync<double>(Inertia));
        Assert.Equal(model.Labels.ToArray(), await Page.EvaluateAsync<int[]>("lloyd.labels(lloyd.steps.length - 1)"));
    }
}
