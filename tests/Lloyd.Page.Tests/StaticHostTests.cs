using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>The page needs nothing of its server but the files.</summary>
public class StaticHostTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    [Fact]
    public async Task It_works_from_any_folder_of_a_static_host()
    {
        StaticHost host = Keep(await StaticHost.StartAsync());
        await OpenAsync(host.Address);
        Assert.Equal(5, await Page.EvaluateAsync<int>("lloyd.steps.length"));
        await OpenAsync(new Uri(host.Address, "#d=iris&k=3"));
        await Page.UntilAsync("lloyd.table.n === 150");
        await ReadyAsync();
        Assert.Equal(78.8556658, await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia"), 1e-7);
    }
}
