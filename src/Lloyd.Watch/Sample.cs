namespace Lloyd.Watch;

/// <summary>Points to cluster, with what is known about them.</summary>
/// <param name="Points">The numbers.</param>
/// <param name="Columns">A name for each column.</param>
/// <param name="Truth">The true cluster of each row; empty where it is not known.</param>
/// <param name="Notes">What was left out on the way in, each a phrase; often none.</param>
internal sealed record Sample(Points<double> Points, string[] Columns, int[] Truth, string[] Notes)
{
    public static Sample Empty { get; } = new(new Points<double>(Array.Empty<double>(), 1), ["x"], [], []);

    /// <summary>The share of each column in the total variance.</summary>
    public double[] VarianceShares() => Points.VarianceShares();
}
