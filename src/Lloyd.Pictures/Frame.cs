namespace Lloyd.Pictures;

/// <summary>A half-step of a run, as a picture shows it.</summary>
/// <param name="Caption">What happened, in a sentence.</param>
/// <param name="Metric">The space of the centroids; none where points are shown without centroids.</param>
/// <param name="Centroids">k × d, in the metric.</param>
/// <param name="Counts">How many points each of the k has.</param>
/// <param name="Labels">The cluster of every point; none: all look alike.</param>
public sealed record Frame(
    string Caption, Metric? Metric, ReadOnlyMemory<double> Centroids, ReadOnlyMemory<long> Counts, ReadOnlyMemory<int> Labels)
{
    /// <summary>The rows whose cluster has just changed, in order; none where all of them are new.</summary>
    public ReadOnlyMemory<int> Changed { get; init; }

    /// <summary>Points before any clustering.</summary>
    /// <param name="count">How many.</param>
    /// <param name="truth">Their true clusters; none: not shown.</param>
    public static Frame Raw(int count, ReadOnlyMemory<int> truth) =>
        new($"Raw data: {Words.Plural(count, "point")}, before any clustering", null, default, default, truth);

    /// <summary>The end of a run.</summary>
    /// <param name="model">What it ended with, its labels among it.</param>
    public static Frame Of(KMeansModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        string end = model.Converged ? "" : ", stopped at the limit";
        return new Frame(
            $"{Words.Plural(model.Labels.Length, "point")} in {Words.Plural(model.K, "cluster")} after " +
            $"{Words.Plural(model.Iterations, "update")}{end}; inertia {Words.Short(model.Inertia)}",
            model.Metric, model.Centroids, model.Counts, model.Labels);
    }

    /// <summary>A step of a run: its points have just joined their nearest centroids.</summary>
    /// <param name="step">The step.</param>
    /// <param name="before">The one before it, if there is one.</param>
    public static Frame Of(Step step, Step? before)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Assigned(step.Iteration, step, before);
    }

    /// <summary>The half-steps of a run: at 2t the points of step t have joined their nearest centroids, at 2t + 1 the
    /// centroids have then moved.</summary>
    /// <param name="run">Every step, and where the update before it has left the centroids.</param>
    public static IEnumerable<Frame> Of(IEnumerable<(Step Step, ReadOnlyMemory<double> Arrived)> run)
    {
        Step? before = null;
        int number = 0;
        foreach ((Step step, ReadOnlyMemory<double> arrived) in run)
        {
            if (before is not null)
                yield return new Frame(
                    $"Step {number++}, update: every centroid moves to the mean of its points",
                    before.Metric, arrived, before.Counts, before.Labels);
            yield return Assigned(number, step, before);
            before = step;
        }
    }

    private static Frame Assigned(int number, Step step, Step? before)
    {
        int[] changed = before is null ? [] : ChangedRows(before.Labels.Span, step.Labels.Span);
        string points = Words.Plural(step.Labels.Length, "point");
        string what = before is null
            ? $"each of the {points} joins the nearest of {Words.Plural(step.Counts.Length, "centroid")}"
            : changed.Length == 0 ? "no point changed cluster" : $"{Words.Count(changed.Length)} of {points} changed cluster";
        return new Frame(
            $"Step {number}, assign: {what}; inertia {Words.Short(step.Inertia)}",
            step.Metric, step.Centroids, step.Counts, step.Labels) { Changed = changed };
    }

    private static int[] ChangedRows(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        var rows = new List<int>();
        for (int i = 0; (i += before[i..].CommonPrefixLength(after[i..])) < after.Length; i++)
            rows.Add(i);
        return [.. rows];
    }
}
