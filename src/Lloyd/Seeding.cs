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

    /// <summary>k-means‖ (B. Bahmani et al., "Scalable k-means++", 2012): for many points and a large k. A few rounds draw
    /// many candidates at once, each point with odds proportional to its squared distance from the nearest candidate so
    /// far; greedy k-means++ chooses k of them, weighted by the points nearest to each. While fewer than k candidates differ,
    /// more rounds draw 2·k on average.</summary>
    /// <remarks>In round r, row i takes number i of NumPy's <c>Generator(Philox(seed).jumped(r)).random(n)</c>, so the
    /// draws do not depend on who makes them, nor in which order.</remarks>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="oversampling">How many candidates a round draws on average; 2·k when null.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rounds"/> is below 1, or
    /// <paramref name="oversampling"/> is not above 0 and finite.</exception>
    public static Seeding Parallel(int rounds = 5, double? oversampling = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        if (oversampling is not (null or (> 0 and < double.PositiveInfinity)))
            throw new ArgumentOutOfRangeException(nameof(oversampling), oversampling, "Oversampling must be above 0 and finite.");
        return new ParallelSeeding(rounds, oversampling);
    }

    /// <summary>Farthest-first traversal (T. F. Gonzalez, "Clustering to minimize the maximum intercluster distance",
    /// 1985): after a first point, the row that NumPy's <c>default_rng(seed).choice(n, 1, replace=False)</c> draws, always
    /// the point that is farthest from its nearest centroid so far; of equally far ones the lowest row. Outliers are
    /// taken first. Weights play no part.</summary>
    /// <remarks>All points are within twice the least possible radius of a centroid.</remarks>
    public static Seeding Farthest { get; } = new FarthestSeeding();

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
    /// <param name="threads">At most how many threads.</param>
    /// <param name="memory">At most how many bytes a copy of the points may take that makes it faster; null: any.</param>
    /// <param name="cancellation">Ends the work.</param>
    internal abstract Start Choose<T>(
        MetricPoints<T> points, int k, uint seed, int restart, int threads, long? memory, CancellationToken cancellation)
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
