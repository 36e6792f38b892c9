namespace Lloyd.Tests;

public class VarianceSharesTests
{
    [Fact]
    public void TheyAreTheVariancesOverTheirSum() =>
        Assert.Equal([0.2, 0.8, 0], new Points<double>(new double[] { 0, 7, 3, 2, 11, 3 }, 3).VarianceShares());

    [Fact]
    public void AnOffsetAndTheNumberOfThreadsDoNotMatter()
    {
        double[] values = new double[30_000];
        for (int i = 0; i < values.Length; i++)
            values[i] = i * 7919 % 1009;
        double[] far = Array.ConvertAll(values, value => value + (1 << 30));
        double[] shares = new Points<double>(values, 3).VarianceShares(threads: 1);
        Assert.Equal(shares, new Points<double>(values, 3).VarianceShares(threads: 7));
        double[] farShares = new Points<double>(far, 3).VarianceShares();
        for (int t = 0; t < 3; t++)
            Assert.Equal(shares[t], farShares[t], 1e-9);
    }

    [Fact]
    public void AWeightIsThatManyCopies() => Assert.Equal(
        new Points<double>(new double[] { 0, 0, 1, 5, 1, 5, 1, 5, 4, 2 }, 2).VarianceShares(),
        new Points<double>(new double[] { 0, 0, 1, 5, 4, 2 }, 2, new double[] { 1, 3, 1 }).VarianceShares());

    [Fact]
    public void WhereNothingVariesThereAreNone()
    {
        Assert.Equal([0, 0], new Points<float>(new float[] { 1, 2, 1, 2 }, 2).VarianceShares());
        Assert.Equal([0, 0], new Points<double>(Array.Empty<double>(), 2).VarianceShares());
    }

    [Fact]
    public void WhatCannotBeSquaredIsRefused()
    {
        Assert.Throws<InvalidInputException>(() => new Points<double>(new double[] { -1e200, 1e200 }, 1).VarianceShares());
        Assert.Throws<InvalidInputException>(() => new Points<double>(new double[] { double.NaN, 1 }, 1).VarianceShares());
    }
}
