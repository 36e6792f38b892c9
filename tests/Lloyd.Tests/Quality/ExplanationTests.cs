using Lloyd.Datasets;
using Lloyd.Quality;

namespace Lloyd.Tests.Quality;

/// <summary>What tells clusters apart, against numbers worked out by hand and by the plain formulas.</summary>
public class ExplanationTests
{
    [Fact]
    public void ByHand()
    {
        // Two clusters at x = 0 … 2 (three points) and x = 10, 12 (two), y without meaning.
        var points = new Points<double>(new double[] { 0, 5, 1, 6, 2, 4, 10, 5, 12, 5 }, 2);
        KMeansModel model = new KMeans(2).Fit(points);
        IReadOnlyList<ClusterProfile> clusters = Explanation.Of(model, points, rows: 2);
        Assert.Equal([3L, 2L], clusters.Select(each => each.Count));
        Assert.Equal([0.6, 0.4], clusters.Select(each => each.Share));
        ColumnDifference x = clusters[0].Differences[0], y = clusters[0].Differences[1];
        Assert.Equal((0, 1.0, 11.0), (x.Column, x.Mean, x.MeanOfRest));
        Assert.Equal(-10 / Math.Sqrt((2 + 2) / 3.0), x.Effect, 1e-12);
        Assert.Equal((1, 5.0, 5.0, 0.0), (y.Column, y.Mean, y.MeanOfRest, y.Effect));
        Assert.Equal(-x.Effect, clusters[1].Differences[0].Effect, 1e-12);
        // centroid (1, 5): rows 0, 1 and 2 are 1, 1 and √2 away
        Assert.Equal([new PointAt(0, 1), new PointAt(1, 1)], clusters[0].Nearest);
        Assert.Equal([new PointAt(2, Math.Sqrt(2)), new PointAt(0, 1)], clusters[0].Farthest);
        Assert.Equal([new PointAt(3, 1), new PointAt(4, 1)], clusters[1].Farthest);
    }

    [Fact]
    public void EffectsAreCohensDFarFromTheOriginToo()
    {
        Points<double> points = new Blobs { Samples = 500, Features = 3, Centers = 4, Std = 2, Seed = 5 }.Make().Points;
        var far = new Points<double>(points.Values.ToArray().Select(value => Math.Round(value * 1024) / 1024 + (1 << 20)).ToArray(), 3);
        KMeansModel model = new KMeans(4) { Scaling = Scaling.Standard }.Fit(far);
        foreach (ClusterProfile cluster in Explanation.Of(model, far))
            foreach (ColumnDifference column in cluster.Differences)
            {
                double[] own = [.. Column(true)], rest = [.. Column(false)];
                double pooled = Math.Sqrt((Squares(own) + Squares(rest)) / (own.Length + rest.Length - 2));
                Assert.Equal((own.Average() - rest.Average()) / pooled, column.Effect, 1e-6);
                IEnumerable<double> Column(bool isOwn) => Enumerable.Range(0, far.Count)
                    .Where(i => model.Labels.Span[i] == cluster.Cluster == isOwn).Select(i => far[i][column.Column] - (1 << 20));
            }

        static double Squares(double[] values) => values.Sum(value => (value - values.Average()) * (value - values.Average()));
    }

    [Fact]
    public void TheLargestComesFirstAndTheMostTellingColumn()
    {
        Points<double> points = new Blobs { Samples = 300, Features = 5, Centers = 6, Seed = 5 }.Make().Points;
        IReadOnlyList<ClusterProfile> clusters = Explanation.Of(new KMeans(6).Fit(points), points);
        Assert.Equal(clusters.OrderByDescending(each => each.Count).ThenBy(each => each.Cluster), clusters);
        Assert.All(clusters, each =>
        {
            Assert.Equal(each.Differences.OrderByDescending(column => Math.Abs(column.Effect)), each.Differences);
            Assert.Equal(3, each.Nearest.Count);
            Assert.True(each.Nearest[^1].Distance <= each.Farthest[^1].Distance);
        });
    }

    [Fact]
    public void AnEmptyClusterAndALoneOneHaveNoEffects()
    {
        var training = new Points<double>(new double[] { 0, 1, 9 }, 1);
        KMeansModel model = new KMeans(3).Fit(training);
        var points = new Points<double>(new double[] { 9, 9 }, 1);
        IReadOnlyList<ClusterProfile> clusters = Explanation.Of(model, points);
        Assert.Equal([2L, 0, 0], clusters.Select(each => each.Count));
        Assert.All(clusters, each => Assert.Equal(0, each.Differences[0].Effect));
        Assert.True(double.IsNaN(clusters[1].Differences[0].Mean));
        Assert.True(double.IsNaN(clusters[0].Differences[0].MeanOfRest));
        Assert.Empty(clusters[1].Nearest);
    }

    [Fact]
    public void WhereNothingVariesTheEffectIsInfinite()
    {
        var points = new Points<double>(new double[] { 1, 1, 5, 5 }, 1);
        Assert.All(
            Explanation.Of(new KMeans(2).Fit(points), points), each => Assert.True(double.IsInfinity(each.Differences[0].Effect)));
    }
}
