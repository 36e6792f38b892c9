using System.Numerics;

namespace Lloyd.Tests;

public class ExtremesTests
{
    [Fact]
    public void LanesFindWhatAPlainLoopFinds()
    {
        Compare<float>();
        Compare<double>();
    }

    [Fact]
    public void TheLowestRowThatIsNotFiniteIsFound()
    {
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            foreach (int row in new[] { 0, 7, 1000, 2999 })
            {
                double[] values = new double[3000 * 3];
                values[row * 3 + 1] = bad;
                values[2999 * 3 + 2] = double.NaN;
                InvalidInputException refused =
                    Assert.Throws<InvalidInputException>(() => new KMeans(2).Fit(new Points<double>(values, 3)));
                Assert.StartsWith($"Row {row + 1}, column 2 ", refused.Message);
            }
    }

    private static void Compare<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (string kind in Hostile.Kinds)
            foreach (int d in new[] { 1, 2, 3, 8, 16, 17 })
                foreach (int n in new[] { 1, 50, 331 })
                {
                    T[] values = Hostile.Make<T>(kind, n, d, 3, seed: d).Values;
                    var extremes = new Extremes<T>(d);
                    int half = n / 2;
                    extremes.Add(half, values.AsSpan(half * d));
                    var others = new Extremes<T>(d);
                    others.Add(0, values.AsSpan(0, half * d));
                    extremes.Add(others);
                    Assert.Equal(-1, extremes.NotFiniteRow);
                    for (int t = 0; t < d; t++)
                    {
                        double[] column = [.. Enumerable.Range(0, n).Select(i => double.CreateChecked(values[i * d + t]))];
                        double[] expected =
                        [
                            column.Aggregate(Math.Min), column.Aggregate(Math.Max),
                            column.Select(Math.Abs).Where(value => value > 0).DefaultIfEmpty(double.PositiveInfinity).Min(),
                        ];
                        double[] actual = [extremes.Min()[t], extremes.Max()[t], extremes.Smallest()[t]];
                        Assert.Equal(Run.Bits(expected), Run.Bits(actual));
                    }
                }
    }
}
