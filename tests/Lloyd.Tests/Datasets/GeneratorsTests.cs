using Lloyd.Datasets;
using Lloyd.Tests.Streams;

namespace Lloyd.Tests.Datasets;

public class GeneratorsTests
{
    [Theory]
    [MemberData(nameof(NumPy.Names), "curves", MemberType = typeof(NumPy))]
    public void Moons_and_circles_are_those_of_scikit_learn(string name)
    {
        var golden = NumPy.Case("curves", name);
        int samples = golden.Number("samples");
        double noise = golden.GetProperty("noise").GetDouble();
        Generator generator = golden.Text("function") == "make_moons"
            ? new Moons { Samples = samples, Noise = noise, Seed = golden.Seed() }
            : new Circles { Samples = samples, Noise = noise, Factor = 0.8, Seed = golden.Seed() };
        AssertClose(golden.Doubles("points"), golden.Integers("labels"), generator.Make());
    }

    [Fact]
    public void Anisotropic_points_are_those_of_scikit_learns_example()
    {
        var golden = NumPy.Case("anisotropic", "anisotropic");
        AssertClose(golden.Doubles("points"), golden.Integers("labels"), new Anisotropic { Samples = 30 }.Make());
    }

    /// <summary>The bits themselves, pinned: every host, WebAssembly included, must give these.</summary>
    [Fact]
    public void Curves_are_the_same_on_every_host()
    {
        Assert.Equal("15dfbe94096cdaed3e624fed4e6d3a13dcac4afc292023c2616ac48413a2af5a", NumPy.Sha256(new Moons().Make().Points.Values));
        Assert.Equal("2f6649d3e7379b02d99ff8ee8224c624f0b23a1ffb1fa69c551962ace568ac56", NumPy.Sha256(new Circles().Make().Points.Values));
        Assert.Equal("1a6d9ee59cad4a8cfbc0858ec8fe797d3a7ee687fc78f82a0b4ad23709eb16f5", NumPy.Sha256(new Anisotropic().Make().Points.Values));
    }

    [Fact]
    public void Unequal_variance_is_blobs_of_three_deviations() => Assert.Equal(
        NumPy.Case("blobs", "stds").Text("hash"), NumPy.Sha256(new UnequalVariance().Make().Points.Values));

    [Fact]
    public void Uniform_points_are_those_of_default_rng()
    {
        Dataset uniform = new Uniform { Samples = 2500, Features = 4, Seed = 42 }.Make();
        Assert.Equal(NumPy.Case("pcg64", "42").Text("randomHash"), NumPy.Sha256(uniform.Points.Values));
        Assert.True(uniform.Labels.IsEmpty);
        Assert.Null(uniform.Centers);
    }

    [Fact]
    public void The_trap_is_eight_clusters_in_four_pairs()
    {
        Dataset trap = new Trap().Make();
        Assert.Equal((1000, 2, 8), (trap.Points.Count, trap.Points.Dimensions, trap.Centers!.Count));
        Assert.All(trap.Labels.ToArray().CountBy(label => label), each => Assert.Equal(125, each.Value));
        for (int a = 0; a < 8; a++)
            Assert.Equal([4], from b in Enumerable.Range(0, 8)
                              let distance = Math.Abs(trap.Centers[a][0] - trap.Centers[b][0])
                                  + Math.Abs(trap.Centers[a][1] - trap.Centers[b][1])
                              where distance is > 0 and < 8
                              select distance);
    }

    [Fact]
    public void Bad_settings_of_the_curves_are_named()
    {
        Assert.StartsWith("Noise is -1; give a finite number that is 0 or more.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Moons { Noise = -1 }).Message);
        Assert.StartsWith("Factor is 1; give a radius from 0 to below 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Circles { Factor = 1 }).Message);
    }

    [Fact]
    public void The_catalogue_lists_what_each_generator_takes()
    {
        Assert.Equal(
            [
                "blobs: samples, features, centers, std, seed", "moons: samples, noise, seed",
                "circles: samples, noise, seed", "anisotropic: samples, seed", "unequal: samples, seed",
                "uniform: samples, features, seed", "trap: samples, seed",
            ],
            Generators.All.Select(entry => $"{entry.Name}: {string.Join(", ", entry.Defaults.Names)}"));
        Assert.All(Generators.All, entry => Assert.DoesNotContain('\n', entry.Description));
    }

    [Fact]
    public void The_catalogue_makes_what_the_generators_make()
    {
        Assert.Equal<Generator>(
            [
                new Blobs(), new Moons(), new Circles(), new Anisotropic(), new UnequalVariance(), new Uniform(),
                new Trap(),
            ],
            Generators.All.Select(entry => entry.Create()));
        var options = new GeneratorOptions { Samples = 7, Features = 3, Centers = 2, Std = 0.5, Seed = 9 };
        Assert.Equal(new Blobs { Samples = 7, Features = 3, Centers = 2, Std = 0.5, Seed = 9 },
            Generators.Find("blobs").Create(options));
        Assert.Equal(new Moons { Samples = 7, Noise = 0 },
            Generators.Find("moons").Create(new() { Samples = 7, Noise = 0 }));
    }

    [Fact]
    public void The_catalogue_says_what_is_wrong()
    {
        Assert.Equal("'moons' takes no features, no centers; it takes samples, noise, seed.",
            Assert.Throws<ArgumentException>(
                () => Generators.Find("moons").Create(new() { Centers = 3, Features = 2 })).Message);
        Assert.Equal("There is no generator 'spiral'; choose one of blobs, moons, circles, anisotropic, unequal, uniform, trap.",
            Assert.Throws<ArgumentException>(() => Generators.Find("spiral")).Message);
        Assert.StartsWith("Samples is 0; ask for at least 1.",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => Generators.Find("trap").Create(new() { Samples = 0 })).Message);
    }

    private static void AssertClose(double[] points, long[] labels, Dataset made)
    {
        Assert.Equal(labels, made.Labels.ToArray().Select(label => (long)label));
        Assert.Equal(points.Length, made.Points.Values.Length);
        for (int i = 0; i < points.Length; i++)
            Assert.InRange(made.Points.Values[i], points[i] - 1e-12, points[i] + 1e-12);
    }
}
