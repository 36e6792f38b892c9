using System.Numerics;
using CsCheck;
using Lloyd.Assignment;
using Lloyd.Datasets;

namespace Lloyd.Tests;

/// <summary>Every assigner of the catalogue, on any number of threads, gives every bit that the reference gives.</summary>
public class AssignerTests
{
    private const int MaxWork = 400_000;          // n · d · k, so that a case takes milliseconds

    private static readonly int[] Edges =
        [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257];

    // Around panels of 32 or 48 points, blocks of 16 panels, and blocks of 1920 rows.
    private static readonly int[] RowEdges =
        [31, 32, 33, 47, 48, 49, 95, 96, 97, 767, 768, 769, 1919, 1920, 1921, 1967, 1968, 1969, 3839, 3840, 3841, 7681];

    private static readonly Gen<Case> Cases =
        from kind in Gen.OneOf(Hostile.Kinds)
        from isFloat in Gen.Bool
        from d in Gen.Frequency((4, Gen.Int[1, 8]), (2, Gen.OneOf(Edges)), (1, Gen.Int[1, 257]))
        from n in Gen.Frequency((2, Gen.Int[1, 300]), (3, Gen.OneOf(RowEdges)))
        from k in Gen.Frequency((3, Gen.Int[1, 20]), (2, Gen.Int[1, 300]), (1, Gen.Const(n)))
        from start in Gen.OneOf("random", "k-means++", "centers")
        from scaling in Gen.Enum<Scaling>()
        from empty in Gen.Enum<EmptyClusters>()
        from isWeighted in Gen.Bool
        from threads in Gen.Int[1, 8]
        from seed in Gen.Int[0, 1_000_000]
        select new Case(kind, isFloat, n, d, Math.Min(k, Math.Clamp(MaxWork / (n * d), 1, n)), start, scaling, empty,
            isWeighted, threads, seed);

    /// <summary>As a fit does it, which asks for labels only at its end; again and again, as threads meet by chance.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void ManyBlocksOnManyThreadsAreRight(int d)
    {
        var points = new Points<float>(Hostile.Make<float>("plain", 60_000, d, 20, seed: 3).Values, d);
        KMeans settings = new(20) { Tolerance = 0, MaxIterations = 8, Threads = 8 };
        KMeansModel expected = (settings with { Algorithm = "reference" }).Fit(points);
        foreach (IAssignerKind kind in Assigners.All)
        {
            for (int time = 0; time < 10; time++)
            {
                KMeansModel model = (settings with { Algorithm = kind.Name }).Fit(points);
                Assert.Equal(Run.Hash(expected.Labels.Span), Run.Hash(model.Labels.Span));
                Assert.Equal(Run.Bits(expected.Centroids), Run.Bits(model.Centroids));
                Assert.Equal(expected.Inertia, model.Inertia);
            }
        }
    }

    /// <summary>In some dimensions it depends on the points whether boxes rule centroids out.</summary>
    [Theory]
    [InlineData(0.3, "boxes")]
    [InlineData(30, "bounded")]
    public void BoxesRunWhereTheyPay(double deviation, string expected)
    {
        const int Features = 8, Centers = 250;
        Dataset blobs = new Blobs { Samples = 30_000, Features = Features, Centers = Centers, Std = deviation, Seed = 1 }.Make();
        KMeans settings = new(Centers) { Seeding = Seeding.Random, MaxIterations = 2 };
        KMeansModel model = settings.Fit(blobs.Points);
        Assert.Equal(expected, model.Algorithm);
        Assert.Equal((settings with { Algorithm = "panel" }).Fit(blobs.Points).Inertia, model.Inertia);
    }

    /// <summary>Late in a run few centroids move, and much is known from before; with few clusters whole stretches of points
    /// have but one candidate.</summary>
    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 5)]
    [InlineData(4, 8)]
    [InlineData(2, 40)]
    [InlineData(6, 120)]
    public void RunsToTheirEndAreTheSame(int d, int k)
    {
        Dataset blobs = new Blobs { Samples = 30_000, Features = d, Centers = k, Std = 0.8, Seed = 2 }.Make();
        KMeans settings = new(k) { Seeding = Seeding.Random, Tolerance = 0, MaxIterations = 300, Algorithm = "panel" };
        KMeansModel expected = settings.Fit(blobs.Points);
        foreach (string algorithm in Assigners.Names.Where(name => name is not ("panel" or "reference")))
        {
            KMeansModel model = (settings with { Algorithm = algorithm, Threads = 3 }).Fit(blobs.Points);
            Assert.Equal(expected.Iterations, model.Iterations);
            Assert.Equal(Run.Hash(expected.Labels.Span), Run.Hash(model.Labels.Span));
            Assert.Equal(Run.Bits(expected.Centroids), Run.Bits(model.Centroids));
            Assert.Equal(expected.Inertia, model.Inertia);
        }
    }

    [Fact]
    public void EveryAssignerGivesTheBitsOfTheReference() => Cases.Sample(each => each.Check(), iter: 150);

    [Theory]
    [MemberData(nameof(KindsOfData))]
    public void EveryDimensionIsRight(string kind)
    {
        for (int d = 1; d <= 257; d++)
            new Case(kind, IsFloat: d % 2 == 0, N: 70, d, K: 6, "centers", Scaling.None, EmptyClusters.Keep,
                IsWeighted: false, Threads: 1, Seed: d).Check();
    }

    [Theory]
    [MemberData(nameof(KindsOfData))]
    public void EveryKIsRight(string kind)
    {
        for (int k = 1; k <= 67; k++)
            new Case(kind, IsFloat: k % 2 == 0, N: 67, D: 1 + k % 5, k, "centers", Scaling.None, EmptyClusters.Keep,
                IsWeighted: false, Threads: 1, Seed: k).Check();
    }

    [Theory]
    [MemberData(nameof(KindsOfData))]
    public void ManyDimensionsAreRight(string kind)
    {
        foreach (int d in (int[])[258, 768, 1025])
            new Case(kind, IsFloat: d % 2 == 0, N: 400, d, K: 24, "centers", Scaling.None, EmptyClusters.Keep,
                IsWeighted: false, Threads: 2, Seed: d).Check();
    }

    public static TheoryData<string> KindsOfData() => [.. Hostile.Kinds];

    private sealed record Case(
        string Kind, bool IsFloat, int N, int D, int K, string Start, Scaling Scaling, EmptyClusters Empty,
        bool IsWeighted, int Threads, int Seed)
    {
        public void Check()
        {
            if (IsFloat)
                Check<float>();
            else
                Check<double>();
        }

        private void Check<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            (T[] values, T[] centers) = Hostile.Make<T>(Kind, N, D, K, Seed);
            var points = new Points<T>(values, D, IsWeighted ? Hostile.Weights(N, Seed) : default);
            var settings = new KMeans(K)
            {
                Algorithm = "reference",
                EmptyClusters = Empty,
                MaxIterations = 5,
                Scaling = Scaling,
                Seed = (uint)Seed,
                Seeding = Start switch
                {
                    "random" => Seeding.Random,
                    "k-means++" => Seeding.PlusPlus(),
                    _ => Seeding.From(new Points<double>(Array.ConvertAll(centers, double.CreateChecked), D)),
                },
                Threads = 1,
                Tolerance = 0,
            };
            string[] expected = Run.Of(settings, points);
            foreach (IAssignerKind assigner in Assigners.All)
                Assert.Equal(expected, Run.Of(settings with { Algorithm = assigner.Name, Threads = Threads }, points));
        }
    }
}
