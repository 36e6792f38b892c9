using System.Text.Json;

namespace Lloyd.Orleans.Tests;

/// <summary>What the tool does with jobs that are kept in a Redis.</summary>
public sealed class JobTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lloyd-").FullName;
    private readonly RedisServer _redis = new();

    public void Dispose()
    {
        _redis.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task AJobThatHasEndedGivesItsLabelsAndIsForgotten()
    {
        Points<float> points = Given.Blobs(3000);
        string data = Path.Combine(_folder, "data"), labels = Path.Combine(_folder, "labels.csv");
        Given.Folder(data, points, 2);
        using var worker = new Tool("worker", "--join", _redis.Address);
        await worker.SaysAsync("works at");

        string[] fit = ["fit", data, "-k", "4", "--init", "random", "--tolerance", "none"];
        string done = (await RunAsync([.. fit, "--iterations", "5", "--detach"])).Trim();
        string endless = (await RunAsync([.. fit, "--iterations", "1000000000", "--detach"])).Trim();
        await RunAsync("resume", done, "-o", Path.Combine(_folder, "model"));       // waits for its end
        await RunAsync("status", done, "--labels", labels);
        var settings = new KMeans(4) { Seeding = Seeding.Random, Tolerance = null, MaxIterations = 5 };
        string[] expected = ["cluster", .. settings.Fit(points).Labels.ToArray().Select(label => $"{label}")];
        Assert.Equal(expected, File.ReadLines(labels));

        Assert.Contains("Stop it first", await RefusedAsync("forget", endless));
        Assert.Contains("either their numbers, or --ended DAYS", await RefusedAsync("forget"));
        Assert.Equal("", await RunAsync("forget", "--ended", "1"));
        Assert.Contains(Key(done), _redis.Keys());
        Assert.Equal(done, (await RunAsync("forget", "--ended", "0")).Trim());
        Assert.DoesNotContain(Key(done), _redis.Keys());
        Assert.Contains("There is no job", await RefusedAsync("forget", done));
        Assert.Contains("There is no job", await RefusedAsync("status", done));
        Assert.DoesNotContain(done, await RunAsync("status"));

        // Ended early, it gives the model of the next iteration.
        await RunAsync("cancel", endless);
        using JsonDocument cancelled = JsonDocument.Parse(await RunAsync("status", endless, "--format", "json"));
        int reached = cancelled.RootElement.GetProperty("iteration").GetInt32();
        Assert.Equal("cancelled", cancelled.RootElement.GetProperty("phase").GetString());
        Assert.True(cancelled.RootElement.GetProperty("ended").GetDateTimeOffset() <= DateTimeOffset.UtcNow);
        string model = Path.Combine(_folder, "model");
        await RunAsync("resume", endless, "--iterations", "1", "-o", model);
        Assert.Equal(
            Given.Bits((settings with { MaxIterations = reached + 1 }).Fit(points)), Given.Bits(KMeansModel.Load(await File.ReadAllBytesAsync(model))));
        await RunAsync("forget", endless);
        Assert.DoesNotContain(Key(endless), _redis.Keys());
    }

    /// <summary>As it stands in the names of keys.</summary>
    private static string Key(string id) => Guid.Parse(id).ToString("N");

    private async Task<string> RunAsync(params string[] arguments)
    {
        (int exit, string output, string messages) = await Tool.RunAsync([.. arguments, "--join", _redis.Address]);
        Assert.True(exit == 0, output + messages);
        return output;
    }

    private async Task<string> RefusedAsync(params string[] arguments)
    {
        (int exit, string output, string messages) = await Tool.RunAsync([.. arguments, "--join", _redis.Address]);
        Assert.True(exit == 1, output + messages);
        return messages;
    }
}
