using System.Numerics;
using Lloyd.Exact;

namespace Lloyd.Assignment;

/// <summary>Finds the nearest centroid of every point, iteration after iteration: the step that takes the time.</summary>
/// <remarks>
/// Nearest is by D(z, c) = Σ (z_t − c_t)² as computed in float64, t ascending, not fused; ties go to the lowest index.
/// Whatever an assigner does to be fast, its labels are those of <see cref="ReferenceAssigner{T}"/>.
/// </remarks>
internal abstract class Assigner<T>(MetricPoints<T> points) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected MetricPoints<T> Points => points;

    /// <summary>What is kept of every point, labels apart.</summary>
    protected RentedArrays Arrays { get; } = new();

    /// <summary>How many points it is given at a time.</summary>
    public virtual int RowsInBlock => Blocks.Rows;

    /// <summary>The cluster of each row, once an iteration is over. Asked for by one thread; what it got may be kept
    /// when no iteration follows.</summary>
    public abstract ReadOnlyMemory<int> Labels { get; }

    /// <summary>Begins an iteration.</summary>
    /// <param name="centroids">The centroids to look among: k × d, in the metric.</param>
    public abstract void Begin(double[] centroids);

    /// <summary>Gives the points of one block of <see cref="RowsInBlock"/> their nearest centroids. Threads call it at the
    /// same time for different blocks; each block comes once an iteration.</summary>
    /// <param name="difference">Gets what the points that change cluster bring and take.</param>
    public abstract void Assign(int first, int count, Partial difference);

    /// <summary>Σ w · D of every point to the centroid of its label, not rounded.</summary>
    /// <param name="centroids">Those of the last iteration.</param>
    /// <param name="threads">At most how many threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    public virtual ExactSum Inertia(double[] centroids, int threads, CancellationToken cancellation) =>
        Assignments<T>.ExactInertia(Points, centroids, Labels, threads, cancellation);

    public virtual void Dispose() => Arrays.Dispose();
}
