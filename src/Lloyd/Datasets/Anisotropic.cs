namespace Lloyd.Datasets;

/// <summary>
/// Three stretched clusters: <see cref="Blobs"/> of standard deviation 1, each point times the matrix
/// (0.6 −0.6; −0.4 0.8), as in scikit-learn's comparison of clustering algorithms. k-means draws round regions and
/// cuts them across.
/// </summary>
public sealed record Anisotropic : Generator
{
    /// <summary>500 points with that comparison's seed, 170, which keeps the three clusters apart.</summary>
    public Anisotropic() : base(500) => Seed = 170;

    /// <inheritdoc/>
    public override Dataset Make()
    {
        Dataset round = new Blobs { Samples = Samples, Seed = Seed }.Make();
        return round with { Points = Stretch(round.Points), Centers = Stretch(round.Centers!) };
    }

    private static Points<double> Stretch(Points<double> points)
    {
        var values = new double[points.Values.Length];
        for (int i = 0; i < points.Count; i++)
        {
            double x = points[i][0], y = points[i][1];
            values[2 * i] = x * 0.6 + y * -0.4;
            values[2 * i + 1] = x * -0.6 + y * 0.8;
        }
        return new Points<double>(values, 2);
    }
}
