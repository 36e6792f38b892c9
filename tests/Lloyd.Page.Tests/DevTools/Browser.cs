using System.Diagnostics;

[assembly: AssemblyFixture(typeof(Lloyd.Page.Tests.DevTools.Browser))]

namespace Lloyd.Page.Tests.DevTools;

/// <summary>A headless browser with a fresh profile, one for all tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const int TurnsOfATab = 10;         // its process keeps some of every page's memory

    private Process? _process;
    private string _profile = "";
    private Uri? _endpoint;
    private Tab? _spare;
    private int _turns;

    public async ValueTask InitializeAsync()
    {
        string program = Installed.Find();
        _profile = Directory.CreateTempSubdirectory("lloyd-browser-").FullName;
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--remote-debugging-port=0", $"--user-data-dir={_profile}", "about:blank",
        ];
        _process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        const string announcement = "DevTools listening on ";
        var said = new List<string>();
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(announcement, StringComparison.Ordinal))
            {
                _ = _process.StandardError.ReadToEndAsync();        // read on, so that the browser never waits for us
                _ = _process.StandardOutput.ReadToEndAsync();
                _endpoint = new Uri(line[announcement.Length..]);
                return;
            }
            said.Add(line);
        }
        await DisposeAsync();
        throw new InvalidOperationException($"{program} ended before it could be driven: {string.Join(' ', said)}");
    }

    /// <summary>A new tab with cookies and storage of its own.</summary>
    internal Task<Tab> OpenAsync(int width = 1280, int height = 800) => Tab.OpenAsync(_endpoint!, width, height);

    /// <summary>A tab that nothing is left in of what was done with it before.</summary>
    internal async Task<Tab> BorrowAsync() => Interlocked.Exchange(ref _spare, null) ?? await OpenAsync();

    /// <summary>Takes a tab back. It is lent again unless it cannot be cleared, is worn out, or has served long
    /// enough.</summary>
    internal async Task ReturnAsync(Tab tab)
    {
        if (tab.IsWornOut || ++_turns % TurnsOfATab == 0)
        {
            await tab.DisposeAsync();
            return;
        }
        await tab.ClearAsync();
        _spare = tab;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        for (int attempt = 0; Directory.Exists(_profile); attempt++)
            try
            {
                Directory.Delete(_profile, recursive: true);
            }
            catch (IOException) when (attempt < 50)
            {
                await Task.Delay(100);                              // its helpers are still letting go of files
            }
    }
}
