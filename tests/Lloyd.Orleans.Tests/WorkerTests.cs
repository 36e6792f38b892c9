using System.Net;
using System.Text.Json;

namespace Lloyd.Orleans.Tests;

/// <summary>The worker's command line.</summary>
public class WorkerTests
{
    [Fact]
    public async Task BeyondLoopbackItMustBeAskedFor()
    {
        (int exit, _, string messages) = await Tool.RunAsync("worker", "--join", "redis://127.0.0.1:1", "--listen", "10.0.0.5:11111");
        Assert.Equal(1, exit);
        Assert.Contains("--insecure", messages);
    }

    [Fact]
    public async Task AClusterThatIsNotThereIsNamed()
    {
        (int exit, _, string messages) = await Tool.RunAsync("status", "--join", "redis://127.0.0.1:1");
        Assert.Equal(1, exit);
        Assert.Contains("redis://127.0.0.1:1", messages);
        (exit, _, messages) = await Tool.RunAsync("status", "--join", "127.0.0.1");
        Assert.Equal(1, exit);
        Assert.Contains("redis://HOST:PORT", messages);
    }

    [Fact]
    public async Task ItTellsItsHealthAndLeavesWhenItIsAskedTo()
    {
        using var redis = new RedisServer();
        int port = Ports.Free();
        using var worker = new Tool("worker", "--join", redis.Address, "--health", $"{port}", "--log", "json");
        await worker.SaysAsync("works at");
        using var client = new HttpClient();
        using HttpResponseMessage answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using JsonDocument health = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("ok", health.RootElement.GetProperty("status").GetString());
        Assert.Equal(1, health.RootElement.GetProperty("workers").GetInt32());

        worker.Signal("TERM");
        Assert.Equal(0, await worker.EndAsync());
    }
}
