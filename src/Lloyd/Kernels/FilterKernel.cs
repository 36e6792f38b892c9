using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>
/// For 32 points, each rounded to 16 bits a coordinate, and 8 candidates: which points a candidate may come nearer to,
/// and how much nearer at least and at most. The caller chooses the numbers so that rounding here is allowed for.
/// </summary>
/// <remarks>
/// With distance = norm + scale · ⟨point, candidate⟩ + square, slack = norm · <see cref="Slack"/> + the candidate's, both
/// errors added and the root a little raised or lowered:
/// most = (root + error)² + slack − distance, least = max(0, root − error)² − slack − distance.
/// </remarks>
internal static class FilterKernel
{
    public const int Points = 32, Candidates = 8;

    /// <summary>The numbers of a point, each 32 times in a panel.</summary>
    public const int Scale = 0, Norm = 1, Root = 2, PointError = 3, Weight = 4, PointNumbers = 5;

    /// <summary>The numbers of a candidate, each 8 times in a group.</summary>
    public const int Square = 0, Error = 1, SquareSlack = 2, CandidateNumbers = 3;

    public const float Slack = 1f / (1 << 20), Raised = 1 + 1f / (1 << 19), Lowered = 1 - 1f / (1 << 19);

    /// <param name="words">Words × 32, two coordinates of one point in each; a coordinate counts 2¹⁶ times.</param>
    /// <param name="points">5 × 32.</param>
    /// <param name="coordinates">2 · words × 8.</param>
    /// <param name="candidates">3 × 8.</param>
    /// <param name="marks">8: bit i is 0 only where the candidate does not come nearer to point i.</param>
    /// <param name="gains">2 × 8 × 32: what weight · max(0, most) and weight · max(0, least) are added to.</param>
    public static void Run(
        ReadOnlySpan<int> words, ReadOnlySpan<float> points, ReadOnlySpan<float> coordinates,
        ReadOnlySpan<float> candidates, Span<uint> marks, Span<float> gains)
    {
        Debug.Assert(coordinates.Length * Points == 2 * words.Length * Candidates);
        Debug.Assert(points.Length == PointNumbers * Points && candidates.Length == CandidateNumbers * Candidates);
        if (Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated)
            Run<FilterLanes512, Vector512<float>>(words, points, coordinates, candidates, marks, gains);
        else
            Run<FilterLanes128, Vector128<float>>(words, points, coordinates, candidates, marks, gains);
    }

    private static void Run<L, V>(
        ReadOnlySpan<int> words, ReadOnlySpan<float> points, ReadOnlySpan<float> coordinates,
        ReadOnlySpan<float> candidates, Span<uint> marks, Span<float> gains)
        where L : IFilterLanes<V> where V : struct
    {
        ref readonly int word = ref MemoryMarshal.GetReference(words);
        marks[..Candidates].Clear();
        for (int lane = 0; lane < Points; lane += L.Count)
        {
            V sum0 = L.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            V sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0;
            for (int t = 0, at = lane; t < coordinates.Length; t += 2 * Candidates, at += Points)
            {
                ReadOnlySpan<float> c = coordinates.Slice(t, 2 * Candidates);
                V high = L.LoadHigh(in word, at), low = L.LoadLow(in word, at);
                sum0 = L.MultiplyAdd(low, L.Broadcast(c[8]), L.MultiplyAdd(high, L.Broadcast(c[0]), sum0));
                sum1 = L.MultiplyAdd(low, L.Broadcast(c[9]), L.MultiplyAdd(high, L.Broadcast(c[1]), sum1));
                sum2 = L.MultiplyAdd(low, L.Broadcast(c[10]), L.MultiplyAdd(high, L.Broadcast(c[2]), sum2));
                sum3 = L.MultiplyAdd(low, L.Broadcast(c[11]), L.MultiplyAdd(high, L.Broadcast(c[3]), sum3));
                sum4 = L.MultiplyAdd(low, L.Broadcast(c[12]), L.MultiplyAdd(high, L.Broadcast(c[4]), sum4));
                sum5 = L.MultiplyAdd(low, L.Broadcast(c[13]), L.MultiplyAdd(high, L.Broadcast(c[5]), sum5));
                sum6 = L.MultiplyAdd(low, L.Broadcast(c[14]), L.MultiplyAdd(high, L.Broadcast(c[6]), sum6));
                sum7 = L.MultiplyAdd(low, L.Broadcast(c[15]), L.MultiplyAdd(high, L.Broadcast(c[7]), sum7));
            }
            Finish<L, V>(sum0, 0, lane, points, candidates, marks, gains);
            Finish<L, V>(sum1, 1, lane, points, candidates, marks, gains);
            Finish<L, V>(sum2, 2, lane, points, candidates, marks, gains);
            Finish<L, V>(sum3, 3, lane, points, candidates, marks, gains);
            Finish<L, V>(sum4, 4, lane, points, candidates, marks, gains);
            Finish<L, V>(sum5, 5, lane, points, candidates, marks, gains);
            Finish<L, V>(sum6, 6, lane, points, candidates, marks, gains);
            Finish<L, V>(sum7, 7, lane, points, candidates, marks, gains);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<L, V>(
        V product, int j, int lane, ReadOnlySpan<float> points, ReadOnlySpan<float> candidates, Span<uint> marks,
        Span<float> gains)
        where L : IFilterLanes<V> where V : struct
    {
        ref readonly float point = ref MemoryMarshal.GetReference(points);
        ref float gain = ref MemoryMarshal.GetReference(gains);
        V norm = L.Load(in point, Norm * Points + lane);
        V error = L.Add(
            L.Load(in point, PointError * Points + lane), L.Broadcast(candidates[Error * Candidates + j]));
        V distance = L.MultiplyAdd(
            L.Load(in point, Scale * Points + lane), product, L.Add(norm, L.Broadcast(candidates[Square * Candidates + j])));
        V slack = L.MultiplyAdd(
            norm, L.Broadcast(Slack), L.Broadcast(candidates[SquareSlack * Candidates + j]));
        V root = L.Load(in point, Root * Points + lane);
        V outer = L.MultiplyAdd(root, L.Broadcast(Raised), error);
        V inner = L.OrZero(L.MultiplyAdd(root, L.Broadcast(Lowered), L.Subtract(L.Broadcast(0), error)));
        V farthest = L.MultiplyAdd(outer, outer, slack);
        V most = L.OrZero(L.Subtract(farthest, distance));
        V least = L.OrZero(L.Subtract(L.MultiplyAdd(inner, inner, L.Subtract(L.Broadcast(0), slack)), distance));
        V weight = L.Load(in point, Weight * Points + lane);
        int atMost = j * Points + lane, atLeast = (Candidates + j) * Points + lane;
        L.Store(L.MultiplyAdd(weight, most, L.Load(in gain, atMost)), ref gain, atMost);
        L.Store(L.MultiplyAdd(weight, least, L.Load(in gain, atLeast)), ref gain, atLeast);
        marks[j] |= (~L.Greater(distance, farthest) & (uint)((1UL << L.Count) - 1)) << lane;
    }
}
