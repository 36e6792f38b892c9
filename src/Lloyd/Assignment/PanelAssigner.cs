using System.Numerics;

namespace Lloyd.Assignment;

/// <summary>Every point against every centroid by the formula in float64, in vector lanes.</summary>
internal sealed class PanelAssigner<T>(MetricPoints<T> points) : RowAssigner<T>(points)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int[] EveryRow = [.. Enumerable.Range(0, Blocks.Rows)];

    private double[] _centroids = [];

    public override void Begin(double[] centroids) => _centroids = centroids;

    public override void Nearest(int first, Span<int> nearest) =>
        ExactPanels.Nearest(Points, first, EveryRow.AsSpan(0, nearest.Length), _centroids, nearest);
}
