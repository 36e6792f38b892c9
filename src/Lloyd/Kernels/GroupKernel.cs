using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>
/// Squared distances of four points, wherever they lie, from a group of eight centres: d rows of eight doubles. A lane
/// computes for one centre just what the plain formula computes, in the same order.
/// </summary>
internal static class GroupKernel
{
    public const int Points = 4, Centres = 8;

    private static bool IsWide => Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated;

    /// <param name="points">4 × d.</param>
    /// <param name="centres">d × 8.</param>
    /// <param name="distances">4 × 8.</param>
    public static void SquaredDistances(
        ReadOnlySpan<double> points, ReadOnlySpan<double> centres, Span<double> distances)
    {
        if (IsWide)
            SquaredDistances<Lanes512, Vector512<double>>(points, centres, distances);
        else
            SquaredDistances<Lanes128, Vector128<double>>(points, centres, distances);
    }

    /// <summary>Adds, for each centre, what the four points would come nearer: Σ weight · max(0, nearest − distance).</summary>
    /// <param name="distances">4 × 8.</param>
    /// <param name="nearest">4, as weights.</param>
    /// <param name="gains">8.</param>
    public static void AddGains(
        ReadOnlySpan<double> distances, ReadOnlySpan<double> nearest, ReadOnlySpan<double> weights, Span<double> gains)
    {
        if (IsWide)
            AddGains<Lanes512, Vector512<double>>(distances, nearest, weights, gains);
        else
            AddGains<Lanes128, Vector128<double>>(distances, nearest, weights, gains);
    }

    private static void SquaredDistances<L, V>(
        ReadOnlySpan<double> points, ReadOnlySpan<double> centres, Span<double> distances)
        where L : ILanes<V> where V : struct
    {
        int d = points.Length / Points;
        Debug.Assert(centres.Length == d * Centres && distances.Length == Points * Centres);
        ref readonly double centre = ref MemoryMarshal.GetReference(centres);
        ref double distance = ref MemoryMarshal.GetReference(distances);
        ReadOnlySpan<double> z0 = points[..d], z1 = points.Slice(d, d), z2 = points.Slice(2 * d, d), z3 = points.Slice(3 * d, d);
        for (int lane = 0; lane < Centres; lane += L.Count)
        {
            V sum0 = L.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (int t = 0, at = lane; t < z0.Length; t++, at += Centres)
            {
                V c = L.Load(in centre, at);
                sum0 = L.AddSquare(sum0, L.Broadcast(z0[t]), c);
                sum1 = L.AddSquare(sum1, L.Broadcast(z1[t]), c);
                sum2 = L.AddSquare(sum2, L.Broadcast(z2[t]), c);
                sum3 = L.AddSquare(sum3, L.Broadcast(z3[t]), c);
            }
            L.Store(sum0, ref distance, lane);
            L.Store(sum1, ref distance, lane + Centres);
            L.Store(sum2, ref distance, lane + 2 * Centres);
            L.Store(sum3, ref distance, lane + 3 * Centres);
        }
    }

    private static void AddGains<L, V>(
        ReadOnlySpan<double> distances, ReadOnlySpan<double> nearest, ReadOnlySpan<double> weights, Span<double> gains)
        where L : ILanes<V> where V : struct
    {
        Debug.Assert(distances.Length == Points * Centres && gains.Length == Centres);
        ref readonly double distance = ref MemoryMarshal.GetReference(distances);
        ref double gain = ref MemoryMarshal.GetReference(gains);
        for (int lane = 0; lane < Centres; lane += L.Count)
        {
            V sum = L.Load(in gain, lane);
            for (int i = 0; i < Points; i++)
                sum = L.AddGain(
                    sum, L.Broadcast(weights[i]), L.Broadcast(nearest[i]), L.Load(in distance, i * Centres + lane));
            L.Store(sum, ref gain, lane);
        }
    }
}
