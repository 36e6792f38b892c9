using System.Text.Json;
using Lloyd.Datasets;
using Lloyd.Tests.Streams;

namespace Lloyd.Tests.Datasets;

public class BlobsTests
{
    private static readonly Points<double> Positions =
        new(new[] { -5.5, 0.25, 3.0, 4.0, 4.0, -1.125, 0.1, -7.3, 2.2 }, 3);

    /// <summary>The settings with which numpy-golden.py called make_blobs.</summary>
    private static readonly Dictionary<string, Blobs> Cases = new()
    {
        ["scikit-learn's defaults"] = new(),
        ["notebook"] = new() { Centers = 4, Std = 2, Seed = 42 },
        ["many"] = new() { Samples = 1000, Features = 5, Centers = 8, Std = 1.5, Seed = 7 },
        ["uneven"] = new() { Samples = 103, Centers = 4, Std = 0.5, Seed = 123456789 },
        ["fewer than centres"] = new() { Samples = 3, Centers = 5, Seed = 1 },
        ["one"] = new() { Samples = 1, Features = 1, Centers = 1 },
        ["sizes"] = new() { Sizes = [10, 200, 33, 1], Features = 3, Seed = 5 },
        ["positions"] = new() { Samples = 77, Positions = Positions, Std = 0.7, Seed = 11 },
        ["stds"] = new() { Samples = 500, Stds = [1.0, 2.5, 0.5], Seed = 170 },
        ["all lists"] = new()
        {
            Sizes = [5, 6, 7], Positions = Positions, Stds = [0.1, 0.0, 3.25], Seed = uint.MaxValue,
        },
        ["box"] = new() { Samples = 50, CenterBox = (0.1, 0.7), Seed = 3 },
        ["in order"] = new() { Samples = 20, Shuffle = false, Seed = 3 },
        ["large"] = new() { Samples = 100000, Features = 3, Centers = 10, Seed = 8 },
    };

    [Theory]
    [MemberData(nameof(NumPy.Names), "blobs", MemberType = typeof(NumPy))]
    public void Are_those_of_make_blobs_bit_for_bit(string name)
    {
        var golden = NumPy.Case("blobs", name);
        Dataset blobs = Cases[name].Make();
        Assert.Equal(golden.Integers("shape"), (long[])[blobs.Points.Count, blobs.Points.Dimensions]);
        Assert.Equal(golden.Doubles("first"), blobs.Points[0].ToArray());
        Assert.Equal(golden.Text("hash"), NumPy.Sha256(blobs.Points.Values));
        long[] labels = [.. blobs.Labels.ToArray()];
        Assert.Equal(golden.Text("labelsHash"), NumPy.Sha256<long>(labels));
        Assert.Equal(golden.Text("centersHash"), NumPy.Sha256(blobs.Centers!.Values));
    }

    [Fact]
    public void Are_those_of_the_notebook()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "data", "notebook.json");
        JsonElement notebook = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        double[] expected = [.. notebook.GetProperty("X").EnumerateArray()
            .SelectMany(row => row.EnumerateArray().Select(value => value.GetDouble()))];
        Dataset blobs = new Blobs { Samples = 100, Features = 2, Centers = 4, Std = 2, Seed = 42 }.Make();
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits),
            blobs.Points.Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Seeds_beyond_32_bits_are_different_seeds()
    {
        double first = new Blobs { Seed = 1UL << 32 }.Make().Points[0][0];
        Assert.NotEqual(new Blobs { Seed = 0 }.Make().Points[0][0], first);
        Assert.NotEqual(new Blobs { Seed = 1UL << 33 }.Make().Points[0][0], first);
        Assert.Equal(new Blobs { Seed = 1UL << 32 }.Make().Points[0][0], first);
    }

    [Fact]
    public void A_bad_setting_is_named_with_its_value()
    {
        Refuses("Samples is 0; ask for at least 1.", () => new Blobs { Samples = 0 });
        Refuses("Features is -2; ask for at least 1.", () => new Blobs { Features = -2 });
        Refuses("Centers is 0; ask for at least 1.", () => new Blobs { Centers = 0 });
        Refuses("Std is -0.5; give a finite number that is 0 or more.", () => new Blobs { Std = -0.5 });
        Refuses("Std is NaN; give a finite number that is 0 or more.", () => new Blobs { Std = double.NaN });
        Refuses("Stds[1] is -1; give a finite number that is 0 or more.", () => new Blobs { Stds = [1, -1] });
        Refuses("Sizes[2] is -3; give 0 or more points to each blob.", () => new Blobs { Sizes = [1, 2, -3] });
        Refuses("All 2 sizes are 0; ask for at least 1 point.", () => new Blobs { Sizes = [0, 0] });
        Refuses("CenterBox is (1, -1); give two finite numbers, the smaller one first.",
            () => new Blobs { CenterBox = (1, -1) });
        Refuses("There are 0 positions; give at least 1, or leave them out to have centres drawn.",
            () => new Blobs { Positions = new Points<double>(default, 2) });
        Refuses("Position 2 has the coordinate NaN; give finite numbers.",
            () => new Blobs { Positions = new Points<double>(new[] { 0, 1, 2, double.NaN }, 2) });
    }

    [Fact]
    public void Settings_that_do_not_go_together_are_named()
    {
        Refuses("There are 2 sizes for 3 positions; give one size for each.",
            () => new Blobs { Sizes = [1, 2], Positions = Positions }.Make());
        Refuses("There are 2 standard deviations for 3 blobs; give one for each, or one for all as Std.",
            () => new Blobs { Stds = [1, 2] }.Make());
        Refuses("2000000000 samples of 3 features are 6000000000 values, and a data set holds at most 2147483591; ask for fewer.",
            () => new Blobs { Samples = 2_000_000_000, Features = 3 }.Make());
    }

    private static void Refuses(string message, Func<object> make) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(make).Message);
}
