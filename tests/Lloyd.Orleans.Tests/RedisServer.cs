using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Lloyd.Orleans.Tests;

/// <summary>A Redis of a test's own, on loopback, that keeps what it is told on disk.</summary>
internal sealed class RedisServer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-redis-").FullName;
    private readonly int _port = Ports.Free();
    private readonly string[] _options;
    private Process _process;

    /// <param name="options">More of its options.</param>
    public RedisServer(params string[] options)
    {
        _options = options;
        _process = Start();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{_port}");

    /// <summary>The names of all keys.</summary>
    public string Keys()
    {
        using var client = new TcpClient("127.0.0.1", _port);
        client.GetStream().Write("KEYS *\r\nQUIT\r\n"u8);
        using var answer = new StreamReader(client.GetStream(), Encoding.Latin1);
        return answer.ReadToEnd();
    }

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
        string port = _port.ToString(CultureInfo.InvariantCulture);
        string[] ports = _options.Contains("--tls-cert-file") ? ["--port", "0", "--tls-port", port] : ["--port", port];
        Process process = Process.Start(new ProcessStartInfo("redis-server",
            [.. ports, "--bind", "127.0.0.1", "--dir", _folder, "--appendonly", "yes", "--appendfsync", "always", "--save", "",
                "--loglevel", "warning", .. _options])
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

    /// <summary>Whether it listens and has read what it keeps: until then it answers that it is loading.</summary>
    private bool Answers()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", _port);
            if (_options.Length > 0)
                return true;            // it asks for a password, or for TLS
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
