using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>
/// Squared distances from the 32 points of a panel. A panel is d rows of 32 doubles: coordinate t of all its points
/// side by side, so that a lane computes for one point just what the plain formula computes, in the same order, and
/// the bits are the same for every vector width.
/// </summary>
internal static class PanelKernel
{
    public const int Points = 32;

    // Four vectors at a time: enough independent sums to hide the latency of an addition.
    private const int Vectors = 4;

    private static bool IsWide => Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated;

    /// <summary>The nearest of k centroids for each point, ties to the lowest index.</summary>
    /// <param name="panel">d × 32.</param>
    /// <param name="centroids">k × d.</param>
    /// <param name="labels">32 centroid numbers, as doubles.</param>
    public static void Nearest(ReadOnlySpan<double> panel, ReadOnlySpan<double> centroids, Span<double> labels)
    {
        if (IsWide)
            Nearest<Lanes512, Vector512<double>>(panel, centroids, labels);
        else
            Nearest<Lanes128, Vector128<double>>(panel, centroids, labels);
    }

    [MethodImpl(Jit.AtOnce)]
    private static void Nearest<L, V>(ReadOnlySpan<double> panel, ReadOnlySpan<double> centroids, Span<double> labels)
        where L : ILanes<V> where V : struct
    {
        int d = panel.Length / Points;
        Debug.Assert(labels.Length == Points && centroids.Length % d == 0);
        ref readonly double z = ref MemoryMarshal.GetReference(panel);
        ref double label = ref MemoryMarshal.GetReference(labels);
        for (int lane = 0; lane < Points; lane += Vectors * L.Count)
        {
            V best0 = L.Broadcast(double.PositiveInfinity), best1 = best0, best2 = best0, best3 = best0;
            V label0 = L.Broadcast(0), label1 = label0, label2 = label0, label3 = label0;
            for (int j = 0, first = 0; first < centroids.Length; j++, first += d)
            {
                V sum0 = L.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
                for (int t = 0, at = lane; t < d; t++, at += Points)
                {
                    V c = L.Broadcast(centroids[first + t]);
                    sum0 = L.AddSquare(sum0, L.Load(in z, at), c);
                    sum1 = L.AddSquare(sum1, L.Load(in z, at + L.Count), c);
                    sum2 = L.AddSquare(sum2, L.Load(in z, at + 2 * L.Count), c);
                    sum3 = L.AddSquare(sum3, L.Load(in z, at + 3 * L.Count), c);
                }
                V number = L.Broadcast(j);
                L.KeepSmaller(sum0, number, ref best0, ref label0);
                L.KeepSmaller(sum1, number, ref best1, ref label1);
                L.KeepSmaller(sum2, number, ref best2, ref label2);
                L.KeepSmaller(sum3, number, ref best3, ref label3);
            }
            L.Store(label0, ref label, lane);
            L.Store(label1, ref label, lane + L.Count);
            L.Store(label2, ref label, lane + 2 * L.Count);
            L.Store(label3, ref label, lane + 3 * L.Count);
        }
    }
}
