using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Lloyd.Orleans.Tests;

/// <summary>A Redis of a test's own, on loopback, that keeps what it is told on disk.</summary>
internal sealed class RedisServer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-redis-").FullName;
    private readonly int _port = Ports.Free();
    private Process _process;

    public RedisServer() => _process = Start();

    public string Address => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{_port}");

    /// <summary>Ends it at once, leaves it away for a while, and starts it again with what it has kept.</summary>
    public async Task RestartAsync(TimeSpan away)
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await Task.Delay(away);
        _process = Start();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Start()
    {
        Process process = Process.Start(new ProcessStartInfo("redis-server",
            ["--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder, "--appendonly", "yes",
                "--appendfsync", "always", "--save", "", "--loglevel", "warning"])
        { RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        long started = Environment.TickCount64;
        while (!Answers())
        {
            if (process.HasExited || Environment.TickCount64 - started > s_patience.TotalMilliseconds)
                throw new InvalidOperationException("redis-server does not answer; is it installed?");
            Thread.Sleep(20);
        }
        return process;
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", _port);
            client.GetStream().Write("PING\r\n"u8);
            Span<byte> answer = stackalloc byte[5];
            client.GetStream().ReadExactly(answer);
            return answer.SequenceEqual("+PONG"u8);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }
}
