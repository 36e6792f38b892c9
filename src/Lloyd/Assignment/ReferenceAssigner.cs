using System.Numerics;

namespace Lloyd.Assignment;

/// <summary>The textbook: every point against every centroid. What every other assigner is tested against.</summary>
internal sealed class ReferenceAssigner<T>(MetricPoints<T> points) : Assigner<T>(points)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Assign(int first, Span<int> labels)
    {
        double[] z = new double[Points.Dimensions];
        for (int i = 0; i < labels.Length; i++)
        {
            Points.Read(first + i, z);
            labels[i] = Distance.Nearest(z, Centroids.Span);
        }
    }
}
