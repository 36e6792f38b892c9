using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lloyd.Kernels;

/// <summary>Bounds of distances, in float32. What it returns as a bound already covers its own roundings.</summary>
internal static class BoundKernel
{
    private const float Up = 1 + 1f / (1 << 21);
    private const float Down = 1 - 1f / (1 << 21);

    /// <summary>How much nearer the best centroid of each point is than the second at least, and how far the second is
    /// at least, by their scores.</summary>
    /// <param name="panel">d × 48.</param>
    /// <param name="best">48 best scores.</param>
    /// <param name="second">48 second best scores.</param>
    /// <param name="error">How far ‖y‖² + 2 · score can be from the squared distance.</param>
    /// <param name="margin">What to take from the gaps.</param>
    /// <param name="gaps">48 differences of distances.</param>
    /// <param name="lower">48 distances.</param>
    [MethodImpl(Jit.AtOnce)]
    public static void FromScores(
        ReadOnlySpan<float> panel, ReadOnlySpan<float> best, ReadOnlySpan<float> second, float error, float margin,
        Span<float> gaps, Span<float> lower)
    {
        Debug.Assert(best.Length == ScoreKernel.Points && second.Length == ScoreKernel.Points);
        ref float y = ref MemoryMarshal.GetReference(panel);
        for (int lane = 0; lane < ScoreKernel.Points; lane += Vector<float>.Count)
        {
            Vector<float> squares = Vector<float>.Zero;
            for (int at = lane; at < panel.Length; at += ScoreKernel.Points)
            {
                Vector<float> values = Vector.LoadUnsafe(ref y, (nuint)at);
                squares += values * values;
            }
            Vector<float> own = squares + 2 * new Vector<float>(best[lane..]) + new Vector<float>(error);
            Vector<float> other = squares + 2 * new Vector<float>(second[lane..]) - new Vector<float>(error);
            own = Vector.SquareRoot(Vector.Max(own, Vector<float>.Zero)) * Up;
            other = Vector.SquareRoot(Vector.Max(other, Vector<float>.Zero)) * Down;
            other.CopyTo(lower[lane..]);
            ((other - own - new Vector<float>(margin)) * Down).CopyTo(gaps[lane..]);
        }
    }

    /// <summary>‖y − c‖, as it comes out of float32.</summary>
    /// <param name="y">d.</param>
    /// <param name="minus">−c.</param>
    [MethodImpl(Jit.AtOnce)]
    public static float Distance(ReadOnlySpan<float> y, ReadOnlySpan<float> minus)
    {
        Debug.Assert(y.Length == minus.Length);
        ref float a = ref MemoryMarshal.GetReference(y);
        ref float b = ref MemoryMarshal.GetReference(minus);
        Vector<float> squares = Vector<float>.Zero;
        int t = 0;
        for (; t <= y.Length - Vector<float>.Count; t += Vector<float>.Count)
        {
            Vector<float> difference = Vector.LoadUnsafe(ref a, (nuint)t) + Vector.LoadUnsafe(ref b, (nuint)t);
            squares += difference * difference;
        }
        float sum = Vector.Sum(squares);
        for (; t < y.Length; t++)
        {
            float difference = Unsafe.Add(ref a, t) + Unsafe.Add(ref b, t);
            sum += difference * difference;
        }
        return MathF.Sqrt(sum);
    }
}
