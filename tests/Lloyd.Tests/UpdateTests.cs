using System.Numerics;
using CsCheck;
using Lloyd.Kernels;

namespace Lloyd.Tests;

/// <summary>A centroid is the mean of its points, correctly rounded: checked by integers of any length.</summary>
public class UpdateTests
{
    private static readonly Dictionary<string, Func<Random, double[]>> Columns = new()
    {
        ["units"] = random => Many(() => random.NextDouble()),
        ["1e15 among units"] = random => [.. Many(() => random.NextDouble()), 1e15],
        ["1e30 among units"] = random => [1e30, .. Many(() => random.NextDouble()), -1e30, 1e30],
        ["1e150 among denormals"] = random => [.. Many(() => random.Next(100) * double.Epsilon), 1e150],
        ["denormals"] = random => Many(() => random.Next(-100, 100) * double.Epsilon),
        ["around the smallest normal"] = random => Many(() => (random.NextDouble() - 0.5) * 1e-307),
        ["alternating signs"] = random => [.. Enumerable.Range(0, 999).Select(i => i % 2 == 0 ? 1e16 : -1e16), 1.0 / 3],
        ["every size"] = random => Many(() => (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-1074, 500))),
        ["halfway"] = _ => [1, Math.BitIncrement(1)],
        ["halfway, odd below"] = _ => [Math.BitIncrement(1), Math.BitIncrement(Math.BitIncrement(1))],
        ["just above halfway"] = _ => [2, Math.BitIncrement(2), 1e-200, 0],     // only the remainder tells
        ["largest"] = _ => [double.MaxValue, double.MaxValue, double.MaxValue],
        ["half of the smallest"] = _ => [0, double.Epsilon],
        ["signed zeros"] = _ => [-0.0, 0.0, -0.0],
        ["constant"] = _ => [.. Enumerable.Repeat(0.1, 1000)],
    };

    private static readonly Dictionary<string, Func<Random, double>> Weights = new()
    {
        ["tenths"] = _ => 0.1,
        ["integers"] = random => random.Next(1, 100),
        ["every size"] = random => (1 + random.NextDouble()) * Math.ScaleB(1, random.Next(-500, 500)),
        ["denormal"] = random => random.Next(1, 9) * double.Epsilon,
        ["huge"] = random => (1 + random.NextDouble()) * 1e300,
    };

    /// <summary>Four rows each: ties, sums that almost cancel, and the ends of the range of doubles.</summary>
    private static readonly double[][] Hard =
    [
        [1, Math.BitIncrement(1), 1, Math.BitIncrement(1)],
        [-Math.BitIncrement(1), -Math.BitIncrement(1), -Math.BitIncrement(Math.BitIncrement(1)), -1],
        [2, Math.BitIncrement(2), 1e-200, 0],
        [-2, -Math.BitIncrement(2), -1e-200, 0],
        [double.Epsilon, 0, 0, 0],
        [double.Epsilon, double.Epsilon, double.Epsilon, -double.Epsilon],
        [double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue],
        [1e300, -1e300, 1e-300, 0],
        [0, -0.0, 0, -0.0],
        [1e16, -1e16, 1.0 / 3, 0],
    ];

    public static TheoryData<string> ColumnNames() => [.. Columns.Keys];

    public static MatrixTheoryData<string, string> ColumnsAndWeights() => new(Columns.Keys, Weights.Keys);

    [Theory, MemberData(nameof(ColumnNames))]
    public void TheMeanIsRightInTheLastBit(string column)
    {
        double[] values = Columns[column](new Random(1));
        Exactly.AssertMean(values, MeanOf(new Points<double>(values, 1)));
    }

    [Theory, MemberData(nameof(ColumnsAndWeights))]
    public void TheWeightedMeanIsRightInTheLastBit(string column, string weight)
    {
        var random = new Random(2);
        double[] values = Columns[column](random);
        double[] weights = [.. values.Select(_ => Weights[weight](random))];
        Exactly.AssertMean(weights.Zip(values), MeanOf(new Points<double>(values, 1, weights)));
    }

    [Fact]
    public void ColumnsOfAllSizesTogetherAreRight()
    {
        // The widest column decides how many digits all of them get.
        double[][] columns = [.. Columns.Values.Select(column => column(new Random(3))).Where(column => column.Length > 900)];
        double[] values = [.. Enumerable.Range(0, 900).SelectMany(i => columns.Select(column => column[i]))];
        double[] means = Means(new Points<double>(values, columns.Length));
        for (int t = 0; t < columns.Length; t++)
            Exactly.AssertMean(columns[t].Take(900), means[t]);
    }

    [Fact]
    public void AHardColumnIsRightInEveryLaneAndSpoilsNoOther()
    {
        var random = new Random(4);
        double[] sizes = [1, 1e100, 1e-100];
        for (int d = 1; d <= 2 * Vector<double>.Count + 1; d++)
            for (int at = 0; at < d; at++)
                foreach (double[] hard in Hard)
                    foreach (double[] weights in new double[][] { [], [0.1, 0.3, 0.1, 0.7] })
                    {
                        double[] values = [.. Enumerable.Range(0, 4 * d)
                            .Select(i => i % d == at ? hard[i / d] : (random.NextDouble() - 0.5) * sizes[i % d % sizes.Length])];
                        double[] means = Means(new Points<double>(values, d, weights));
                        for (int t = 0; t < d; t++)
                            AssertMean(values, weights, [0, 1, 2, 3], d, t, means[t]);
                    }
    }

    [Fact]
    public void AMeanFarBelowTheWeightsIsRight()
    {
        // The weights' sum is near 2^1024 units of its lowest bit and that of the products is 2: such a quotient of
        // integers is denormal, though the mean is not.
        double unit = Math.ScaleB(1, -232), z = Math.ScaleB(1, 130);
        var random = new Random(5);
        for (int i = 0; i < 100; i++)
        {
            double[] values = [z * (1 - Math.ScaleB(1, -52)), -z, 0];
            double[] weights =
                [unit * (Math.ScaleB(1, 52) + 1), unit * Math.ScaleB(1, 52), unit * Math.ScaleB(1 + random.NextDouble(), 1023)];
            AssertMean(values, weights, [0, 1, 2], d: 1, t: 0, Means(new Points<double>(values, 1, weights))[0]);
        }
    }

    /// <summary>Panels are moved by all lanes that go the same way, rows one by one.</summary>
    [Theory, MemberData(nameof(ColumnNames))]
    public void LanesOfAPanelAreMovedAsTheirRowsAre(string column)
    {
        const int D = 3, K = 5, Lanes = 48;
        var random = new Random(2);
        double[] some = Columns[column](random);
        double[] rows = [.. Enumerable.Range(0, Lanes * D).Select(i => some[i % some.Length])];
        double[] panel = [.. Enumerable.Range(0, D * Lanes).Select(i => rows[i % Lanes * D + i / Lanes])];
        var points = new MetricPoints<double>(new Points<double>(rows, D), Metric.Identity(D));
        Description description = Description.Of(points, 1, default);
        Partial byLanes = description.NewPartial(K), byRows = description.NewPartial(K);
        int[] from = [.. Enumerable.Repeat(-1, Lanes)];
        for (int time = 0; time < 20; time++)
        {
            int[] to = [.. from.Select(_ => random.Next(1 + time % K))];
            ulong changed = LaneMask.Different(from, to);
            if (time > 0)
                changed &= (ulong)random.NextInt64();       // any lanes, those at the ends among them
            for (int lane = 0; lane < Lanes; lane++)
                if ((changed >> lane & 1) == 0)
                    to[lane] = from[lane];

            byLanes.Move(panel, [], changed, from, to);
            byRows.Changed += byRows.Move(points, 0, from, to);

            Assert.Equal(byRows.Counts, byLanes.Counts);
            Assert.Equal(byRows.Changed, byLanes.Changed);
            double[] none = new double[K * D];
            Assert.Equal(Run.Bits(byRows.Means(none)), Run.Bits(byLanes.Means(none)));
            from = to;
        }
    }

    [Fact]
    public void FiveMillionEqualFloatsHaveTheirOwnValueAsMean()
    {
        float[] values = new float[5_000_000];
        Array.Fill(values, 1.3f);
        Assert.Equal(1.3f, Means(new Points<float>(values, 1))[0]);
    }

    [Fact]
    public void EveryStepIsWhatTheFormulaSays() =>
        (from kind in Gen.OneOf(Hostile.Kinds)
         from n in Gen.Int[1, 80]
         from d in Gen.Int[1, 6]
         from k in Gen.Int[1, Math.Min(n, 9)]
         from isWeighted in Gen.Bool
         from seed in Gen.Int[0, 1_000_000]
         select (kind, n, d, k, isWeighted, seed)).Sample(each =>
        {
            (double[] values, double[] centers) = Hostile.Make<double>(each.kind, each.n, each.d, each.k, each.seed);
            double[] weights = each.isWeighted ? Hostile.Weights(each.n, each.seed) : [];
            var settings = new KMeans(each.k)
            {
                EmptyClusters = EmptyClusters.Keep,
                MaxIterations = 6,
                Seeding = Seeding.From(new Points<double>(centers, each.d)),
            };
            Step? before = null;
            var points = new Points<double>(values, each.d, weights);
            if (Run.Of(settings, points) is [var refused] && refused.StartsWith("The weights go up to", StringComparison.Ordinal))
                return;
            foreach (Step step in settings.Steps(points))
            {
                AssertLabelsAndInertia(values, weights, step);
                if (before is not null)
                    AssertMeans(values, weights, before, step.Centroids.Span);
                before = step;
            }
        }, iter: 100);

    private static void AssertLabelsAndInertia(double[] values, double[] weights, Step step)
    {
        int n = step.Labels.Length, d = values.Length / n, k = step.Counts.Length;
        var products = new (double, double)[n];
        for (int i = 0; i < n; i++)
        {
            double[] distances = new double[k];
            for (int j = 0; j < k; j++)
                for (int t = 0; t < d; t++)
                {
                    double difference = values[i * d + t] - step.Centroids.Span[j * d + t];
                    distances[j] += difference * difference;
                }
            Assert.Equal(Array.IndexOf(distances, distances.Min()), step.Labels.Span[i]);
            products[i] = (weights.Length == 0 ? 1 : weights[i], distances.Min());
        }
        Exactly.AssertSum(products, step.Inertia);
    }

    private static void AssertMeans(double[] values, double[] weights, Step before, ReadOnlySpan<double> means)
    {
        int n = before.Labels.Length, d = values.Length / n;
        for (int j = 0; j < before.Counts.Length; j++)
        {
            int[] rows = [.. Enumerable.Range(0, n).Where(i => before.Labels.Span[i] == j)];
            Assert.Equal(rows.Length, before.Counts.Span[j]);
            for (int t = 0; t < d; t++)
                if (rows.Length == 0)
                    Assert.Equal(before.Centroids.Span[j * d + t], means[j * d + t]);
                else
                    AssertMean(values, weights, rows, d, t, means[j * d + t]);
        }
    }

    private static void AssertMean(double[] values, double[] weights, int[] rows, int d, int t, double mean)
    {
        if (weights.Length == 0)
            Exactly.AssertMean(rows.Select(i => values[i * d + t]), mean);
        else
            Exactly.AssertMean(rows.Select(i => (weights[i], values[i * d + t])), mean);
    }

    private static double MeanOf(Points<double> points) => Means(points)[0];

    private static double[] Means<T>(Points<T> points) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int d = points.Dimensions;
        var unscaled = new MetricPoints<T>(points, Metric.Identity(d));
        Partial partial = Description.Of(unscaled, threads: 1, CancellationToken.None).NewPartial(1);
        for (int i = 0; i < points.Count; i++)
            partial.Move(unscaled, i, from: -1, to: 0);
        return partial.Means(new double[d]);
    }

    private static double[] Many(Func<double> value) => [.. Enumerable.Range(0, 1000).Select(_ => value())];
}
