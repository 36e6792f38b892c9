using Lloyd.Streams;

namespace Lloyd.Tests.Streams;

public class Pcg64Tests
{
    [Theory]
    [MemberData(nameof(NumPy.Names), "pcg64", MemberType = typeof(NumPy))]
    public void Gives_the_stream_of_default_rng(string name)
    {
        var golden = NumPy.Case("pcg64", name);
        Assert.Equal(golden.Words("raw"), NumPy.Draw(5, new Pcg64(golden.Sequence()).NextUInt64));
        Assert.Equal(golden.Doubles("random"), NumPy.Draw(5, new Pcg64(golden.Sequence()).NextDouble));
        Assert.Equal(golden.Text("randomHash"), NumPy.Sha256(10000, new Pcg64(golden.Sequence()).NextDouble));
        if (!golden.IsChild())
            Assert.Equal(golden.Words("raw")[0], new Pcg64(golden.Seed()).NextUInt64());
    }

    [Theory]
    [MemberData(nameof(NumPy.Names), "pcg64", MemberType = typeof(NumPy))]
    public void Keeps_the_high_half_for_the_next_32_bits(string name)
    {
        var golden = NumPy.Case("pcg64", name);
        var random = new Pcg64(golden.Sequence());
        ulong[] mixed = [random.NextUInt32(), random.NextUInt64(), random.NextUInt32(), random.NextUInt32()];
        Assert.Equal(golden.Words("mixed"), mixed);
    }

    [Theory]
    [MemberData(nameof(NumPy.Names), "pcg64", MemberType = typeof(NumPy))]
    public void Draws_bounded_numbers_as_integers_does(string name)
    {
        var golden = NumPy.Case("pcg64", name);
        foreach (var bound in golden.GetProperty("boundedHash").EnumerateObject())
        {
            var random = new Pcg64(golden.Sequence());
            ulong max = ulong.Parse(bound.Name);
            Assert.Equal((max, bound.Value.GetString()), (max, NumPy.Sha256(1000, () => random.NextBounded(max))));
        }
    }

    [Theory]
    [MemberData(nameof(NumPy.Names), "choice", MemberType = typeof(NumPy))]
    public void Chooses_the_rows_that_choice_chooses(string name)
    {
        var golden = NumPy.Case("choice", name);
        var random = new Pcg64(golden.Seed());
        long[] rows = random.Choice(golden.GetProperty("n").GetInt64(), golden.Number("k"));
        Assert.Equal(golden.Integers("first"), rows.Take(8));
        Assert.Equal(golden.Text("hash"), NumPy.Sha256<long>(rows));
        Assert.Equal(golden.Text("next"), random.NextUInt64().ToString());
    }

    [Fact]
    public void Chooses_the_rows_that_the_notebook_starts_from() =>
        Assert.Equal((int[])[43, 8, 64, 75], new Pcg64(42).Choice(100, 4));

    [Theory]
    [InlineData(5, 6)]
    [InlineData(5, -1)]
    public void Refuses_to_choose_more_than_there_are(int n, int k) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pcg64(0).Choice(n, k));
}
