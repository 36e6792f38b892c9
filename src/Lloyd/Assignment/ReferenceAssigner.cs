using System.Numerics;

namespace Lloyd.Assignment;

/// <summary>The textbook: every point against every centroid. What every other assigner is tested against.</summary>
internal sealed class ReferenceAssigner<T>(MetricPoints<T> points) : RowAssigner<T>(points)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private double[] _centroids = [];

    public override void Begin(double[] centroids) => _centroids = centroids;

    public override void Nearest(int first, Span<int> nearest)
    {
        double[] z = new double[Points.Dimensions];
        for (int i = 0; i < nearest.Length; i++)
        {
            Points.Read(first + i, z);
            nearest[i] = Distance.Nearest(z, _centroids);
        }
    }
}
