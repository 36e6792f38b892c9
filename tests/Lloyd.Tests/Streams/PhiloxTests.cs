using Lloyd.Streams;

namespace Lloyd.Tests.Streams;

public class PhiloxTests
{
    [Fact]
    public void ItsNumbersAreNumPys()
    {
        // Generator(Philox(7).jumped(jumps)).random(n)[first:first + count]
        var philox = new Philox(new SeedSequence(7));
        Same([0.46881748695593284, 0.42614583623918467, 0.3629817008336008, 0.23735390900821418, 0.1387354645954474, 0.5119864514475558],
            philox, jumps: 0, first: 0);
        Same([0.07213242826442878, 0.18063882433734646, 0.22746916800960815, 0.8084446179848206, 0.11385393056183146],
            philox, jumps: 3, first: 2048);
        // Philox(SeedSequence(7).spawn(1)[0])
        Same([0.7447646311908999, 0.2327974493645527], new Philox(SeedSequence.ForRestart(7, restart: 1)), jumps: 1, first: 0);
    }

    private static void Same(double[] expected, Philox philox, int jumps, int first)
    {
        double[] values = new double[expected.Length];
        philox.NextDoubles(jumps, first, values);
        Assert.Equal(expected, values);
    }
}
