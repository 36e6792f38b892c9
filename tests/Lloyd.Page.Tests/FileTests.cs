using Lloyd.Data;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;
using Parquet;
using Parquet.Schema;

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

    [Theory]
    [InlineData("'<f8', 'fortran_order': True")]
    [InlineData("'<f4', 'fortran_order': False")]
    [InlineData("'|i1', 'fortran_order': False")]
    public async Task A_npy_file_is_read_as_the_library_reads_it(string kind)
    {
        string file = Path.Combine(_folder, "points.npy");
        await File.WriteAllBytesAsync(file, Npy(kind, rows: 60));
        await OpenAsync();
        await Page.DropFileAsync("#plot", file);
        await Page.UntilAsync("lloyd.state.d.startsWith('file:')");
        await ReadyAsync();
        using Table table = Table.Read(file);
        Points<double> points = table.ToPoints<double>();
        Assert.Equal(table.Columns, await Page.EvaluateAsync<string[]>("lloyd.table.columns"));
        Assert.Equal(points.Values.ToArray(), await Page.EvaluateAsync<double[]>("[...lloyd.table.values]"));
        Assert.Equal(new KMeans(3) { Tolerance = 0 }.Fit(points).Inertia, await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia"));
        Assert.Equal("points.npy · 60 points · 2 columns", await Page.TextAsync("#about"));
    }

    [Fact]
    public async Task A_npy_file_that_is_cut_off_is_named()
    {
        string file = Path.Combine(_folder, "points.npy");
        await File.WriteAllBytesAsync(file, Npy("'<f8', 'fortran_order': False", rows: 60)[..^9]);
        await OpenAsync();
        await Page.ChooseFileAsync("#file", file);
        await Page.UntilAsync("document.querySelector('[role=alert]')");
        string expected = Assert.Throws<InvalidInputException>(() => Table.Read(new MemoryStream(File.ReadAllBytes(file)))).Message;
        Assert.Equal(expected.Replace("input:", "points.npy:", StringComparison.Ordinal), await Page.TextAsync("[role=alert] p"));
    }

    /// <summary>The engine in the browser cannot, the server beside the page can.</summary>
    [Fact]
    public async Task A_Parquet_file_is_read_by_the_server()
    {
        string file = Path.Combine(_folder, "gaps.parquet");
        await File.WriteAllBytesAsync(file, await ParquetAsync([.. Enumerable.Range(0, 60).Select(i => i == 7 ? (double?)null : i * 37 % 61 / 7.0)]));
        await OpenAsync();
        await Page.ChooseFileAsync("#file", file);
        await Page.UntilAsync("document.querySelector('[role=alert]')");
        Assert.Contains("row 8, column 'b'", await Page.TextAsync("[role=alert] p"), StringComparison.Ordinal);
        await Page.UntilComplaintAsync();               // the browser's own, of a status that is not 200
        Assert.Contains("400", Assert.Single(Page.Complaints), StringComparison.Ordinal);
        Page.ForgetComplaints();
        await Page.ClickAsync("[role=alert] button:nth-child(1)");
        await Page.UntilAsync("lloyd.state.d.startsWith('file:')");
        await ReadyAsync();
        using Table table = Table.Read(file, new TableOptions { Missing = MissingPolicy.Drop });
        Points<double> points = table.ToPoints<double>();
        Assert.Equal(["a", "b"], await Page.EvaluateAsync<string[]>("lloyd.table.columns"));
        Assert.Equal(points.Values.ToArray(), await Page.EvaluateAsync<double[]>("[...lloyd.table.values]"));
        Assert.Equal(new KMeans(3) { Tolerance = 0 }.Fit(points).Inertia, await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia"));
        Assert.Equal(["word"], await Page.EvaluateAsync<string[]>("lloyd.table.leftOut.map(column => column.name)"));
        Assert.Contains("Dropped 1 of 60 rows", await Page.TextAsync("#notices"), StringComparison.Ordinal);

        await Page.DropFileAsync("#plot", Path.Combine(_folder, "gaps.parquet"));
        await Page.UntilAsync("document.querySelector('[role=alert]')");
        await Page.UntilComplaintAsync();
        Page.ForgetComplaints();
    }

    private static async Task<byte[]> ParquetAsync(double?[] b)
    {
        DataField a = new DataField<double>("a"), gaps = new DataField<double?>("b"), word = new DataField<string>("word");
        using var stream = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(a, gaps, word), stream))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync<double>(a, Enumerable.Range(0, b.Length).Select(i => i / 3.0).ToArray().AsMemory());
            await group.WriteAsync<double>(gaps, b.AsMemory());
            await group.WriteAsync(word, [.. b.Select(value => $"{value}")]);
        }
        return stream.ToArray();
    }

    [Fact]
    public async Task Missing_cells_are_left_out_or_filled_in()
    {
        string file = Path.Combine(_folder, "gaps.csv");
        await File.WriteAllTextAsync(file, "a,b\n1,2\n3,NA\n5,6\n7,8\n9,1\n");
        await OpenAsync();
        await Page.ChooseFileAsync("#file", file);
        await Page.UntilAsync("document.querySelector('[role=alert]')");
        string error = await Page.TextAsync("[role=alert] p");
        Assert.Contains("line 3, column 'b': 'NA' marks a missing value", error, StringComparison.Ordinal);
        Assert.DoesNotContain("--", error, StringComparison.Ordinal);       // no options of the command line
        await Page.ClickAsync("[role=alert] button:nth-child(1)");
        await Page.UntilAsync("lloyd.state.d.startsWith('file:')");
        Assert.Equal("Dropped 1 of 5 rows for missing cells.", await Page.TextAsync(".note:not(#regions-note)"));
        Assert.Equal(4, await Page.EvaluateAsync<int>("lloyd.table.n"));

        await Page.ChooseFileAsync("#file", file);
        await Page.UntilAsync("document.querySelector('[role=alert]')");
        await Page.ClickAsync("[role=alert] button:nth-child(2)");
        await Page.UntilAsync("lloyd.table.n === 5");
        Assert.Contains("'b' with its mean, 4.25", await Page.TextAsync(".notice.note"), StringComparison.Ordinal);
        Assert.Equal(4.25, await Page.EvaluateAsync<double>("lloyd.table.values[3]"));
    }

    [Fact]
    public async Task Progress_is_told_and_reading_can_be_cancelled()
    {
        string file = Path.Combine(_folder, "large.csv");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 3_000_000).Select(i => $"{i % 977},{i % 1231}").Prepend("a,b"));
        await OpenAsync();
        await Page.EvaluateAsync<object>("""
            void (window.shares = [], new MutationObserver(() => shares.push(document.querySelector('#busy-share').value))
              .observe(document.querySelector('#busy-share'), { attributes: true }))
            """);
        await Page.ChooseFileAsync("#file", file);
        await Page.UntilAsync("shares.some(share => share > 0)");
        await Page.ClickAsync("#busy-cancel");
        await Page.UntilAsync("document.querySelector('#busy').hidden");
        Assert.InRange(await Page.EvaluateAsync<double>("Math.max(...shares)"), 0.001, 0.99);
        Assert.Equal("Notebook blobs · 100 points · 2 columns", await Page.TextAsync("#about"));
        await Page.ClickAsync("#die");
        await ReadyAsync();
        Assert.Equal(100, await Page.EvaluateAsync<int>("lloyd.labels(0).length"));
    }

    /// <summary>Two columns of whole numbers as a .npy file.</summary>
    private static byte[] Npy(string kind, int rows)
    {
        string header = $"{{'descr': {kind}, 'shape': ({rows}, 2), }}".PadRight(117) + "\n";
        byte[] values = [.. Enumerable.Range(0, 2 * rows).SelectMany(i =>
        {
            int value = i * 37 % 101;
            return kind[1..4] switch { "<f8" => BitConverter.GetBytes((double)value), "<f4" => BitConverter.GetBytes((float)value), _ => [(byte)value] };
        })];
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. values];
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
