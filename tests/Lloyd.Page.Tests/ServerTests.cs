using System.Runtime.InteropServices;
using System.Web;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>The server of <c>lloyd play</c>, which stands in a machine full of other pages and other people.</summary>
public partial class ServerTests(SharedPlay play)
{
    private int Port => play.Address.Port;

    private string Host => $"127.0.0.1:{Port}";

    private string Token => HttpUtility.ParseQueryString(play.Address.Query)["token"]!;

    private string Cookie => $"Cookie: lloyd-{Port}={Token}";

    [Fact]
    public async Task The_token_opens_the_page_and_the_cookie_all_its_files()
    {
        (int status, string[] headers, string body) = await Wire.SendAsync(Port, "GET", play.Address.PathAndQuery, Host);
        Assert.Equal(200, status);
        Assert.StartsWith("<!doctype html>", body, StringComparison.Ordinal);
        Assert.Equal($"Set-Cookie: lloyd-{Port}={Token}; path=/; samesite=strict; httponly", Assert.Single(headers, IsCookie));
        foreach (string host in new[] { Host, $"localhost:{Port}", $"LocalHost:{Port}", $"[::1]:{Port}" })
            Assert.Equal(200, (await Wire.SendAsync(Port, "GET", "/js/main.js", host, Cookie)).Status);
        Assert.Equal(200, (await Wire.SendAsync(Port, "HEAD", "/js/main.js", Host, Cookie)).Status);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:PORT")]
    [InlineData("127.0.0.1.evil.example:PORT")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:1")]
    [InlineData("192.168.0.1:PORT")]
    public async Task Another_name_is_turned_away_even_with_the_token(string host)
    {
        host = host.Replace("PORT", $"{Port}", StringComparison.Ordinal);
        await RefusedAsync(421, "GET", play.Address.PathAndQuery, host);
        await RefusedAsync(421, "GET", "/js/main.js", host, Cookie);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/js/main.js")]
    [InlineData("/data.json")]
    [InlineData("/?token=")]
    [InlineData("/?token=0123456789abcdef0123456789abcdef")]
    [InlineData("/?TOKEN")]
    [InlineData("/js/main.js?token=GOOD")]
    public async Task Without_the_token_nothing_is_shown(string target)
    {
        target = target.Replace("GOOD", Token, StringComparison.Ordinal);
        await RefusedAsync(403, "GET", target, Host);
        await RefusedAsync(403, "GET", target, Host, $"Cookie: lloyd-{Port}={new string('0', 32)}");
        await RefusedAsync(403, "GET", target, Host, $"Cookie: lloyd={Token}; lloyd-1={Token}");
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    public async Task Nothing_can_be_changed(string method) =>
        await RefusedAsync(405, method, "/", Host, Cookie, "Content-Length: 0", "Origin: http://evil.example");

    [Theory]
    [InlineData("/missing")]
    [InlineData("/data.json")]
    [InlineData("/data.f64")]
    [InlineData("/js")]
    [InlineData("/js/")]
    [InlineData("/../Lloyd.Cli.dll")]
    [InlineData("/../../../../../../etc/passwd")]
    [InlineData("/%2e%2e/Lloyd.Cli.dll")]
    [InlineData("/%2e%2e%2fLloyd.Cli.dll")]
    [InlineData("/js/..%2f..%2fLloyd.Cli.dll")]
    [InlineData("/js/%2e%2e/%2e%2e/Lloyd.Cli.dll")]
    [InlineData("/..%5cLloyd.Cli.dll")]
    [InlineData("//etc/passwd")]
    [InlineData("/js/main.js%00.html")]
    public async Task What_is_not_of_the_page_is_not_there(string target)
    {
        (int status, _, string body) = await Wire.SendAsync(Port, "GET", target, Host, Cookie);
        Assert.Contains(status, (int[])[400, 404]);
        Assert.Equal("", body);
    }

    [Fact]
    public async Task Every_answer_carries_the_same_policy()
    {
        foreach ((string method, string target, string host, string cookie) in new[]
        {
            ("GET", play.Address.PathAndQuery, Host, "X: y"), ("GET", "/js/main.js", Host, Cookie),
            ("GET", "/missing", Host, Cookie), ("GET", "/", Host, "X: y"), ("GET", "/", "evil.example", Cookie),
            ("POST", "/", Host, Cookie),
        })
        {
            (_, string[] headers, _) = await Wire.SendAsync(Port, method, target, host, cookie, "Origin: http://evil.example");
            string policy = Assert.Single(headers, header => header.StartsWith("Content-Security-Policy: ", StringComparison.Ordinal));
            Assert.Contains("script-src 'self' 'wasm-unsafe-eval';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
            Assert.Contains("X-Content-Type-Options: nosniff", headers);
            Assert.Contains("Referrer-Policy: no-referrer", headers);
            Assert.Contains("Cross-Origin-Resource-Policy: same-origin", headers);
            Assert.DoesNotContain(headers, header => header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(headers, header => header.StartsWith("Server:", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Two_servers_stand_side_by_side()
    {
        await using Play other = await Play.StartAsync(Path.Combine(AppContext.BaseDirectory, "data", "iris.csv"));
        int port = other.Address.Port;
        Assert.NotEqual(Port, port);
        string token = HttpUtility.ParseQueryString(other.Address.Query)["token"]!;
        Assert.NotEqual(Token, token);
        string both = $"{Cookie}; lloyd-{port}={token}";
        Assert.Equal(404, (await Wire.SendAsync(Port, "GET", "/data.json", Host, both)).Status);
        (int status, _, string body) = await Wire.SendAsync(port, "GET", "/data.json", $"127.0.0.1:{port}", both);
        Assert.Equal(200, status);
        Assert.Contains("\"name\":\"iris.csv\",\"rows\":150", body, StringComparison.Ordinal);
        Assert.Equal(403, (await Wire.SendAsync(port, "GET", "/data.json", $"127.0.0.1:{port}", Cookie)).Status);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_in_one_line()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await (await Play.StartAsync("--port", $"{Port}")).DisposeAsync());
        Assert.Contains($"lloyd: Port {Port} cannot be used", error.Message, StringComparison.Ordinal);
        Assert.Single(error.Message.Trim().Split('\n'));
    }

    [Theory]
    [InlineData(2)]         // SIGINT: Ctrl-C
    [InlineData(15)]        // SIGTERM: kill, and the end of a session
    public async Task A_signal_ends_it_even_while_a_connection_is_open(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to one process.");
        // A shell without job control starts what is in the background with SIGINT ignored, and children inherit that.
        SetHandler(2, handler: 0);
        await using Play ending = await Play.StartAsync();
        using var client = new System.Net.Sockets.TcpClient("127.0.0.1", ending.Address.Port);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\n"u8.ToArray());
        Assert.Equal(0, Kill(ending.ProcessId, signal));
        Assert.Equal(0, await ending.ExitAsync());
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    private static bool IsCookie(string header) => header.StartsWith("Set-Cookie:", StringComparison.OrdinalIgnoreCase);

    private async Task RefusedAsync(int expected, string method, string target, string host, params string[] headers)
    {
        (int status, string[] answered, string body) = await Wire.SendAsync(Port, method, target, host, headers);
        Assert.Equal(expected, status);
        Assert.DoesNotContain(answered, IsCookie);
        Assert.InRange(body.Length, 0, 120);
        Assert.DoesNotContain(Token, body, StringComparison.Ordinal);
    }
}
