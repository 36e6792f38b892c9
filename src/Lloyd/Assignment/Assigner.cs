using System.Numerics;

namespace Lloyd.Assignment;

/// <summary>Finds the nearest centroid of every point: the step that takes the time.</summary>
/// <remarks>
/// Nearest is by D(z, c) = Σ (z_t − c_t)² as computed in float64, t ascending, not fused; ties go to the lowest index.
/// Whatever an assigner does to be fast, its labels are those of <see cref="ReferenceAssigner{T}"/>.
/// </remarks>
internal abstract class Assigner<T>(MetricPoints<T> points)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected MetricPoints<T> Points => points;

    /// <summary>The centroids to look among: k × d, in the metric. Set once an iteration, before any row is asked
    /// for.</summary>
    public ReadOnlyMemory<double> Centroids { protected get; set; }

    /// <summary>Labels rows <paramref name="first"/> … first + labels.Length − 1. Threads call it at the same time,
    /// for different rows.</summary>
    public abstract void Assign(int first, Span<int> labels);
}
