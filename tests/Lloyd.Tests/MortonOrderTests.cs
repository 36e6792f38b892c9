using Lloyd.Assignment;

namespace Lloyd.Tests;

/// <summary>The order that boxes are made in, against a sort.</summary>
public class MortonOrderTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(47, 2, 1)]
    [InlineData(30_001, 1, 3)]
    [InlineData(30_001, 2, 2)]
    [InlineData(30_001, 3, 4)]
    [InlineData(30_001, 8, 2)]
    [InlineData(5_000, 25, 2)]
    public void Rows_lie_in_the_order_of_their_places_and_then_of_their_numbers(int n, int d, int threads)
    {
        MetricPoints<double> points = Points(n, d, _ => 1);
        var space = new ScoreSpace(Description.Of(points, threads, default));

        (double[] rows, int[] numbers) = Copy(points, space, threads);

        int[] places = Places(points, space);
        Assert.Equal(Enumerable.Range(0, n).OrderBy(row => places[row]), numbers);
        Assert.Equal(numbers.SelectMany(points.Read), rows);
    }

    [Fact]
    public void Where_most_points_lie_in_one_corner_all_are_there_and_near_each_other()
    {
        // Far more than are sorted together are in one bucket.
        MetricPoints<double> points = Points(200_000, 2, row => row < 100 ? 1 : 1 / 64.0);
        var space = new ScoreSpace(Description.Of(points, 2, default));

        (double[] rows, int[] numbers) = Copy(points, space, 2);

        int[] places = Places(points, space);
        Assert.Equal(Enumerable.Range(0, 200_000), numbers.Order());
        Assert.Equal(numbers.SelectMany(points.Read), rows);
        Assert.InRange(numbers.Zip(numbers.Skip(1)).Count(pair => places[pair.First] > places[pair.Second]), 1, 10);
    }

    [Fact]
    public void Stretches_are_parts_of_the_order()
    {
        MetricPoints<double> points = Points(50_000, 6, _ => 1);
        var space = new ScoreSpace(Description.Of(points, 2, default));

        int[] stretches = new MortonOrder<double>(points, space, 2, default).Stretches(3, 5_000);

        int[] numbers = Copy(points, space, 2).Numbers;
        int[] firsts = [7_500, 22_500, 37_500];
        Assert.Equal(firsts.SelectMany(first => numbers[first..(first + 5_000)]), stretches);
    }

    private static MetricPoints<double> Points(int n, int d, Func<int, double> scale)
    {
        var random = new Random(n + d);
        double[] values = new double[n * d];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextDouble() * scale(i / d);
        return new MetricPoints<double>(new Points<double>(values, d), Metric.Identity(d));
    }

    private static (double[] Rows, int[] Numbers) Copy(MetricPoints<double> points, ScoreSpace space, int threads)
    {
        double[] rows = new double[points.Count * points.Dimensions];
        int[] numbers = new int[points.Count];
        new MortonOrder<double>(points, space, threads, default).Copy(rows, numbers);
        return (rows, numbers);
    }

    /// <summary>The place of each row, bit by bit.</summary>
    private static int[] Places(MetricPoints<double> points, ScoreSpace space)
    {
        int d = points.Dimensions, coordinates = Math.Min(d, 18), cells = 1 << (new MortonCurve(d).Bits / coordinates);
        return [.. Enumerable.Range(0, points.Count).Select(row =>
        {
            float[] y = new float[d];
            space.Read(points, row, y, 1);
            int place = 0;
            for (int t = 0; t < coordinates; t++)
            {
                int cell = Math.Clamp((int)((y[t] + 1) * (0.5f * cells)), 0, cells - 1);
                for (int bit = 0; 1 << bit < cells; bit++)
                    place |= (cell >> bit & 1) << (bit * coordinates + t);
            }
            return place;
        })];
    }
}
