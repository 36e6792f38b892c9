using System.Numerics;
using Lloyd.Exact;

namespace Lloyd;

/// <summary>
/// The directions in which points vary most, at right angles to each other: the values of scikit-learn's <c>PCA</c>, up to
/// rounding, with its signs (the largest coordinate of each direction is positive). The same bits on every host and for every
/// number of threads. The work grows with n d² + d³.
/// </summary>
public sealed class PrincipalComponents
{
    private PrincipalComponents(double[] mean, double[] directions, double[] varianceShares)
    {
        Mean = mean;
        Directions = directions;
        VarianceShares = varianceShares;
    }

    /// <summary>The mean of the points: d coordinates, in the metric.</summary>
    public ReadOnlyMemory<double> Mean { get; }

    /// <summary>d directions of length 1, each d coordinates in the metric; the one of most variance first.</summary>
    public ReadOnlyMemory<double> Directions { get; }

    /// <summary>The share of each direction in the total variance; all 0 where nothing varies.</summary>
    public ReadOnlyMemory<double> VarianceShares { get; }

    /// <summary>The components of points.</summary>
    /// <param name="points">n × d, in original units; a point of weight 3 counts as three.</param>
    /// <param name="metric">The space that variance is measured in, such as <see cref="KMeansModel.Metric"/>; that of the
    /// original units when null.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidInputException">There are no points, a value is not finite, or a column is too wide to
    /// square.</exception>
    public static PrincipalComponents Of<T>(Points<T> points, Metric? metric = null, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count == 0)
            throw Throw.NoPoints();
        int d = points.Dimensions;
        var z = new MetricPoints<T>(points, metric ?? Metric.Identity(d));
        Problem<T>.Describe(z, Environment.ProcessorCount, cancellation).CheckSquares(z, []);
        double[] mean = Moments.Of(z, Environment.ProcessorCount, cancellation).Means;
        (double[] scatters, double[] directions) = SymmetricEigen.Of(Scatter(z, mean, cancellation), d);
        for (int i = 0; i < d; i++)
            MakeLargestPositive(directions.AsSpan(i * d, d));
        double total = scatters.Sum();
        return new PrincipalComponents(
            mean, directions, Array.ConvertAll(scatters, scatter => total > 0 ? Math.Max(0, scatter) / total : 0));
    }

    /// <summary>Σ w (z − mean)(z − mean)ᵀ, d × d. Each of its entries adds up row after row, so neither vectors nor threads
    /// could change a bit; vectors go along its rows.</summary>
    private static double[] Scatter<T>(MetricPoints<T> points, double[] mean, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int d = points.Dimensions;
        double[] sums = new double[d * d];
        points.ReadRows(0, points.Count, (first, rows) =>
        {
            cancellation.ThrowIfCancellationRequested();
            for (int row = 0; row * d < rows.Length; row++)
            {
                Span<double> z = rows.Slice(row * d, d);
                for (int t = 0; t < d; t++)
                    z[t] -= mean[t];
                double weight = points.Weight(first + row);
                for (int t = 0; t < d; t++)
                    AddProduct(sums.AsSpan(t * d + t, d - t), weight * z[t], z[t..]);
            }
        });
        for (int t = 0; t < d; t++)
            for (int u = 0; u < t; u++)
                sums[t * d + u] = sums[u * d + t];
        return sums;
    }

    private static void AddProduct(Span<double> sums, double factor, ReadOnlySpan<double> z)
    {
        int t = 0;
        for (; t <= z.Length - Vector<double>.Count; t += Vector<double>.Count)
            (new Vector<double>(sums[t..]) + factor * new Vector<double>(z[t..])).CopyTo(sums[t..]);
        for (; t < z.Length; t++)
            sums[t] += factor * z[t];
    }

    /// <summary>scikit-learn's <c>svd_flip(u_based_decision=False)</c>.</summary>
    private static void MakeLargestPositive(Span<double> direction)
    {
        int largest = 0;
        for (int t = 1; t < direction.Length; t++)
            if (Math.Abs(direction[t]) > Math.Abs(direction[largest]))
                largest = t;
        if (direction[largest] < 0)
            for (int t = 0; t < direction.Length; t++)
                direction[t] = -direction[t];
    }
}
