using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>
/// Single points of many coordinates that are too close to call: scores of their own, more precise than those of a
/// panel, leave few centroids to the formula in float64.
/// </summary>
internal static class CloseCalls
{
    private const int Few = 16;         // for more, the formula is cheaper in panels

    /// <summary>The nearest centroid of some points.</summary>
    /// <param name="points">The points.</param>
    /// <param name="space">Where scores are computed.</param>
    /// <param name="scores">The centroids there.</param>
    /// <param name="norm">‖y‖ of all the points, or more.</param>
    /// <param name="first">The row that offsets count from.</param>
    /// <param name="offsets">Which rows: first + offset. Used up.</param>
    /// <param name="centroids">k × d, in the metric.</param>
    /// <param name="nearest">By offset.</param>
    [MethodImpl(Jit.AtOnce)]
    public static void Nearest<T>(
        MetricPoints<T> points, ScoreSpace space, ScoreCentroids scores, float norm, int first, Span<int> offsets,
        ReadOnlySpan<double> centroids, Span<int> nearest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (offsets.IsEmpty)
            return;
        int d = points.Dimensions, k = centroids.Length / d;
        float slack = scores.Slack(norm, ProductKernel.DotAdditions(d));
        float[] buffer = ArrayPool<float>.Shared.Rent(d + k);
        Span<float> y = buffer.AsSpan(0, d);
        Span<float> own = buffer.AsSpan(d, k);
        double[] z = new double[d];
        int unsettled = 0;
        foreach (int offset in offsets)
        {
            space.Read(points, first + offset, y, 1);
            float best = float.PositiveInfinity;
            for (int j = 0; j < k; j++)
                best = Math.Min(best, own[j] = scores.Score(y, j));
            float limit = best + slack;
            int candidates = 0;
            foreach (float score in own)
                candidates += score > limit ? 0 : 1;        // NaN is one
            if (candidates > Few)
            {
                offsets[unsettled++] = offset;
                continue;
            }
            points.Read(first + offset, z);
            double smallest = double.PositiveInfinity;
            for (int j = 0; j < k; j++)
            {
                if (own[j] > limit)
                    continue;
                double distance = Distance.Squared(z, centroids.Slice(j * d, d));
                if (distance < smallest)
                    (nearest[offset], smallest) = (j, distance);
            }
        }
        ArrayPool<float>.Shared.Return(buffer);
        ExactPanels.Nearest(points, first, offsets[..unsettled], centroids, nearest);
    }
}
