using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>
/// Scores of 48 points against centroids, in float32: score(y, c) = ½‖c‖² − y·c, which is smallest where c is nearest
/// to y. A panel is d rows of 48 floats, a lane for each point. Three vectors by four centroids are twelve running
/// sums: as many as sixteen registers hold beside their operands, and enough to keep two multipliers busy.
/// </summary>
internal static class ScoreKernel
{
    public const int Points = 48;

    private const int Centroids = 4;

    /// <summary>Candidates come in multiples of this.</summary>
    public const int Group = Centroids;

    /// <summary>For each point the best and the second best score of some centroids, and the number of the best.</summary>
    /// <param name="panel">d × 48.</param>
    /// <param name="centroids">Rows of 1 + d floats: ½‖c‖², −c.</param>
    /// <param name="candidates">The rows to look among, a multiple of <see cref="Group"/>; one whose ½‖c‖² is infinite
    /// fills up.</param>
    /// <param name="best">48 scores.</param>
    /// <param name="second">48 scores.</param>
    /// <param name="labels">48 rows of centroids.</param>
    /// <param name="scores">Nothing, or gets 48 scores for each candidate.</param>
    public static void Nearest(
        ReadOnlySpan<float> panel, ReadOnlySpan<float> centroids, ReadOnlySpan<int> candidates,
        Span<float> best, Span<float> second, Span<int> labels, Span<float> scores = default)
    {
        if (Vector512.IsHardwareAccelerated)
            Nearest<FloatLanes512, Vector512<float>>(panel, centroids, candidates, best, second, labels, scores);
        else if (Vector256.IsHardwareAccelerated)
            Nearest<FloatLanes256, Vector256<float>>(panel, centroids, candidates, best, second, labels, scores);
        else
            Nearest<FloatLanes128, Vector128<float>>(panel, centroids, candidates, best, second, labels, scores);
    }

    /// <summary>For each point a candidate with a certain score.</summary>
    /// <param name="sought">48 scores.</param>
    /// <param name="scores">48 for each candidate.</param>
    /// <param name="candidates">Their numbers.</param>
    /// <param name="numbers">Gets at most 48: the last with this score, or the first of all.</param>
    [SkipLocalsInit]
    public static void Having(
        ReadOnlySpan<float> sought, ReadOnlySpan<float> scores, ReadOnlySpan<int> candidates, Span<int> numbers)
    {
        Span<int> found = stackalloc int[Points];
        if (Vector512.IsHardwareAccelerated)
            Having<FloatLanes512, Vector512<float>>(sought, scores, candidates, found);
        else if (Vector256.IsHardwareAccelerated)
            Having<FloatLanes256, Vector256<float>>(sought, scores, candidates, found);
        else
            Having<FloatLanes128, Vector128<float>>(sought, scores, candidates, found);
        found[..numbers.Length].CopyTo(numbers);
    }

    /// <summary>The largest Euclidean norm of the points of a panel.</summary>
    /// <param name="panel">d × 48.</param>
    [MethodImpl(Jit.AtOnce)]
    public static float LargestNorm(ReadOnlySpan<float> panel)
    {
        Vector<float> largest = Vector<float>.Zero;
        for (int lane = 0; lane < Points; lane += Vector<float>.Count)
        {
            Vector<float> squares = Vector<float>.Zero;
            for (int at = lane; at < panel.Length; at += Points)
            {
                var y = new Vector<float>(panel[at..]);
                squares += y * y;
            }
            largest = Vector.Max(largest, squares);
        }
        return Root(largest);
    }

    /// <summary>The largest Euclidean distance of the points of a panel from a place.</summary>
    /// <param name="panel">d × 48.</param>
    /// <param name="place">d.</param>
    [MethodImpl(Jit.AtOnce)]
    public static float LargestDistance(ReadOnlySpan<float> panel, ReadOnlySpan<float> place)
    {
        Vector<float> largest = Vector<float>.Zero;
        for (int lane = 0; lane < Points; lane += Vector<float>.Count)
        {
            Vector<float> squares = Vector<float>.Zero;
            for (int t = 0, at = lane; t < place.Length; t++, at += Points)
            {
                Vector<float> side = new Vector<float>(panel[at..]) - new Vector<float>(place[t]);
                squares += side * side;
            }
            largest = Vector.Max(largest, squares);
        }
        return Root(largest);
    }

    private static float Root(Vector<float> squares)
    {
        float largest = 0;
        for (int i = 0; i < Vector<float>.Count; i++)
            largest = MathF.Max(largest, squares[i]);
        return MathF.Sqrt(largest);
    }

    [MethodImpl(Jit.AtOnce)]
    private static void Nearest<L, V>(
        ReadOnlySpan<float> panel, ReadOnlySpan<float> centroids, ReadOnlySpan<int> candidates,
        Span<float> best, Span<float> second, Span<int> labels, Span<float> scores)
        where L : IFloatLanes<V> where V : struct
    {
        int d = panel.Length / Points;
        Debug.Assert(candidates.Length % Group == 0);
        Debug.Assert(best.Length == Points && second.Length == Points && labels.Length == Points);
        Debug.Assert(scores.IsEmpty || scores.Length >= candidates.Length * Points);
        for (int lane = 0; lane < Points; lane += 3 * L.Count)
        {
            ref readonly float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(panel), lane);
            V best0 = L.Broadcast(float.PositiveInfinity), best1 = best0, best2 = best0;
            V second0 = best0, second1 = best0, second2 = best0;
            V label0 = L.Broadcast(0), label1 = label0, label2 = label0;
            for (int j = 0; j < candidates.Length; j += Centroids)
            {
                ref readonly float c0 = ref centroids[candidates[j] * (d + 1)];
                ref readonly float c1 = ref centroids[candidates[j + 1] * (d + 1)];
                ref readonly float c2 = ref centroids[candidates[j + 2] * (d + 1)];
                ref readonly float c3 = ref centroids[candidates[j + 3] * (d + 1)];
                V s00 = L.Broadcast(c0), s01 = s00, s02 = s00;
                V s10 = L.Broadcast(c1), s11 = s10, s12 = s10;
                V s20 = L.Broadcast(c2), s21 = s20, s22 = s20;
                V s30 = L.Broadcast(c3), s31 = s30, s32 = s30;
                for (int t = 1, at = 0; t <= d; t++, at += Points)
                {
                    V y0 = L.Load(in y, at), y1 = L.Load(in y, at + L.Count), y2 = L.Load(in y, at + 2 * L.Count);
                    V c = L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in c0), t));
                    s00 = L.MultiplyAdd(y0, c, s00);
                    s01 = L.MultiplyAdd(y1, c, s01);
                    s02 = L.MultiplyAdd(y2, c, s02);
                    c = L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in c1), t));
                    s10 = L.MultiplyAdd(y0, c, s10);
                    s11 = L.MultiplyAdd(y1, c, s11);
                    s12 = L.MultiplyAdd(y2, c, s12);
                    c = L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in c2), t));
                    s20 = L.MultiplyAdd(y0, c, s20);
                    s21 = L.MultiplyAdd(y1, c, s21);
                    s22 = L.MultiplyAdd(y2, c, s22);
                    c = L.Broadcast(Unsafe.Add(ref Unsafe.AsRef(in c3), t));
                    s30 = L.MultiplyAdd(y0, c, s30);
                    s31 = L.MultiplyAdd(y1, c, s31);
                    s32 = L.MultiplyAdd(y2, c, s32);
                }
                if (!scores.IsEmpty)
                {
                    Span<float> four = scores.Slice(j * Points, Centroids * Points);
                    Store<L, V>(four, lane, s00, s01, s02);
                    Store<L, V>(four[Points..], lane, s10, s11, s12);
                    Store<L, V>(four[(2 * Points)..], lane, s20, s21, s22);
                    Store<L, V>(four[(3 * Points)..], lane, s30, s31, s32);
                }
                V label = Number<L, V>(candidates[j]);
                Keep<L, V>(s00, label, ref best0, ref second0, ref label0);
                Keep<L, V>(s01, label, ref best1, ref second1, ref label1);
                Keep<L, V>(s02, label, ref best2, ref second2, ref label2);
                label = Number<L, V>(candidates[j + 1]);
                Keep<L, V>(s10, label, ref best0, ref second0, ref label0);
                Keep<L, V>(s11, label, ref best1, ref second1, ref label1);
                Keep<L, V>(s12, label, ref best2, ref second2, ref label2);
                label = Number<L, V>(candidates[j + 2]);
                Keep<L, V>(s20, label, ref best0, ref second0, ref label0);
                Keep<L, V>(s21, label, ref best1, ref second1, ref label1);
                Keep<L, V>(s22, label, ref best2, ref second2, ref label2);
                label = Number<L, V>(candidates[j + 3]);
                Keep<L, V>(s30, label, ref best0, ref second0, ref label0);
                Keep<L, V>(s31, label, ref best1, ref second1, ref label1);
                Keep<L, V>(s32, label, ref best2, ref second2, ref label2);
            }
            Store<L, V>(best, lane, best0, best1, best2);
            Store<L, V>(second, lane, second0, second1, second2);
            Store<L, V>(MemoryMarshal.Cast<int, float>(labels), lane, label0, label1, label2);
        }
    }

    [MethodImpl(Jit.AtOnce)]
    private static void Having<L, V>(
        ReadOnlySpan<float> sought, ReadOnlySpan<float> scores, ReadOnlySpan<int> candidates, Span<int> numbers)
        where L : IFloatLanes<V> where V : struct
    {
        Debug.Assert(sought.Length == Points && scores.Length >= candidates.Length * Points && numbers.Length == Points);
        for (int lane = 0; lane < Points; lane += L.Count)
        {
            ref readonly float score = ref Unsafe.Add(ref MemoryMarshal.GetReference(scores), lane);
            V value = L.Load(in MemoryMarshal.GetReference(sought), lane), found = Number<L, V>(candidates[0]);
            for (int j = 0; j < candidates.Length; j++)
                found = L.WhereSame(L.Load(in score, j * Points), value, Number<L, V>(candidates[j]), found);
            L.Store(found, ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(numbers)), lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep<L, V>(V score, V number, ref V best, ref V second, ref V label)
        where L : IFloatLanes<V> where V : struct
    {
        label = L.WhereLess(score, best, number, label);
        second = L.Min(second, L.Max(best, score));
        best = L.Min(best, score);
    }

    /// <summary>An integer in the bits of floats, which are only moved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Number<L, V>(int number) where L : IFloatLanes<V> where V : struct =>
        L.Broadcast(BitConverter.Int32BitsToSingle(number));

    /// <summary>Stores three vectors side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<L, V>(Span<float> target, int lane, V value0, V value1, V value2)
        where L : IFloatLanes<V> where V : struct
    {
        ref float first = ref MemoryMarshal.GetReference(target);
        L.Store(value0, ref first, lane);
        L.Store(value1, ref first, lane + L.Count);
        L.Store(value2, ref first, lane + 2 * L.Count);
    }
}
