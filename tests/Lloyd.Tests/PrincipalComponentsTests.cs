using System.Globalization;

namespace Lloyd.Tests;

/// <summary>The values are those of scikit-learn 1.2.1's <c>PCA(svd_solver="full")</c>, with the signs of its later
/// versions.</summary>
public class PrincipalComponentsTests
{
    [Fact]
    public void IrisAsInScikitLearn()
    {
        PrincipalComponents found = PrincipalComponents.Of(Read("iris.csv", 4));
        AssertNear([5.843333333333335, 3.057333333333334, 3.7580000000000027, 1.199333333333334], found.Mean);
        AssertNear([0.9246187232017271, 0.05306648311706782, 0.017102609807929763, 0.005212183873275374], found.VarianceShares);
        AssertNear(
            [
                0.36138659178536864, -0.08452251406456868, 0.8566706059498349, 0.3582891971515507,
                0.6565887712868423, 0.7301614347850266, -0.17337266279585706, -0.07548101991746337,
            ], found.Directions[..8]);
    }

    [Fact]
    public void InAMetricItIsThatOfTheScaledPoints()
    {
        Points<double> iris = Read("iris.csv", 4);
        Metric metric = new KMeans(3) { Scaling = Scaling.Standard }.Fit(iris).Metric;
        PrincipalComponents found = PrincipalComponents.Of(iris, metric);
        AssertNear([0.7296244541329987, 0.2285076178670178, 0.036689218892828765, 0.005178709107154797], found.VarianceShares);
        AssertNear([0.5210659146701195, -0.2693474425059429, 0.5804130957962944, 0.5648565357793611], found.Directions[..4]);
    }

    [Fact]
    public void DigitsAsInScikitLearn()
    {
        PrincipalComponents found = PrincipalComponents.Of(Read("digits.csv", 64));
        AssertNear([0.14890593584063846, 0.13618771239635463, 0.11794593763975782, 0.08409979421009191], found.VarianceShares[..4]);
        double[][] expected =
        [
            [-0.24445167558025505, -0.16371209750986848, 0.08520079076768611, -0.08941846769785483],
            [-0.060348568730020966, 0.0045054186218429475, 0.28529179980736685, -0.1766971171267609],
            [-0.08743873851253964, 0.30758110781928927, -0.01500969161672748, -0.2320841629716988],
        ];
        int[] at = [10, 21, 36, 61];
        for (int i = 0; i < expected.Length; i++)
            AssertNear(expected[i], Array.ConvertAll(at, t => found.Directions.Span[i * 64 + t]));
        for (int i = 0; i < 64; i++)
            for (int j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, Dot(found.Directions.Span.Slice(i * 64, 64), found.Directions.Span.Slice(j * 64, 64)), 1e-12);
        Assert.Equal(1, found.VarianceShares.ToArray().Sum(), 1e-12);
        Assert.Equal([0.0, 0, 0], found.VarianceShares[^3..].ToArray());     // three pixels are never dark
    }

    [Fact]
    public void AWeightIsThatManyCopies()
    {
        Points<double> iris = Read("iris.csv", 4);
        double[] weights = [.. Enumerable.Range(0, 150).Select(i => 1.0 + i % 3)];
        PrincipalComponents found = PrincipalComponents.Of(new Points<double>(iris.Values.ToArray(), 4, weights));
        AssertNear([0.924647622645075, 0.052816480167803936, 0.01729086694282562, 0.0052450302442952935], found.VarianceShares);
    }

    [Fact]
    public void WhereNothingVariesTheColumnsAreTheDirections()
    {
        PrincipalComponents found = PrincipalComponents.Of(new Points<float>(new float[] { 1, 2, 1, 2 }, 2));
        Assert.Equal([1.0, 0, 0, 1], found.Directions.ToArray());
        Assert.Equal([0.0, 0], found.VarianceShares.ToArray());
    }

    [Fact]
    public void WhatCannotBeSquaredIsRefused()
    {
        Assert.Throws<InvalidInputException>(() => PrincipalComponents.Of(new Points<double>(Array.Empty<double>(), 2)));
        Assert.Throws<InvalidInputException>(() => PrincipalComponents.Of(new Points<double>(new double[] { -1e200, 1e200 }, 1)));
        Assert.Throws<InvalidInputException>(() => PrincipalComponents.Of(new Points<double>(new double[] { double.NaN, 1 }, 1)));
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int t = 0; t < a.Length; t++)
            sum += a[t] * b[t];
        return sum;
    }

    private static void AssertNear(double[] expected, ReadOnlyMemory<double> found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found.Span[i], 1e-11);
    }

    private static Points<double> Read(string file, int columns) => new(
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", file)).Skip(1)
            .SelectMany(line => line.Split(',')[..columns]).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray(),
        columns);
}
