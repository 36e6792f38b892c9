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
    /// <param name="marks">One for each candidate that counts, the first up to 8: bit i is 0 only where it does not come
    /// nearer to point i.</param>
    /// <param name="gains">2 × 8 × 32: what, of these candidates, weight · max(0, most) and weight · max(0, least) are added to.</param>
    public static void Run(
        ReadOnlySpan<int> words, ReadOnlySpan<float> points, ReadOnlySpan<float> coordinates,
        ReadOnlySpan<float> candidates, Span<uint> marks, Span<float> gains)
    {
        Debug.Assert(coordinates.Length * Points == 2 * words.Length * Candidates);
        Debug.Assert(points.Length == PointNumbers * Points && candidates.Length == CandidateNumbers * Candidates);
        if (Vector512.IsHardwareAccelerated)
            Run<FloatLanes512, Vector512<float>>(words, points, coordinates, candidates, marks, gains);
        else if (Vector256.IsHardwareAccelerated)
            Run<FloatLanes256, Vector256<float>>(words, points, coordinates, candidates, marks, gains);
        else
            Run<FloatLanes128, Vector128<float>>(words, points, coordinates, candidates, marks, gains);
    }

    [MethodImpl(Jit.AtOnce)]
    private static void Run<L, V>(
        ReadOnlySpan<int> words, ReadOnlySpan<float> points, ReadOnlySpan<float> coordinates,
        ReadOnlySpan<float> candidates, Span<uint> marks, Span<float> gains)
        where L : IFloatLanes<V> where V : struct
    {
        Span<float> products = stackalloc float[Candidates * Points];
        for (int lane = 0; lane < Points; lane += 2 * L.Count)
            Multiply<L, V>(words[lane..], coordinates, products[lane..]);
        marks.Clear();
        for (int lane = 0; lane < Points; lane += L.Count)
            Compare<L, V>(products, lane, points, candidates, marks, gains);
    }

    /// <summary>The products of eight candidates with the points in two vectors.</summary>
    [MethodImpl(Jit.AtOnce)]
    private static void Multiply<L, V>(ReadOnlySpan<int> words, ReadOnlySpan<float> coordinates, Span<float> products)
        where L : IFloatLanes<V> where V : struct
    {
        ref readonly int word = ref MemoryMarshal.GetReference(words);
        V a0 = L.Broadcast(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
        V b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0, b5 = a0, b6 = a0, b7 = a0;
        for (int t = 0, at = 0; t < coordinates.Length; t += 2 * Candidates, at += Points)
        {
            ReadOnlySpan<float> c = coordinates.Slice(t, 2 * Candidates);
            V a = L.LoadHigh(in word, at), b = L.LoadHigh(in word, at + L.Count);
            AddProducts<L, V>(a, b, c[0], ref a0, ref b0);
            AddProducts<L, V>(a, b, c[1], ref a1, ref b1);
            AddProducts<L, V>(a, b, c[2], ref a2, ref b2);
            AddProducts<L, V>(a, b, c[3], ref a3, ref b3);
            AddProducts<L, V>(a, b, c[4], ref a4, ref b4);
            AddProducts<L, V>(a, b, c[5], ref a5, ref b5);
            AddProducts<L, V>(a, b, c[6], ref a6, ref b6);
            AddProducts<L, V>(a, b, c[7], ref a7, ref b7);
            (a, b) = (L.LoadLow(in word, at), L.LoadLow(in word, at + L.Count));
            AddProducts<L, V>(a, b, c[8], ref a0, ref b0);
            AddProducts<L, V>(a, b, c[9], ref a1, ref b1);
            AddProducts<L, V>(a, b, c[10], ref a2, ref b2);
            AddProducts<L, V>(a, b, c[11], ref a3, ref b3);
            AddProducts<L, V>(a, b, c[12], ref a4, ref b4);
            AddProducts<L, V>(a, b, c[13], ref a5, ref b5);
            AddProducts<L, V>(a, b, c[14], ref a6, ref b6);
            AddProducts<L, V>(a, b, c[15], ref a7, ref b7);
        }
        ref float product = ref MemoryMarshal.GetReference(products);
        L.Store(a0, ref product, 0 * Points);
        L.Store(b0, ref product, 0 * Points + L.Count);
        L.Store(a1, ref product, 1 * Points);
        L.Store(b1, ref product, 1 * Points + L.Count);
        L.Store(a2, ref product, 2 * Points);
        L.Store(b2, ref product, 2 * Points + L.Count);
        L.Store(a3, ref product, 3 * Points);
        L.Store(b3, ref product, 3 * Points + L.Count);
        L.Store(a4, ref product, 4 * Points);
        L.Store(b4, ref product, 4 * Points + L.Count);
        L.Store(a5, ref product, 5 * Points);
        L.Store(b5, ref product, 5 * Points + L.Count);
        L.Store(a6, ref product, 6 * Points);
        L.Store(b6, ref product, 6 * Points + L.Count);
        L.Store(a7, ref product, 7 * Points);
        L.Store(b7, ref product, 7 * Points + L.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProducts<L, V>(V a, V b, float coordinate, ref V sumA, ref V sumB)
        where L : IFloatLanes<V> where V : struct
    {
        V c = L.Broadcast(coordinate);
        sumA = L.MultiplyAdd(a, c, sumA);
        sumB = L.MultiplyAdd(b, c, sumB);
    }

    [MethodImpl(Jit.AtOnce)]
    private static void Compare<L, V>(
        ReadOnlySpan<float> products, int lane, ReadOnlySpan<float> points, ReadOnlySpan<float> candidates,
        Span<uint> marks, Span<float> gains)
        where L : IFloatLanes<V> where V : struct
    {
        ref readonly float product = ref MemoryMarshal.GetReference(products);
        ref readonly float point = ref MemoryMarshal.GetReference(points);
        ref float gain = ref MemoryMarshal.GetReference(gains);
        V scale = L.Load(in point, Scale * Points + lane), norm = L.Load(in point, Norm * Points + lane);
        V pointError = L.Load(in point, PointError * Points + lane), weight = L.Load(in point, Weight * Points + lane);
        V root = L.Load(in point, Root * Points + lane), zero = L.Broadcast(0);
        V raised = L.Multiply(root, L.Broadcast(Raised)), lowered = L.Multiply(root, L.Broadcast(Lowered));
        for (int j = 0; j < marks.Length; j++)
        {
            V distance = L.MultiplyAdd(
                scale, L.Load(in product, j * Points + lane), L.Add(norm, L.Broadcast(candidates[Square * Candidates + j])));
            V slack = L.MultiplyAdd(norm, L.Broadcast(Slack), L.Broadcast(candidates[SquareSlack * Candidates + j]));
            V error = L.Add(pointError, L.Broadcast(candidates[Error * Candidates + j]));
            V outer = L.Add(raised, error), inner = L.Max(L.Subtract(lowered, error), zero);
            V farthest = L.MultiplyAdd(outer, outer, slack);
            V most = L.Max(L.Subtract(farthest, distance), zero);
            V least = L.Max(L.Subtract(L.MultiplyAdd(inner, inner, L.Subtract(zero, slack)), distance), zero);
            int atMost = j * Points + lane, atLeast = (Candidates + j) * Points + lane;
            L.Store(L.MultiplyAdd(weight, most, L.Load(in gain, atMost)), ref gain, atMost);
            L.Store(L.MultiplyAdd(weight, least, L.Load(in gain, atLeast)), ref gain, atLeast);
            marks[j] |= (~L.Greater(distance, farthest) & (uint)((1UL << L.Count) - 1)) << lane;
        }
    }
}
