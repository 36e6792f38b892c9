using System.Diagnostics;

namespace Lloyd.Page.Tests.DevTools;

/// <summary>A headless browser of its own, with a fresh profile, that ends with the test.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Names =
        ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "microsoft-edge", "microsoft-edge-stable"];

    private readonly Process _process;
    private readonly string _profile;

    private Browser(Process process, string profile, Uri endpoint)
    {
        _process = process;
        _profile = profile;
        Endpoint = endpoint;
    }

    private Uri Endpoint { get; }

    public static async Task<Browser> LaunchAsync()
    {
        string profile = Directory.CreateTempSubdirectory("lloyd-browser-").FullName;
        var start = new ProcessStartInfo(Find()) { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        const string announcement = "DevTools listening on ";
        while (await process.StandardError.ReadLineAsync() is { } line)
            if (line.StartsWith(announcement, StringComparison.Ordinal))
            {
                _ = process.StandardError.ReadToEndAsync();     // read on, so that the browser never waits for us
                _ = process.StandardOutput.ReadToEndAsync();
                return new Browser(process, profile, new Uri(line[announcement.Length..]));
            }
        throw new InvalidOperationException($"{start.FileName} ended before it could be driven.");
    }

    /// <summary>A new tab in a session (cookies, storage) of its own.</summary>
    public Task<Tab> OpenAsync(int width, int height) => Tab.OpenAsync(Endpoint, width, height);

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        for (int attempt = 0; Directory.Exists(_profile); attempt++)
            try
            {
                Directory.Delete(_profile, recursive: true);
            }
            catch (IOException) when (attempt < 20)
            {
                await Task.Delay(100);                          // its helpers are still letting go of files
            }
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("LLOYD_BROWSER") is { Length: > 0 } given)
            return given;
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                "The browser tests need Chromium, Chrome or Edge: install the package 'chromium', or set LLOYD_BROWSER to its path.");
    }
}
