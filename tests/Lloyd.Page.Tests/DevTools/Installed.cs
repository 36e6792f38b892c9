namespace Lloyd.Page.Tests.DevTools;

/// <summary>The browser of this machine.</summary>
internal static class Installed
{
    private static readonly string[] Names =
    [
        "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
        "microsoft-edge-stable",
    ];

    private static readonly string[] UsualPlaces =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        .. from folder in (string[])["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"]
           let root = Environment.GetEnvironmentVariable(folder)
           where root is not null
           from program in (string[])[@"Google\Chrome\Application\chrome.exe", @"Microsoft\Edge\Application\msedge.exe"]
           select Path.Combine(root, program),
    ];

    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable("LLOYD_BROWSER") is { Length: > 0 } given)
            return given;
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).Concat(UsualPlaces)
            .FirstOrDefault(File.Exists) ?? throw new FileNotFoundException(
                "The tests of the page need Chromium, Chrome or Edge: install the package 'chromium', or set LLOYD_BROWSER to its path.");
    }
}
