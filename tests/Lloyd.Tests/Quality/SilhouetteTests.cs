using Lloyd.Datasets;
using Lloyd.Quality;

namespace Lloyd.Tests.Quality;

/// <summary>The values are those of scikit-learn 1.2.1 on the same labels.</summary>
public class SilhouetteTests
{
    private static readonly string[] Species = ["setosa", "versicolor", "virginica"];

    private static (Points<double> Points, int[] Labels) Iris()
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "iris.csv")).Skip(1).Select(line => line.Split(','))];
        double[] values = [.. rows.SelectMany(row => row[..4]).Select(cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture))];
        return (new Points<double>(values, 4), [.. rows.Select(row => Array.IndexOf(Species, row[4].Trim('"')))]);
    }

    [Fact]
    public void IrisAsInScikitLearn()
    {
        (Points<double> points, int[] labels) = Iris();
        double[] coefficients = Silhouette.Coefficients(points, labels);
        Assert.Equal(0.8464691670128704, coefficients[0], 1e-12);
        Assert.Equal(0.14737013161122384, coefficients[70], 1e-12);
        Assert.Equal(0.05397226935951996, coefficients[149], 1e-12);
        Assert.Equal(0.5034774406932961, Silhouette.Score(points, labels), 1e-12);
        Assert.Equal(0.5239679518022117, Silhouette.Score(points, labels, sample: 60, seed: 5), 1e-12);
        Assert.Equal(Silhouette.Score(points, labels), Silhouette.Score(points, labels, sample: 150));
    }

    [Fact]
    public void AloneInAClusterIsZeroAndEmptyClustersPlayNoPart()
    {
        int[] labels = [0, 0, 3, 3, 1];
        Assert.Equal(
            [1.0, 1, 1, 1, 0],
            Silhouette.Coefficients(new Points<double>(new double[] { 0, 0, 0, 0, 1, 0, 1, 0, 9, 9 }, 2), labels));
    }

    [Fact]
    public void AllInOnePlaceIsZero()
    {
        int[] labels = [0, 0, 1];
        Assert.Equal([0.0, 0, 0], Silhouette.Coefficients(new Points<double>(new double[] { 1, 1, 1 }, 1), labels));
    }

    [Fact]
    public void ThreadsChangeNoBit()
    {
        Points<double> points = new Blobs { Samples = 700, Features = 3, Centers = 5, Seed = 3 }.Make().Points;
        int[] labels = new KMeans(5).Fit(points).Labels.ToArray();
        Assert.Equal(Silhouette.Coefficients(points, labels, threads: 1), Silhouette.Coefficients(points, labels, threads: 5));
    }

    [Fact]
    public void AMetricIsAScaling()
    {
        (Points<double> points, int[] labels) = Iris();
        KMeansModel model = new KMeans(3) { Scaling = Scaling.Standard }.Fit(points);
        var scaled = new Points<double>(model.Metric.ToMetric(points.Values), 4);
        Assert.Equal(Silhouette.Score(scaled, labels), Silhouette.Score(points, labels, model.Metric));
    }

    [Theory]
    [InlineData(new[] { 0, 0, 0 }, "1 clusters of 3 points")]
    [InlineData(new[] { 0, 1, 2 }, "3 clusters of 3 points")]
    public void OneClusterOrOnlyClustersOfOneAreAnError(int[] labels, string words) => Assert.Contains(
        words,
        Assert.Throws<InvalidInputException>(
            () => Silhouette.Score(new Points<double>(new double[] { 1, 2, 3 }, 1), labels)).Message, StringComparison.Ordinal);

    [Fact]
    public void WrongLabelsAreAnError()
    {
        var points = new Points<double>(new double[] { 1, 2, 3 }, 1);
        int[] tooFew = [0, 1], negative = [0, -1, 1];
        Assert.Contains("2 labels for 3 points",
            Assert.Throws<ArgumentException>(() => Silhouette.Score(points, tooFew)).Message, StringComparison.Ordinal);
        Assert.Contains("-1", Assert.Throws<ArgumentException>(() => Silhouette.Score(points, negative)).Message, StringComparison.Ordinal);
    }
}
