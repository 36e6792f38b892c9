using Lloyd.Data;
using Lloyd.Datasets;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;

namespace Lloyd.Page.Tests;

/// <summary>The built-in data: the menu offers all of it, and what is drawn of it is right at every step.</summary>
public class SampleTests(Browser browser, SharedPlay play) : PageTest(browser, play)
{
    /// <summary>What the menu offers, in its order.</summary>
    private static readonly string[] Offered =
    [
        "blobs:n=100,c=4,std=2,seed=42", "blobs:n=300,c=3,std=1,seed=7", "moons:n=500,noise=0.05,seed=0",
        "circles:n=500,noise=0.05,seed=0", "anisotropic:n=500,seed=170", "unequal:n=500,seed=170", "uniform:n=500,f=2,seed=0",
        "trap:n=1000,seed=0", "blobs:n=400,f=5,c=4,std=2,seed=3", "blobs:n=100000,c=12,std=1,seed=5", "iris", "digits",
    ];

    private static readonly string[] Deep = ["blobs:n=400,f=5,c=4,std=2,seed=3", "iris", "digits"];

    public static TheoryData<string> OfTwoColumns => [.. Offered.Except(Deep)];

    public static TheoryData<string> OfMoreColumns => [.. Deep];

    [Fact]
    public async Task The_menu_leads_to_every_generator_of_the_library()
    {
        await OpenAsync();
        await Page.EvaluateAsync<object>("document.querySelector('#data').focus()");
        Assert.Equal(Offered[0], await Page.EvaluateAsync<string>("lloyd.state.d"));
        foreach (string data in Offered[1..])
        {
            await Page.PressAsync("ArrowDown");
            await Page.UntilAsync($"lloyd.state.d === {Tab.Quote(data)}");
            await ReadyAsync();
            await Page.UntilAsync($"location.hash.includes({Tab.Quote($"&d={data}&")})");
            Assert.Equal(0, await Page.EvaluateAsync<int>("document.querySelectorAll('.error').length"));
        }
        Assert.Equal(Offered.Length, await Page.EvaluateAsync<int>("document.querySelector('#data optgroup').children.length"));
        Assert.Empty(Generators.All.Select(generator => generator.Name).Except(Offered.Select(data => data.Split(':')[0])));
    }

    [Theory, MemberData(nameof(OfTwoColumns))]
    public async Task No_point_lies_in_the_region_of_another_cluster(string data)
    {
        await Page.PreferAsync("prefers-reduced-motion", "reduce");     // so that what is drawn is there at once
        await OpenAsync(data);
        await RegionsAreRightAtEveryStepAsync();
    }

    [Fact]
    public async Task No_flower_lies_in_the_region_of_another_cluster()
    {
        string petals = Path.Combine(Path.GetTempPath(), $"lloyd-{Guid.NewGuid():n}.csv");
        try
        {
            using (Table table = Table.Read(DataFile("iris.csv")))
                TableWriter.Write(petals, table.ToPoints<double>("petal_length", "petal_width"), default);
            await Page.PreferAsync("prefers-reduced-motion", "reduce");
            await OpenAsync();
            await Page.ChooseFileAsync("#file", petals);
            await Page.UntilAsync("lloyd.state.d.startsWith('file:')");
            await ReadyAsync();
            Assert.Equal(150, await Page.EvaluateAsync<int>("lloyd.table.n"));
            await RegionsAreRightAtEveryStepAsync();
        }
        finally
        {
            File.Delete(petals);
        }
    }

    /// <summary>Where a point belongs depends on the columns that are not shown.</summary>
    [Theory, MemberData(nameof(OfMoreColumns))]
    public async Task Where_more_columns_decide_no_regions_of_two_are_drawn(string data)
    {
        await OpenAsync($"{data}&view=xy&x=3&y=4");
        Assert.Equal(0, await Page.ProbeAsync<int>("hues", 0));
        Assert.Equal(0, await Page.EvaluateAsync<int>("lloyd.polygons().length"));
        Assert.Contains("two are shown", await Page.TextAsync("#view-note"), StringComparison.Ordinal);
        Assert.InRange(await Page.ProbeAsync<int>("hues", 1), 1000, int.MaxValue);
    }

    [Fact]
    public async Task The_trap_catches_the_random_start_and_not_k_means_plus_plus()
    {
        await OpenAsync("trap:n=1000,seed=0");
        double stuck = await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia");
        await OpenAsync("trap:n=1000,seed=0&init=k-means%2B%2B");
        Assert.InRange(await Page.EvaluateAsync<double>("lloyd.steps.at(-1).inertia"), 0, stuck / 1.5);
    }

    private async Task RegionsAreRightAtEveryStepAsync()
    {
        int last = await Page.EvaluateAsync<int>("lloyd.steps.length - 1");
        Assert.InRange(last, 1, 300);
        for (int t = 0; t <= last; t++)
        {
            Assert.Equal(t, await Page.EvaluateAsync<int>("lloyd.t"));
            Regions found = await Page.ProbeAsync<Regions>("regions");
            Assert.InRange(found.Pixels, 3000, int.MaxValue);
            Assert.InRange(found.Colours, found.Points > 1000 ? 0 : found.Points / 10, found.Points);
            Assert.Equal(found with { Outside = 0, Foreign = 0, WrongPixels = 0, WrongColours = 0 }, found);
            await Page.PressAsync("ArrowRight", Tab.Shift);
        }
    }

    /// <summary>What the probe counts: points, those outside their region, and those inside another; pixels of regions
    /// that were looked at, and those of the wrong colour; the same of the middles of points.</summary>
    private sealed record Regions(int Points, int Outside, int Foreign, int Pixels, int WrongPixels, int Colours, int WrongColours);
}
