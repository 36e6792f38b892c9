using Lloyd.Data;
using Lloyd.Datasets;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;
using Lloyd.Watch;

namespace Lloyd.Page.Tests;

/// <summary>The library gives the same bits as WebAssembly in the browser and natively here.</summary>
public class SameBitsTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    public static TheoryData<string> Generated => [.. Generators.All.Select(generator => generator.Name)];

    [Theory, MemberData(nameof(Generated)), InlineData("iris"), InlineData("digits")]
    public async Task Runs_are_the_same(string data)
    {
        await OpenAsync(data);
        Points<double> points = data switch { "iris" => Read("iris.csv", ""), "digits" => Read("digits.csv", "digit"), _ => BuiltIn.Make(data).Points };
        Assert.Equal(points.Values.ToArray(), await Page.EvaluateAsync<double[]>("[...lloyd.table.values]"));
        foreach ((string init, string scale, string empty) in new[]
        {
            ("random", "minmax", "keep"), ("k-means++", "none", "relocate"), ("k-means++", "standard", "relocate"),
        })
            Assert.Equal(
                Fingerprint.Of(Settings.Of(6, init, 1, scale, empty, 0, 300).Steps(points)),
                await Page.EvaluateAsync<string>($$"""
                    lloyd.fingerprint({ k: 6, init: '{{init}}', seed: 1, scale: '{{scale}}', empty: '{{empty}}', tol: 0, iter: 300 })
                    """));
    }

    /// <summary>The library's own tests hold the native values to the same two numbers.</summary>
    [Fact]
    public async Task Logarithms_sines_and_cosines_are_the_same()
    {
        await OpenAsync();
        Assert.Equal(
            ["7836529100127456511", "14531283683466179694"],
            await Page.EvaluateAsync<string[]>("lloyd.elementary(1000000)"));
    }

    private static Points<double> Read(string file, string truth)
    {
        using Table table = Table.Read(DataFile(file));
        return Sample.Of(table, truth).Points;
    }
}
