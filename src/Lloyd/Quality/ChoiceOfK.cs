using System.Numerics;

namespace Lloyd.Quality;

/// <summary>How many clusters there are: what speaks for each k, one recommendation or none, and the sentence that says so.
/// Where data of the same extent without clusters does as well, no k is recommended.</summary>
public sealed record ChoiceOfK
{
    internal ChoiceOfK(IReadOnlyList<Candidate> candidates) => Candidates = candidates;

    /// <summary>Each k, ascending.</summary>
    public IReadOnlyList<Candidate> Candidates { get; }

    /// <summary>How many points there are.</summary>
    public int PointCount { get; internal init; }

    /// <summary>How many points the silhouettes were measured on.</summary>
    public int SilhouetteSample { get; internal init; }

    /// <summary>How many points the data sets without clusters and the resamples had.</summary>
    public int ResampleSize { get; internal init; }

    /// <summary>How many pairs of resamples, and how many data sets without clusters of either kind.</summary>
    public int Resamples { get; internal init; }

    /// <summary>The candidate of the highest silhouette among those that are above chance and come out again, a weak one only
    /// where all of these are; null where there is none.</summary>
    public Candidate? Recommended =>
        Candidates.Where(each => each is { IsAboveChance: true, ComesOutAgain: true }).MaxBy(each => (!each.IsWeak, each.Silhouette));

    /// <summary>The recommendation with its reason and its doubt, or that there is none.</summary>
    public string Sentence => Advice.Of(this);

    /// <summary>Judges every k of a range.</summary>
    /// <param name="points">n × d. Weights count in the fits and in the inertia only.</param>
    /// <param name="settings">How to cluster, k apart; more restarts make the answer surer.</param>
    /// <param name="least">The smallest k, at least 2.</param>
    /// <param name="most">The largest k, at least <paramref name="least"/> and below n.</param>
    /// <param name="progress">Told what is being done and which share of all is done.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidInputException">k is more than the number of (distinct) points allows, a value is not finite,
    /// or a column is too wide to square.</exception>
    public static ChoiceOfK Of<T>(
        Points<T> points, KMeans settings, int least, int most, IProgress<ChoiceProgress>? progress = null,
        CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        if (most >= points.Count)
            throw Throw.TooFewToChoose(most, points.Count);
        return new Survey<T>(points, settings, least, most, progress, cancellation).Run();
    }
}

/// <summary>How far a choice of k is.</summary>
/// <param name="Doing">What is being done, in a few words.</param>
/// <param name="Done">The share of all that is done, from 0 to 1.</param>
public readonly record struct ChoiceProgress(string Doing, double Done);
