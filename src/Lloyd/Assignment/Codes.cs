using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>Vectors in seven bits a coordinate, each with a scale of its own, four codes in a word: y = scale · (code − 64)
/// + what rounding took, of which the norm is known.</summary>
internal static class Codes
{
    public const int Zero = 64;
    public const int InWord = 4;

    private const int Points = ScoreKernel.Points;
    private const int Most = 63;
    private const float Raised = 1.001f;            // more than sums of 4096 squares in float32 lose
    private const float Rounding = 4f / (1 << 24);  // of scale · code, and of taking it off
    private const float Underflow = 1e-17f;         // what squares too small for float32 may have held

    /// <summary>The words of d codes, filled up for <see cref="CodeKernel.Product"/>.</summary>
    public static int Words(int d) => (d + InWord * CodeKernel.Unit - 1) / (InWord * CodeKernel.Unit) * CodeKernel.Unit;

    /// <summary>Rounds 48 vectors.</summary>
    /// <param name="panel">d × 48.</param>
    /// <param name="tails">48 norms of what the vectors are without.</param>
    /// <param name="words">Words × 48.</param>
    /// <param name="numbers">4 × 48: as <see cref="CodeKernel"/> wants them of points, each norm a little raised.</param>
    [MethodImpl(Jit.AtOnce)]
    public static void Encode(ReadOnlySpan<float> panel, ReadOnlySpan<float> tails, Span<int> words, Span<float> numbers)
    {
        int d = panel.Length / Points;
        for (int lane = 0; lane < Points; lane += Vector<float>.Count)
        {
            var largest = new Vector<float>(1e-30f);
            for (int at = lane; at < panel.Length; at += Points)
                largest = Vector.Max(largest, Vector.Abs(new Vector<float>(panel[at..])));
            Vector<float> scale = largest / Most, inverse = Vector<float>.One / scale;
            Vector<float> squares = Vector<float>.Zero, errors = Vector<float>.Zero;
            for (int t = 0, to = lane; to < words.Length; to += Points)
            {
                Vector<int> word = Vector<int>.Zero;
                for (int shift = 0; shift < 32; shift += 8, t++)
                {
                    if (t >= d)
                    {
                        word |= new Vector<int>(Zero << shift);
                        continue;
                    }
                    var y = new Vector<float>(panel[(t * Points + lane)..]);
                    Vector<int> code = Vector.ConvertToInt32(y * inverse + new Vector<float>(Zero + 0.5f));
                    word |= code << shift;
                    Vector<float> rounded = Vector.ConvertToSingle(code - new Vector<int>(Zero));
                    Vector<float> error = y - scale * rounded;
                    squares += rounded * rounded;
                    errors += error * error;
                }
                word.CopyTo(words[to..]);
            }
            Vector<float> norm = Vector.SquareRoot(squares) * scale * Raised;
            Vector<float> lost = Vector.SquareRoot(errors) * Raised + norm * Rounding + new Vector<float>(Underflow);
            var tail = new Vector<float>(tails[lane..]);
            scale.CopyTo(numbers[(CodeKernel.Scale * Points + lane)..]);
            norm.CopyTo(numbers[(CodeKernel.Norm * Points + lane)..]);
            lost.CopyTo(numbers[(CodeKernel.Error * Points + lane)..]);
            (Vector.SquareRoot(lost * lost + tail * tail) * Raised + new Vector<float>(Underflow)).CopyTo(numbers[(CodeKernel.Rest * Points + lane)..]);
        }
    }

    /// <summary>One of 48 vectors of words.</summary>
    [MethodImpl(Jit.AtOnce)]
    public static void CopyLane(ReadOnlySpan<int> words, int lane, Span<int> row)
    {
        for (int w = 0, at = lane; w < row.Length; w++, at += Points)
            row[w] = words[at];
    }

    /// <summary>Takes <see cref="Zero"/> off every code, and gives the sum of what is left.</summary>
    [MethodImpl(Jit.AtOnce)]
    public static int Centre(Span<int> words)
    {
        int sum = 0;
        foreach (ref sbyte code in MemoryMarshal.Cast<int, sbyte>(words))
            sum += code -= Zero;
        return sum;
    }
}
