using Lloyd.Assignment;

namespace Lloyd.Tests;

/// <summary>What the subspace assigner spares, counted, and that it gives up where it spares nothing. That its labels
/// are right is for <see cref="AssignerTests"/>.</summary>
public class SubspaceTests
{
    private const int N = 4000, D = 256, K = 80;

    [Fact]
    public void FewProductsAreNeededWhereSomeDirectionsMatterMost()
    {
        (long[] products, bool isDense) = Products((_, t, u) => (u - 0.5) / (1 + t));
        Assert.False(isDense);
        Assert.All(products[1..], each => Assert.InRange(each, 0, N * K / 10));
    }

    [Fact]
    public void WherePointsAreAlikeInAllDirectionsItBecomesDense()
    {
        (_, bool isDense) = Products((_, _, u) => u);
        Assert.True(isDense);
    }

    [Fact]
    public void WhereClustersAreApartCodesSpareTheFirstIterationToo()
    {
        (long[] products, bool isDense) = Products((row, t, u) => u + (Math.Abs(row % K - t) % K < 3 ? 2 : 0));
        Assert.False(isDense);
        Assert.All(products, each => Assert.InRange(each, 0, N * K / 10));
    }

    /// <summary>Six iterations on random points.</summary>
    /// <param name="value">That of a row and a coordinate, by a random number from 0 to 1.</param>
    private static (long[] Products, bool IsDense) Products(Func<int, int, double, double> value)
    {
        var random = new Random(1);
        float[] values = new float[N * D];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)value(i / D, i % D, random.NextDouble());
        var points = new MetricPoints<float>(new Points<float>(values, D), Metric.Identity(D));
        Description description = Description.Of(points, 1, default);
        var assigner = new SubspaceAssigner<float>(points, description, K, 1, default);
        var reference = new ReferenceAssigner<float>(points);
        Partial partial = description.NewPartial(K);
        double[] centroids = Array.ConvertAll(values[..(K * D)], each => (double)each);
        long[] products = new long[6];
        for (int iteration = 0; iteration < products.Length; iteration++)
        {
            assigner.Begin(centroids);
            reference.Begin(centroids);
            int[] expected = new int[N];
            reference.Nearest(0, expected);
            for (int first = 0; first < N; first += assigner.RowsInBlock)
                assigner.Assign(first, Math.Min(assigner.RowsInBlock, N - first), partial);
            Assert.Equal(expected, assigner.Labels);
            products[iteration] = assigner.Products;
            centroids = partial.Means(centroids);
        }
        return (products, assigner.IsDense);
    }
}
