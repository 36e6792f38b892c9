using Lloyd.Exact;

namespace Lloyd.Tests.Exact;

public class ExactSumTests
{
    private static readonly Func<Random, double>[] Values =
    [
        random => random.NextDouble() - 0.5,
        random => random.NextDouble() * Math.ScaleB(1, random.Next(-60, 60)),       // more bits than two pieces hold
        random => random.NextDouble() * Math.ScaleB(1, random.Next(-1070, 1000)),
        random => random.NextDouble() * 1e-321,
        random => (random.NextDouble() - 0.5) * 1e305,
        random => random.Next(2) == 0 ? -0.0 : 0,
    ];

    [Fact]
    public void RowsAddUpExactlyInEveryColumn()
    {
        var random = new Random(1);
        foreach (int columns in new[] { 1, 2, 3, 6, 8, 17 })
            foreach (int rows in new[] { 0, 1, 5, 1000, 40_000 / columns })
            {
                double[] values = [.. Enumerable.Range(0, rows * columns)
                    .Select(i => Values[i % columns % Values.Length](random))];
                ExactSum[] sums = ExactSum.NewArray(columns);
                ExactSum.AddRows(sums, values);
                for (int t = 0; t < columns; t++)
                    Exactly.AssertSum(values.Where((_, i) => i % columns == t).Select(value => (1.0, value)), sums[t].ToDouble());
            }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1.5, 0)]
    [InlineData(1, double.Epsilon)]
    [InlineData(1, -double.Epsilon)]
    [InlineData(0, 0)]
    public void TiesGoToTheEvenNeighbour(double value, double alittle)
    {
        double half = (Math.BitIncrement(value) - value) / 2;
        var sum = new ExactSum();
        ExactSum.AddRows([sum], [value, half, alittle]);
        Exactly.AssertSum([(1, value), (1, half), (1, alittle)], sum.ToDouble());
    }
}
