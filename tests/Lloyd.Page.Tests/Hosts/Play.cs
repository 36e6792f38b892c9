using System.Diagnostics;

namespace Lloyd.Page.Tests.Hosts;

/// <summary><c>lloyd play</c> as its users have it: a process that prints its address and serves until it is ended.</summary>
internal sealed class Play : IAsyncDisposable
{
    private readonly Process _process;

    private Play(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>What was printed, with the token.</summary>
    public Uri Address { get; }

    public int ProcessId => _process.Id;

    public static async Task<Play> StartAsync(params string[] arguments)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "Lloyd.Cli.dll");
        Process process = Process.Start(new ProcessStartInfo("dotnet", [tool, "play", "--no-browser", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (await process.StandardOutput.ReadLineAsync() is { } address)
            return new Play(process, new Uri(address));
        string messages = await process.StandardError.ReadToEndAsync();
        process.Dispose();
        throw new InvalidOperationException($"lloyd play did not start: {messages}");
    }

    /// <summary>The exit code, once the process has ended.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
