namespace Lloyd.Datasets;

/// <summary>
/// Three round clusters of unequal size: <see cref="Blobs"/> of standard deviations 1, 2.5 and 0.5, as in
/// scikit-learn's k-means assumptions example. k-means gives the rim of the wide cluster to its neighbours.
/// </summary>
public sealed record UnequalVariance : Generator
{
    /// <summary>500 points with that example's seed, 170, which keeps the three clusters apart.</summary>
    public UnequalVariance() : base(500) => Seed = 170;

    /// <inheritdoc/>
    public override Dataset Make() =>
        new Blobs { Samples = Samples, Stds = [1.0, 2.5, 0.5], Seed = Seed }.Make();
}
