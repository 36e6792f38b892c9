using CsCheck;

namespace Lloyd.Tests;

/// <summary>What must stay the same, or change in a known way, when the question changes in a known way.</summary>
public class MetamorphicTests
{
    private static readonly string[] Sane = ["plain", "grid", "duplicates", "bisector", "constant", "far apart"];

    private static readonly Gen<Case> Cases =
        from kind in Gen.OneOf(Sane)
        from n in Gen.Int[2, 200]
        from d in Gen.Int[1, 9]
        from k in Gen.Int[1, Math.Min(n, 12)]
        from empty in Gen.Enum<EmptyClusters>()
        from seed in Gen.Int[0, 1_000_000]
        select new Case(kind, n, d, k, empty, seed);

    [Fact]
    public void PermutedRowsPermuteTheLabels() => Cases.Sample(each =>
    {
        // With Keep: of points equally far away, Relocate takes the lowest row.
        KMeans settings = each.Settings with { EmptyClusters = EmptyClusters.Keep };
        int[] order = [.. Enumerable.Range(0, each.N)];
        new Random(each.Seed).Shuffle(order);
        double[] permuted = [.. order.SelectMany(i => each.Values[(i * each.D)..((i + 1) * each.D)])];
        KMeansModel model = settings.Fit(each.Points);
        KMeansModel other = settings.Fit(new Points<double>(permuted, each.D));
        Assert.Equal(order.Select(i => model.Labels.Span[i]), other.Labels.ToArray());
        Assert.Equal(Run.Bits(model.Centroids), Run.Bits(other.Centroids));
        Assert.Equal(model.Inertia, other.Inertia);
    }, iter: 100);

    [Theory]
    [InlineData(40)]
    [InlineData(-40)]
    public void ScalingByAPowerOfTwoScalesEveryBit(int power) => Cases.Sample(each =>
    {
        Step[]? steps = each.Steps(value => value);
        Step[]? scaled = each.Steps(value => Math.ScaleB(value, power));
        Assert.Equal(steps?.Length, scaled?.Length);
        for (int t = 0; t < steps?.Length; t++)
        {
            Assert.Equal(steps[t].Labels.ToArray(), scaled![t].Labels.ToArray());
            Assert.Equal(steps[t].Centroids.ToArray().Select(c => Math.ScaleB(c, power)), scaled[t].Centroids.ToArray());
            Assert.Equal(Math.ScaleB(steps[t].Inertia, 2 * power), scaled[t].Inertia);
            Assert.Equal(steps[t].Movement is { } m ? Math.ScaleB(m, power) : null, scaled[t].Movement);
        }
    }, iter: 50);

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(-1e6)]
    public void ShiftingShiftsTheCentroids(double shift) => Cases.Sample(any =>
    {
        // Whole numbers: every sum and difference of the first step is exact.
        Case each = any with { Kind = "grid" };
        Step[]? steps = each.Steps(value => value);
        Step[]? shifted = each.Steps(value => value + shift);
        Assert.Equal(steps?[0].Labels.ToArray(), shifted?[0].Labels.ToArray());
        Assert.Equal(steps?[0].Inertia, shifted?[0].Inertia);
        for (int i = 0; i < steps?[1].Centroids.Length; i++)
            Assert.Equal(steps[1].Centroids.Span[i] + shift, shifted![1].Centroids.Span[i], 1e-9);
    }, iter: 50);

    [Fact]
    public void TheEndIsAFixedPointAndItsCentroidsPredictThemselves() => Cases.Sample(each =>
    {
        if (each.Steps(value => value) is null)
            return;
        KMeans settings = each.Settings with { Tolerance = 0, MaxIterations = 300 };
        KMeansModel model = settings.Fit(each.Points);
        Assert.True(model.Converged);
        var centroids = new Points<double>(model.Centroids.ToArray(), each.D);
        KMeansModel again = (settings with { Seeding = Seeding.From(centroids) }).Fit(each.Points);
        Assert.Equal(Run.Bits(model.Centroids), Run.Bits(again.Centroids));
        Assert.Equal(model.Labels.ToArray(), again.Labels.ToArray());
        Assert.Equal(1, again.Iterations);

        int[] own = model.Predict(centroids);
        for (int j = 0; j < each.K; j++)            // a centroid that equals an earlier one is that one
            Assert.Equal(Enumerable.Range(0, j + 1).First(i => centroids[i].SequenceEqual(centroids[j])), own[j]);
        Assert.Equal(model.Labels.ToArray(), model.Predict(each.Points));
        Assert.Equal(model.Inertia, model.Score(each.Points));
    }, iter: 100);

    [Theory]
    [InlineData(0)]
    [InlineData(1e4)]
    [InlineData(1e7)]
    public void AtTheLimitTheLabelsAreThoseOfTheCentroidsToo(double offset) => Cases.Sample(each =>
    {
        double[] values = Array.ConvertAll(each.Values, value => value + offset);
        var points = new Points<double>(values, each.D);
        KMeansModel model = new KMeans(each.K)
        {
            EmptyClusters = EmptyClusters.Keep,
            Seeding = Seeding.Random,
            MaxIterations = 1,
            Scaling = (Scaling)(each.Seed % 3),
        }.Fit(points);
        Assert.Equal(model.Labels.ToArray(), model.Predict(points));
        for (int i = 0; i < points.Count; i++)
            Assert.Equal(model.Labels.Span[i], model.Predict(points[i]));
        Assert.Equal(model.Inertia, model.Score(points));
    }, iter: 50);

    [Fact]
    public void InertiaNeverRises() => Cases.Sample(each =>
    {
        Step[]? steps = each.Steps(value => value);
        for (int t = 1; t < steps?.Length; t++)     // but for the rounding of D itself
            Assert.True(steps[t].Inertia <= steps[t - 1].Inertia * (1 + 1e-14), $"step {t}");
    }, iter: 100);

    [Fact]
    public void AWeightIsThatManyCopies() => Cases.Sample(each =>
    {
        KMeans settings = each.Settings with { EmptyClusters = EmptyClusters.Keep, Scaling = (Scaling)(each.Seed % 3) };
        int[] copies = [.. Enumerable.Range(0, each.N).Select(i => 1 + i % 4)];
        double[] weights = Array.ConvertAll(copies, count => (double)count);
        double[] copied = [.. Enumerable.Range(0, each.N).SelectMany(i =>
            Enumerable.Repeat(each.Values[(i * each.D)..((i + 1) * each.D)], copies[i])).SelectMany(row => row)];
        Step[] weighted = [.. settings.Steps(new Points<double>(each.Values, each.D, weights))];
        Step[] repeated = [.. settings.Steps(new Points<double>(copied, each.D))];
        Assert.Equal(repeated.Length, weighted.Length);
        for (int t = 0; t < weighted.Length; t++)
        {
            Assert.Equal(Run.Bits(repeated[t].Centroids), Run.Bits(weighted[t].Centroids));
            Assert.Equal(repeated[t].Inertia, weighted[t].Inertia);
            Assert.Equal(repeated[t].Movement, weighted[t].Movement);
        }
    }, iter: 100);

    [Theory]
    [InlineData("plain", false)]
    [InlineData("offset 1e7", true)]
    [InlineData("duplicates", true)]
    [InlineData("zeros", false)]
    public void AnyNumberOfThreadsGivesTheSameBits(string kind, bool isWeighted)
    {
        const int N = 20_011, D = 5;
        (double[] values, _) = Hostile.Make<double>(kind, N, D, k: 1, seed: 4);
        var points = new Points<double>(values, D, isWeighted ? Hostile.Weights(N, seed: 2) : default);
        foreach (Scaling scaling in Enum.GetValues<Scaling>())
        {
            KMeans settings = new KMeans(40) { Threads = 1, MaxIterations = 4, Scaling = scaling, Restarts = 2 };
            KMeansModel one = settings.Fit(points);
            foreach (int threads in new[] { 2, 3, 8 })
            {
                KMeansModel many = (settings with { Threads = threads }).Fit(points);
                Assert.Equal(one.Save(), many.Save());          // centroids, metric, counts and inertia, bit for bit
                Assert.Equal(one.Labels.ToArray(), many.Labels.ToArray());
                Assert.Equal(one.InitialRows, many.InitialRows);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PartsOfAnySizeAddUpToTheSameBits(bool isWeighted)
    {
        const int N = 5000, D = 3, K = 4;
        (double[] values, _) = Hostile.Make<double>("outlier", N, D, K, seed: 5);
        var points = new MetricPoints<double>(
            new Points<double>(values, D, isWeighted ? Hostile.Weights(N, seed: 2) : default), Metric.Identity(D));
        Description description = Description.Of(points, threads: 1, CancellationToken.None);
        long[]? expected = null;
        foreach (int size in new[] { N, 1, 7, 32, 2048, 4999 })
        {
            Partial whole = description.NewPartial(K);
            foreach (int first in Enumerable.Range(0, (N + size - 1) / size).Select(part => part * size).Reverse())
            {
                Partial part = description.NewPartial(K);
                for (int i = first; i < Math.Min(first + size, N); i++)
                    part.Move(points, i, from: -1, to: i % K);
                whole.Add(part);
            }
            long[] bits = Run.Bits(whole.Means(new double[K * D]));
            Assert.Equal(expected ??= bits, bits);
        }
    }

    private sealed record Case(string Kind, int N, int D, int K, EmptyClusters Empty, int Seed)
    {
        public double[] Values => Hostile.Make<double>(Kind, N, D, K, Seed).Values;

        public Points<double> Points => new(Values, D);

        public KMeans Settings => new(K)
        {
            EmptyClusters = Empty,
            MaxIterations = 20,
            Seeding = Centers(value => value),
        };

        /// <summary>The run on values changed in a known way; null where there are too few distinct points.</summary>
        public Step[]? Steps(Func<double, double> change)
        {
            var points = new Points<double>(Array.ConvertAll(Values, value => change(value)), D);
            KMeans settings = Settings with { Seeding = Centers(change) };
            return Run.Of(settings, points) is [var line] && line.Contains("distinct", StringComparison.Ordinal)
                ? null
                : [.. settings.Steps(points)];
        }

        private Seeding Centers(Func<double, double> change) => Seeding.From(new Points<double>(
            Array.ConvertAll(Hostile.Make<double>(Kind, N, D, K, Seed).Centers, value => change(value)), D));
    }
}
