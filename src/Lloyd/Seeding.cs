using System.Numerics;
using Lloyd.Seedings;

namespace Lloyd;

/// <summary>How the k initial centroids are chosen. A closed set of cases; each carries its own parameters.</summary>
public abstract record Seeding
{
    private protected Seeding() { }

    /// <summary>k points drawn without replacement, the rows that NumPy's
    /// <c>default_rng(seed).choice(n, k, replace=False)</c> draws. Weights play no part.</summary>
    public static Seeding Random { get; } = new RandomSeeding();

    /// <summary>Greedy k-means++ (D. Arthur, S. Vassilvitskii, 2007), with the draws of scikit-learn's
    /// <c>kmeans_plusplus(random_state=seed)</c>: each next centroid is the best of several points drawn with odds
    /// proportional to their squared distance from the nearest centroid so far.</summary>
    /// <param name="trials">How many points are drawn for each centroid; 2 + ⌊ln k⌋ when null.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="trials"/> is below 1.</exception>
    public static Seeding PlusPlus(int? trials = null)
    {
        if (trials is { } count)
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(trials));
        return new PlusPlusSeeding(trials);
    }

    /// <summary>Given centroids, in original units.</summary>
    /// <param name="centroids">k × d.</param>
    public static Seeding From(Points<double> centroids) => new GivenSeeding(centroids);

    /// <inheritdoc cref="From(Points{double})"/>
    public static Seeding From(Points<float> centroids)
    {
        ArgumentNullException.ThrowIfNull(centroids);
        double[] values = new double[centroids.Values.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = centroids.Values[i];
        return From(new Points<double>(values, centroids.Dimensions));
    }

    /// <summary>The name on the command line and in results.</summary>
    public abstract string Name { get; }

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;

    /// <summary>Chooses k centroids.</summary>
    /// <param name="points">The points, in the metric.</param>
    /// <param name="k">How many.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="restart">0 uses the seed itself, r ≥ 1 the r-th child of its SeedSequence.</param>
    internal abstract Start Choose<T>(
        MetricPoints<T> points, int k, uint seed, int restart, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Where a run starts.</summary>
/// <param name="Centroids">k × d, in the metric.</param>
/// <param name="Rows">The k points they are, or nothing where they were given.</param>
internal sealed record Start(double[] Centroids, int[] Rows)
{
    public static Start At<T>(MetricPoints<T> points, int[] rows) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int d = points.Dimensions;
        double[] centroids = new double[rows.Length * d];
        for (int j = 0; j < rows.Length; j++)
            points.Read(rows[j], centroids.AsSpan(j * d, d));
        return new Start(centroids, rows);
    }
}
