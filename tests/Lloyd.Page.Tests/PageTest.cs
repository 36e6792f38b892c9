using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Lloyd.Page.Tests;

/// <summary>A test with a tab. At its end the page must not have complained of anything, and a picture of
/// it is kept in TestResults.</summary>
public abstract class PageTest(Browser browser, SharedPlay play) : IAsyncLifetime
{
    private protected static readonly string Pictures =
        Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults")).FullName;

    private readonly List<IAsyncDisposable> _hosts = [];

    internal Tab Page { get; private set; } = null!;

    /// <summary>The page without a file.</summary>
    internal Uri Address => play.Address;

    public async ValueTask InitializeAsync() => Page = await browser.BorrowAsync();

    public async ValueTask DisposeAsync()
    {
        if (!Page.HasCrashed)
            await KeepPictureAsync();
        string complaints = string.Join('\n', Page.Complaints);
        await browser.ReturnAsync(Page);
        foreach (IAsyncDisposable host in _hosts)       // after the page, which would complain that it is gone
            await host.DisposeAsync();
        Assert.Equal("", complaints);
        GC.SuppressFinalize(this);
    }

    /// <summary>Keeps a server until the page is closed.</summary>
    internal T Keep<T>(T host) where T : IAsyncDisposable
    {
        _hosts.Add(host);
        return host;
    }

    /// <summary>A tab of another size, until the page is closed.</summary>
    internal async Task<Tab> AnotherAsync(int width, int height) => Keep(await browser.OpenAsync(width, height));

    /// <summary>Opens the page on data that a link names, and waits until its run has ended.</summary>
    internal Task OpenAsync(string data = "") =>
        OpenAsync(new UriBuilder(play.Address) { Fragment = data.Length == 0 ? "" : $"d={data}" }.Uri);

    internal async Task OpenAsync(Uri address)
    {
        try
        {
            await ShowAsync(address);
        }
        catch (IOException) when (Page.HasCrashed)      // the process that many pages were in before; a new one must do
        {
            await browser.ReturnAsync(Page);
            Page = await browser.OpenAsync();
            await ShowAsync(address);
        }
    }

    private async Task ShowAsync(Uri address)
    {
        await Page.GoToAsync(address);
        await Page.UntilAsync("window.lloyd");
        await ReadyAsync();
    }

    internal Task ReadyAsync() => Page.EvaluateAsync<object>("lloyd.ready()");

    internal static string DataFile(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    private async Task KeepPictureAsync()
    {
        string name = TestContext.Current.Test!.TestDisplayName.Replace("Lloyd.Page.Tests.", "", StringComparison.Ordinal);
        string file = string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) || letter is '.' ? letter : '-'));
        await File.WriteAllBytesAsync(Path.Combine(Pictures, $"{file.Trim('-')}.png"), await Page.ScreenshotAsync());
    }
}
