using System.Text.Json;
using Lloyd.Streams;

namespace Lloyd.Tests.Streams;

public class Mt19937Tests
{
    [Theory]
    [MemberData(nameof(NumPy.Names), "mt19937", MemberType = typeof(NumPy))]
    public void Gives_the_stream_of_RandomState(string name)
    {
        var golden = NumPy.Case("mt19937", name);
        Assert.Equal(golden.Integers("words"), NumPy.Draw(5, Start(golden).NextUInt32).Select(word => (long)word));
        Assert.Equal(golden.Doubles("random"), NumPy.Draw(5, Start(golden).NextDouble));
        Assert.Equal(golden.Text("randomHash"), NumPy.Sha256(10000, Start(golden).NextDouble));
    }

    [Theory]
    [MemberData(nameof(NumPy.Names), "mt19937", MemberType = typeof(NumPy))]
    public void Draws_normals_as_legacy_gauss_does(string name)
    {
        var golden = NumPy.Case("mt19937", name);
        Assert.Equal(golden.Doubles("normal"), NumPy.Draw(5, Start(golden).NextGaussian));
        Assert.Equal(golden.Text("normalHash"), NumPy.Sha256(100000, Start(golden).NextGaussian));
        var random = Start(golden);
        double[] kept = [random.NextGaussian(), random.NextDouble(), random.NextGaussian()];
        Assert.Equal(golden.Doubles("keptNormal"), kept);
    }

    [Theory]
    [MemberData(nameof(NumPy.Names), "mt19937", MemberType = typeof(NumPy))]
    public void Draws_bounded_numbers_as_randint_does(string name)
    {
        var golden = NumPy.Case("mt19937", name);
        foreach (var bound in golden.GetProperty("intervalHash").EnumerateObject())
        {
            var random = Start(golden);
            ulong max = ulong.Parse(bound.Name);
            Assert.Equal((max, bound.Value.GetString()), (max, NumPy.Sha256(1000, () => random.NextInterval(max))));
        }
    }

    [Theory]
    [MemberData(nameof(NumPy.Names), "mt19937", MemberType = typeof(NumPy))]
    public void Shuffles_as_shuffle_does(string name)
    {
        var golden = NumPy.Case("mt19937", name);
        Assert.Equal(golden.Integers("shuffle10"), Shuffled(golden, 10));
        Assert.Equal(golden.Text("shuffleHash"), NumPy.Sha256<long>(Shuffled(golden, 10007)));
    }

    [Fact]
    public void Seeds_that_RandomState_refuses_go_through_SeedSequence()
    {
        ulong seed = 1UL << 32;
        Assert.Equal(new Mt19937(new SeedSequence(seed)).NextUInt64(), new Mt19937(seed).NextUInt64());
        Assert.NotEqual(new Mt19937(0).NextUInt64(), new Mt19937(seed).NextUInt64());
    }

    private static Mt19937 Start(JsonElement golden) =>
        golden.IsChild() ? new Mt19937(golden.Sequence()) : new Mt19937(golden.Seed());

    private static long[] Shuffled(JsonElement golden, int n)
    {
        int[] order = [.. Enumerable.Range(0, n)];
        Start(golden).Shuffle(order);
        return [.. order.Select(i => (long)i)];
    }
}
