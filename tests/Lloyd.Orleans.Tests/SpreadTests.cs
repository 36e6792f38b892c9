using CsCheck;

namespace Lloyd.Orleans.Tests;

public class SpreadTests
{
    private static Part[] Parts(int count, int rows) =>
        [.. Enumerable.Range(0, count).Select(i => new Part($"file {i / 10}", i % 10 * rows, rows, (long)i * rows))];

    [Fact]
    public void EverySiloGetsAsMuchAsTheOthersAndNeighboursStayTogether()
    {
        Dictionary<int, Part[]> spread = Spread.Over(Parts(12, 100), [1, 2, 3], new Dictionary<int, Part[]>());
        Assert.Equal([4, 4, 4], spread.Values.Select(parts => parts.Length));
        Assert.All(spread.Values, parts => Assert.Equal(300, parts[^1].First - parts[0].First));
    }

    [Fact]
    public void OnlyWhatMustMovesWhenASiloComesOrGoes()
    {
        Part[] parts = Parts(60, 100);
        Dictionary<int, Part[]> three = Spread.Over(parts, [1, 2, 3], new Dictionary<int, Part[]>());
        Dictionary<int, Part[]> four = Spread.Over(parts, [1, 2, 3, 4], three);
        Assert.Equal([15, 15, 15, 15], four.Values.Select(held => held.Length));
        Assert.All([1, 2, 3], silo => Assert.Empty(four[silo].Except(three[silo])));

        Dictionary<int, Part[]> two = Spread.Over(parts, [1, 4], four);
        Assert.Equal([30, 30], two.Values.Select(held => held.Length));
        Assert.All([1, 4], silo => Assert.Empty(four[silo].Except(two[silo])));
    }

    [Fact]
    public void EveryPartIsHeldOnceWhateverComesAndGoes() =>
        Gen.Select(Gen.Int[1, 2000].Array[1, 40], Gen.Int[0, 6].HashSet[1, 6].Array[1, 6]).Sample((sizes, history) =>
        {
            long first = 0;
            var parts = new Part[sizes.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = new Part("file", first, sizes[i], first);
                first += sizes[i];
            }
            var held = new Dictionary<int, Part[]>();
            foreach (HashSet<int> silos in history)
            {
                held = Spread.Over(parts, [.. silos], held);
                Assert.Equal(silos.Order(), held.Keys.Order());
                Assert.Equal(parts, held.Values.SelectMany(mine => mine).OrderBy(part => part.First));
                double most = held.Values.Max(mine => mine.Sum(part => (double)part.Count));
                Assert.InRange(most, 0, (double)first / silos.Count + 2 * sizes.Max());
            }
        });
}
