namespace Lloyd;

/// <summary>One iteration of k-means as a value: the centroids before update t, with the labels, counts and inertia
/// that belong to them. It stays as it is when the run goes on.</summary>
public sealed class Step
{
    internal Step(
        int iteration, Metric metric, ReadOnlyMemory<double> centroids, ReadOnlyMemory<int> labels,
        ReadOnlyMemory<long> counts, double inertia, long changed,
        double? movement)
    {
        Iteration = iteration;
        Metric = metric;
        Centroids = centroids;
        Labels = labels;
        Counts = counts;
        Inertia = inertia;
        Changed = changed;
        Movement = movement;
    }

    /// <summary>t, the number of updates made so far: 0 for the initial centroids.</summary>
    public int Iteration { get; }

    /// <summary>Whether the run ends here; then there is no further update, and <see cref="Movement"/> is null.</summary>
    public bool Final => Movement is null;

    /// <summary>The space that the centroids live in and distances are measured in.</summary>
    public Metric Metric { get; }

    /// <summary>The centroids, k × d row-major, in the metric.</summary>
    public ReadOnlyMemory<double> Centroids { get; }

    /// <summary>The nearest centroid of each of the n points; ties go to the lowest number. Empty where the points are held by
    /// workers of a cluster: labels stay with them.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>How many points belong to each of the k centroids.</summary>
    public ReadOnlyMemory<long> Counts { get; }

    /// <summary>Σ w · D(z, c) over all points, D the squared distance to the point's centroid, in the metric.</summary>
    public double Inertia { get; }

    /// <summary>How many points have another label than in the step before; n at step 0.</summary>
    public long Changed { get; }

    /// <summary>How far the next update moves the centroids: ‖C(t+1) − C(t)‖ (Frobenius), in the metric; null for the
    /// last step.</summary>
    public double? Movement { get; }

    /// <summary>The centroids, k × d row-major, in original units.</summary>
    public double[] CentroidsInOriginalUnits() => Metric.ToOriginal(Centroids.Span);
}
