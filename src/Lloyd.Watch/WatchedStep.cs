namespace Lloyd.Watch;

/// <summary>A step as the page keeps it: only what changed since the one before it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Arrived">Where the update before has left the centroids, in the metric: those of the step, unless a hand
/// has changed them since.</param>
/// <param name="ArrivedInertia">The inertia of these with the labels of the step before; NaN at the first.</param>
/// <param name="ChangedRows">The rows whose label differs from the one before, in order; none at the first step, where all
/// are new.</param>
/// <param name="ChangedLabels">The labels of these; at the first step those of all rows.</param>
internal sealed record WatchedStep(
    Step Step, ReadOnlyMemory<double> Arrived, double ArrivedInertia, int[] ChangedRows, int[] ChangedLabels)
{
    /// <summary>How many points each cluster has.</summary>
    public int[] Counts { get; } = [.. Step.Counts.ToArray().Select(count => (int)count)];
}
