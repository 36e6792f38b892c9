namespace Lloyd.Quality;

/// <summary>Means and squared deviations of every column in every cluster, point after point (B. P. Welford, "Note on a
/// method for calculating corrected sums of squares and products", 1962).</summary>
internal sealed class ClusterMoments(int k, int d)
{
    private readonly double[] _means = new double[k * d];
    private readonly double[] _squares = new double[k * d];     // Σ (x − mean)²

    public long[] Counts { get; } = new long[k];

    public void Add(int cluster, ReadOnlySpan<double> x)
    {
        long count = ++Counts[cluster];
        Span<double> means = _means.AsSpan(cluster * d, d), squares = _squares.AsSpan(cluster * d, d);
        for (int t = 0; t < x.Length; t++)
        {
            double off = x[t] - means[t];
            means[t] += off / count;
            squares[t] += off * (x[t] - means[t]);
        }
    }

    /// <summary>How a cluster differs from all others together, column by column.</summary>
    public IEnumerable<ColumnDifference> Differences(int cluster) => Enumerable.Range(0, d).Select(column => Difference(cluster, column));

    private ColumnDifference Difference(int cluster, int column)
    {
        long own = Counts[cluster], rest = 0;
        double mean = own > 0 ? _means[cluster * d + column] : double.NaN, meanOfRest = 0, squares = _squares[cluster * d + column];
        for (int j = 0; j < k; j++)
            if (j != cluster && Counts[j] > 0)
            {
                // Chan, Golub and LeVeque's way to put two groups together, 1979
                rest += Counts[j];
                double off = _means[j * d + column] - meanOfRest;
                meanOfRest += off * Counts[j] / rest;
                squares += _squares[j * d + column] + off * off * Counts[j] * (rest - Counts[j]) / rest;
            }
        if (own == 0 || rest == 0)
            return new ColumnDifference(column, mean, rest > 0 ? meanOfRest : double.NaN, 0);
        double difference = mean - meanOfRest, deviation = own + rest > 2 ? Math.Sqrt(squares / (own + rest - 2)) : 0;
        return new ColumnDifference(column, mean, meanOfRest, difference == 0 ? 0 : difference / deviation);
    }
}
