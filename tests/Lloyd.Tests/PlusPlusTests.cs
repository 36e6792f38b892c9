using System.Numerics;
using CsCheck;

namespace Lloyd.Tests;

/// <summary>The filter, the differences and the float64 gains of k-means++ choose the very rows of the simplest form.</summary>
public class PlusPlusTests
{
    public static TheoryData<string> Kinds => [.. Hostile.Kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void ItChoosesTheRowsOfTheSimplestForm(string kind)
    {
        Gen<(int N, int D, int K, int Trials, int Seed)> cases =
            from n in Gen.Int[1, 150]
            from d in Gen.OneOf(Gen.Int[1, 20], Gen.Int[30, 300])
            from k in Gen.Int[1, Math.Min(n, 14)]
            from trials in Gen.Int[1, 20]
            from seed in Gen.Int[0, 1_000_000]
            select (n, d, k, trials, seed);
        cases.Sample(each =>
        {
            Same<double>(kind, each.N, each.D, each.K, each.Trials, each.Seed);
            Same<float>(kind, each.N, each.D, each.K, each.Trials, each.Seed);
        }, iter: 15);
    }

    [Fact]
    public void AcrossBlocksAndThreadsTheRowsAreThoseOfTheSimplestForm()
    {
        Same<float>("far apart", 6200, 6, 25, 5, seed: 1);
        Same<float>("duplicates", 6200, 2, 25, 9, seed: 2);
        Same<double>("plain", 6200, 33, 12, 4, seed: 3);
    }

    [Fact]
    public void AnIntegerWeightIsThatManyCopies()
    {
        (double[] values, _) = Hostile.Make<double>("plain", 300, 3, 1, 1);
        double[] weights = Hostile.Weights(300, 1);
        int[] original = [.. Enumerable.Range(0, 300).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
        double[] copies = [.. original.SelectMany(i => values[(3 * i)..(3 * i + 3)])];
        var settings = new KMeans(20) { Seed = 5 };
        IReadOnlyList<int> weighted = settings.Fit(new Points<double>(values, 3, weights)).InitialRows;
        IReadOnlyList<int> copied = settings.Fit(new Points<double>(copies, 3)).InitialRows;
        Assert.Equal(weighted, copied.Select(row => original[row]));
    }

    private static void Same<T>(string kind, int n, int d, int k, int trials, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T[] values, _) = Hostile.Make<T>(kind, n, d, k, seed);
        double[] weights = seed % 2 == 0 ? [] : Hostile.Weights(n, seed);
        var settings = new KMeans(k)
        {
            Seed = (uint)seed,
            Seeding = Seeding.PlusPlus(trials),
            Scaling = (Scaling)(seed % 3),
            Threads = 1 + seed % 4,
            Memory = seed % 5 < 2 ? 0 : null,      // without the copy of the points
        };
        var points = new Points<T>(values, d, weights);
        Problem<T> problem;
        try
        {
            problem = Problem<T>.Of(settings, points, CancellationToken.None);
        }
        catch (InvalidInputException)
        {
            return;     // too wide to square
        }
        int[] expected = PlainPlusPlus.Rows(problem.Points, k, trials, settings.Seed);
        if (expected.Length > 0)
            Assert.Equal(expected, problem.Choose(0, CancellationToken.None).Rows);
        else
            Assert.Throws<InvalidInputException>(() => problem.Choose(0, CancellationToken.None));
    }
}
