using System.Numerics;
using Lloyd.Streams;

namespace Lloyd.Quality;

/// <summary>
/// Whether clusters would come out again, had other points of the same kind been drawn: two bootstrap resamples are
/// clustered, and all points given to the clusters of the one and of the other (Y. Fang and J. Wang, "Selection of the number
/// of clusters via the bootstrap method", 2012). How far the two agree is told by <see cref="AdjustedRand"/>.
/// </summary>
public static class Stability
{
    /// <summary>The adjusted Rand index of each pair of resamples: 1 for the same clusters both times, about 0 for none in
    /// common. The same bits for every number of threads.</summary>
    /// <param name="points">n × d; weights play no part.</param>
    /// <param name="settings">How to cluster: k and all else. Resamples run at once, one thread each.</param>
    /// <param name="pairs">How many pairs of resamples, at least 1. Pair r draws rows by NumPy's
    /// <c>default_rng(SeedSequence(seed).spawn(…)[r])</c>.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One number for each pair; NaN where a resample had fewer than k distinct points.</returns>
    /// <exception cref="InvalidInputException">The points cannot be clustered with these settings.</exception>
    public static double[] Pairs<T>(
        Points<T> points, KMeans settings, int pairs = 20, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 1);
        Points<T> all = points.Unweighted();
        KMeans alone = settings with { Threads = 1 };
        var indices = new double[pairs];
        Blocks.Each(pairs, Math.Min(pairs, settings.Threads), (_, pair) =>
        {
            var random = new Pcg64(new SeedSequence(settings.Seed).Spawn((uint)pair));
            int[]? one = Labels(all, alone, random, cancellation), other = Labels(all, alone, random, cancellation);
            indices[pair] = one is null || other is null ? double.NaN : AdjustedRand.Score(one, other);
        }, cancellation);
        return indices;
    }

    /// <summary>The clusters of all points by a fit to as many, drawn from them with replacement.</summary>
    private static int[]? Labels<T>(Points<T> points, KMeans settings, Pcg64 random, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = points.Count;
        int[] rows = new int[n];
        for (int i = 0; i < n; i++)
            rows[i] = (int)random.NextBounded((ulong)n - 1);
        Points<T> drawn = points.Take(rows);
        // A resample may lack what all points have; whether they have it is the caller's first fit to tell.
        if (DistinctPoints.AreFewer(new MetricPoints<T>(drawn, Metric.Identity(points.Dimensions)), settings.K))
            return null;
        return settings.Fit(drawn, cancellation: cancellation).Predict(points, threads: 1, cancellation);
    }
}
