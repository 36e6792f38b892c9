namespace Lloyd.Page;

/// <summary>Points to cluster, with what is known about them.</summary>
/// <param name="Points">The numbers.</param>
/// <param name="Columns">A name for each column.</param>
/// <param name="Truth">The true cluster of each row; empty where it is not known.</param>
/// <param name="Notes">What was left out on the way in, each a phrase; often none.</param>
internal sealed record Sample(Points<double> Points, string[] Columns, int[] Truth, string[] Notes)
{
    public static Sample Empty { get; } = new(new Points<double>(Array.Empty<double>(), 1), ["x"], [], []);

    /// <summary>The share of each column in the total variance.</summary>
    public double[] VarianceShares()
    {
        int d = Points.Dimensions;
        double[] mean = new double[d];
        double[] squares = new double[d];
        for (int i = 0; i < Points.Count; i++)          // Welford: one pass, and large offsets do no harm
            for (int t = 0; t < d; t++)
            {
                double delta = Points[i][t] - mean[t];
                mean[t] += delta / (i + 1);
                squares[t] += delta * (Points[i][t] - mean[t]);
            }
        double total = squares.Sum();
        return total > 0 ? [.. squares.Select(square => square / total)] : squares;
    }
}
