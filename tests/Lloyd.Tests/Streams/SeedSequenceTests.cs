using Lloyd.Streams;

namespace Lloyd.Tests.Streams;

public class SeedSequenceTests
{
    [Theory]
    [MemberData(nameof(NumPy.Names), "seedSequence", MemberType = typeof(NumPy))]
    public void Gives_the_words_of_NumPy(string name)
    {
        var golden = NumPy.Case("seedSequence", name);
        Assert.Equal(golden.Integers("words"), golden.Sequence().GenerateState(9).Select(word => (long)word));
    }

    [Fact]
    public void Children_do_not_depend_on_the_order_in_which_they_are_asked_for()
    {
        var sequence = new SeedSequence(42);
        uint[] later = sequence.Spawn(3).GenerateState(4);
        sequence.Spawn(0).GenerateState(4);
        Assert.Equal(later, sequence.Spawn(3).GenerateState(4));
        Assert.NotEqual(later, sequence.Spawn(2).GenerateState(4));
    }

    [Fact]
    public void Restart_0_has_the_seed_itself_and_restart_r_its_rth_child()
    {
        Assert.Equal(new SeedSequence(7).GenerateState(4), SeedSequence.ForRestart(7, 0).GenerateState(4));
        Assert.Equal(new SeedSequence(7).Spawn(0).GenerateState(4), SeedSequence.ForRestart(7, 1).GenerateState(4));
        Assert.Equal(new SeedSequence(7).Spawn(4).GenerateState(4), SeedSequence.ForRestart(7, 5).GenerateState(4));
    }
}
