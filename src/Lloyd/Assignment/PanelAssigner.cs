using System.Buffers;
using System.Numerics;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The formula itself, for 32 points at a time: a vector lane for each point, no filter, nothing to settle.</summary>
internal sealed class PanelAssigner<T>(MetricPoints<T> points) : Assigner<T>(points)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Assign(int first, Span<int> labels)
    {
        int size = Points.Dimensions * PanelKernel.Points;
        double[] buffer = ArrayPool<double>.Shared.Rent(size);
        Span<double> panel = buffer.AsSpan(0, size);
        Span<double> nearest = stackalloc double[PanelKernel.Points];
        for (int i = 0; i < labels.Length; i += PanelKernel.Points)
        {
            int count = Math.Min(PanelKernel.Points, labels.Length - i);
            Points.ReadPanel(first + i, count, panel);
            PanelKernel.Nearest(panel, Centroids.Span, nearest);
            for (int lane = 0; lane < count; lane++)
                labels[i + lane] = (int)nearest[lane];
        }
        ArrayPool<double>.Shared.Return(buffer);
    }
}
