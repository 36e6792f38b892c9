using System.Globalization;
using System.Text.Json;
using Lloyd.Datasets;
using Lloyd.Quality;

namespace Lloyd.Tests.Quality;

/// <summary>The indices of quality against scikit-learn's on the same labels: tests/data/quality-golden.py.</summary>
public class IndicesTests
{
    private const double Tolerance = 1e-9;      // relative

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "data");
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "quality.json"))).RootElement;

    private static readonly int[] Clusters = [1, 2, 5, 1000];

    private static readonly Points<double> Iris = Read("iris.csv", 4);

    private static Points<double> Read(string file, int columns) => new(
        File.ReadLines(Path.Combine(Folder, file)).Skip(1).SelectMany(line => line.Split(',')[..columns])
            .Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray(), columns);

    private static int[] Stripes(int n, int k) => [.. Enumerable.Range(0, n).Select(i => i % k)];

    private static int[] Runs(int n, int k) => [.. Enumerable.Range(0, n).Select(i => i * k / n)];

    [Fact]
    public void AsInScikitLearn()
    {
        AssertIndices("iris runs 3", Iris, Runs(150, 3));
        AssertIndices("iris runs 7", Iris, Runs(150, 7));
        AssertIndices("iris stripes 4", Iris, Stripes(150, 4));
        AssertIndices("iris standard runs 3", Iris, Runs(150, 3), new KMeans(3) { Scaling = Scaling.Standard }.Fit(Iris).Metric);
        AssertIndices("digits runs 10", Read("digits.csv", 64), Runs(1797, 10));
        Dataset blobs = new Blobs { Samples = 500, Features = 3, Centers = 6, Seed = 1 }.Make();
        AssertIndices("blobs truth", blobs.Points, blobs.Labels.ToArray());
    }

    [Fact]
    public void AdjustedRandAsInScikitLearn()
    {
        int[][] others = [Runs(1000, 7), Stripes(1000, 3), Runs(1000, 1), Runs(1000, 1000)];
        double[] expected = [.. Golden.GetProperty("adjustedRand").EnumerateArray().Select(value => value.GetDouble())];
        double[] found =
            [.. Clusters.SelectMany(a => others.Select(labels => AdjustedRand.Score(Runs(1000, a), labels)))];
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++)
            Assert.Equal(expected[i], found[i], Tolerance);
    }

    [Fact]
    public void AdjustedRandOfManyPointsDoesNotOverflow()
    {
        int[] labels = Runs(3_000_000, 2), other = [.. labels.Select(label => 5 - 3 * label)];
        Assert.Equal(1, AdjustedRand.Score(labels, other));
        Assert.Equal(0, AdjustedRand.Score(labels, Stripes(3_000_000, 2)), 1e-6);
    }

    [Fact]
    public void AShiftChangesNothingThatMatters()
    {
        // iris in tenths of a millimetre is whole, so that the shift is exact
        double[] near = [.. Iris.Values.ToArray().Select(value => Math.Round(10 * value))], far = [.. near.Select(value => value + 1e9)];
        int[] labels = Runs(150, 3);
        Assert.Equal(
            CalinskiHarabasz.Score(new Points<double>(near, 4), labels), CalinskiHarabasz.Score(new Points<double>(far, 4), labels), 1e-4);
        Assert.Equal(
            DaviesBouldin.Score(new Points<double>(near, 4), labels), DaviesBouldin.Score(new Points<double>(far, 4), labels), 1e-6);
    }

    [Fact]
    public void ThreadsAndUnusedNumbersChangeNoBit()
    {
        Points<double> points = new Blobs { Samples = 9000, Features = 3, Centers = 5, Seed = 3 }.Make().Points;
        int[] labels = Runs(9000, 4), gaps = [.. labels.Select(label => 3 * label + 2)];
        Assert.Equal(CalinskiHarabasz.Score(points, labels, threads: 1), CalinskiHarabasz.Score(points, gaps, threads: 5));
        Assert.Equal(DaviesBouldin.Score(points, labels, threads: 1), DaviesBouldin.Score(points, gaps, threads: 5));
    }

    [Fact]
    public void AllOnTheirMeansIsTheBestThatThereIs()
    {
        var points = new Points<double>(new double[] { 1, 1, 5, 5 }, 1);
        int[] labels = [0, 0, 1, 1];
        Assert.Equal(1, CalinskiHarabasz.Score(points, labels));        // as in scikit-learn, where it is no number
        Assert.Equal(0, DaviesBouldin.Score(points, labels));
    }

    [Fact]
    public void ANumberThatIsNoneIsNamed()
    {
        var points = new Points<double>(new double[] { 1, 2, 3, double.NaN }, 1);
        int[] labels = [0, 0, 1, 1];
        Assert.Contains("Row 4", Assert.Throws<InvalidInputException>(() => CalinskiHarabasz.Score(points, labels)).Message, StringComparison.Ordinal);
        Assert.Contains("Row 4", Assert.Throws<InvalidInputException>(() => DaviesBouldin.Score(points, labels)).Message, StringComparison.Ordinal);
    }

    private static void AssertIndices(string name, Points<double> points, int[] labels, Metric? metric = null)
    {
        JsonElement expected = Golden.GetProperty(name);
        AssertNear(expected.GetProperty("silhouette").GetDouble(), Silhouette.Score(points, labels, metric));
        AssertNear(expected.GetProperty("calinskiHarabasz").GetDouble(), CalinskiHarabasz.Score(points, labels, metric));
        AssertNear(expected.GetProperty("daviesBouldin").GetDouble(), DaviesBouldin.Score(points, labels, metric));
    }

    private static void AssertNear(double expected, double found) =>
        Assert.InRange(found, expected - Tolerance * Math.Abs(expected), expected + Tolerance * Math.Abs(expected));
}
