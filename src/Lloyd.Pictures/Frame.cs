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
            int[] changed = before is null ? [] : ChangedRows(before.Labels.Span, step.Labels.Span);
            yield return new Frame(
                $"Step {number}, assign: {(before is null ? Begun(step) : Assigned(changed.Length, step))}; inertia {Words.Short(step.Inertia)}",
                step.Metric, step.Centroids, step.Counts, step.Labels) { Changed = changed };
            before = step;
        }
    }

    private static string Begun(Step step) =>
        $"each of the {Words.Plural(step.Labels.Length, "point")} joins the nearest of {Words.Plural(step.Counts.Length, "centroid")}";

    private static string Assigned(int changed, Step step) => changed == 0
        ? "no point changed cluster"
        : $"{Words.Count(changed)} of {Words.Plural(step.Labels.Length, "point")} changed cluster";

    private static int[] ChangedRows(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        var rows = new List<int>();
        for (int i = 0; (i += before[i..].CommonPrefixLength(after[i..])) < after.Length; i++)
            rows.Add(i);
        return [.. rows];
    }
}
