using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The formula itself, for 32 points at a time: a vector lane for each point, no filter, nothing to settle.</summary>
internal static class ExactPanels
{
    /// <summary>The nearest centroid of some points.</summary>
    /// <param name="points">The points.</param>
    /// <param name="first">The row that offsets count from.</param>
    /// <param name="offsets">Which rows: first + offset.</param>
    /// <param name="centroids">k × d, in the metric.</param>
    /// <param name="nearest">By offset.</param>
    [MethodImpl(Jit.AtOnce)]
    public static void Nearest<T>(
        MetricPoints<T> points, int first, ReadOnlySpan<int> offsets, ReadOnlySpan<double> centroids, Span<int> nearest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = points.Dimensions * PanelKernel.Points;
        double[] buffer = ArrayPool<double>.Shared.Rent(size);
        Span<double> panel = buffer.AsSpan(0, size);
        Span<double> labels = stackalloc double[PanelKernel.Points];
        for (int i = 0; i < offsets.Length; i += PanelKernel.Points)
        {
            ReadOnlySpan<int> lanes = offsets[i..Math.Min(i + PanelKernel.Points, offsets.Length)];
            panel.Clear();
            for (int lane = 0; lane < lanes.Length; lane++)
                points.ReadColumn(first + lanes[lane], panel[lane..]);
            PanelKernel.Nearest(panel, centroids, labels);
            for (int lane = 0; lane < lanes.Length; lane++)
                nearest[lanes[lane]] = (int)labels[lane];
        }
        ArrayPool<double>.Shared.Return(buffer);
    }
}
