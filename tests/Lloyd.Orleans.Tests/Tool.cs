using System.Collections.Concurrent;
using System.Diagnostics;

namespace Lloyd.Orleans.Tests;

/// <summary>The tool as a process.</summary>
internal sealed class Tool : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _messages = new();

    public Tool(params string[] arguments) : this([], arguments) { }

    /// <param name="environment">Variables and their values.</param>
    /// <param name="arguments">Its command line.</param>
    public Tool((string Name, string Value)[] environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Lloyd.Cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_messages, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _output);

    public string Messages => string.Join('\n', _messages);

    public bool HasExited => _process.HasExited;

    /// <summary>What others see of its command line.</summary>
    public string CommandLine => File.ReadAllText($"/proc/{_process.Id}/cmdline");

    /// <summary>Runs the tool to its end.</summary>
    public static Task<(int Exit, string Output, string Messages)> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <summary>The same, with variables of its environment.</summary>
    public static async Task<(int Exit, string Output, string Messages)> RunAsync(
        (string Name, string Value)[] environment, string[] arguments)
    {
        using var tool = new Tool(environment, arguments);
        return (await tool.EndAsync(), tool.Output, tool.Messages);
    }

    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits for a message.</summary>
    public async Task SaysAsync(string text)
    {
        long started = Environment.TickCount64;
        while (!Messages.Contains(text, StringComparison.Ordinal))
        {
            if (HasExited || Environment.TickCount64 - started > 120_000)
                Assert.Fail($"'{text}' was not said, but: {Messages} {Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>Ends it at once: SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends it a signal: STOP, CONT, TERM.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -{name} {_process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
