using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The boxes around groups of points, in blocks of 16: middle and half width in each coordinate, a lane for
/// each box.</summary>
internal sealed class Boxes
{
    /// <summary>How many boxes are looked at together.</summary>
    public const int InBlock = BoxKernel.Boxes;

    private readonly int _size;             // d × 16
    private readonly float[] _values;       // blocks × 2 × d × 16: middles, half widths
    private readonly float[] _norms;        // by block

    private Boxes(int count, int dimensions)
    {
        Count = count;
        _size = dimensions * InBlock;
        int blocks = (count + InBlock - 1) / InBlock;
        _values = new float[blocks * 2 * _size];
        _norms = new float[blocks];
    }

    public int Count { get; }

    /// <summary>The boxes around every panel.</summary>
    public static Boxes Of<T>(OrderedPanels<T> panels, ScoreSpace space, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int d = space.Dimensions;
        var boxes = new Boxes(panels.Count, d);
        Blocks.Each(boxes._norms.Length, Blocks.Workers(panels.Count, ScoreKernel.Points * d, threads), (_, block) =>
        {
            float[] panel = new float[ScoreKernel.Points * d];
            float[] min = new float[d], max = new float[d];
            for (int box = block * InBlock; box < Math.Min((block + 1) * InBlock, panels.Count); box++)
            {
                panels.ReadScores(box, space, panel);
                Extremes(panel, min, max);
                boxes.Set(box, min, max);
            }
        }, cancellation);
        return boxes;
    }

    /// <summary>The boxes around every block of these boxes.</summary>
    public Boxes Around()
    {
        int d = _size / InBlock;
        var around = new Boxes(_norms.Length, d);
        Span<float> min = new float[d], max = new float[d];
        for (int block = 0; block < around.Count; block++)
        {
            int boxes = Math.Min(InBlock, Count - block * InBlock);
            for (int t = 0; t < d; t++)
            {
                (min[t], max[t]) = (float.PositiveInfinity, float.NegativeInfinity);
                for (int lane = 0; lane < boxes; lane++)
                {
                    float middle = Middles(block)[t * InBlock + lane], half = Halves(block)[t * InBlock + lane];
                    min[t] = MathF.Min(min[t], MathF.BitDecrement(middle - half));
                    max[t] = MathF.Max(max[t], MathF.BitIncrement(middle + half));
                }
            }
            around.Set(block, min, max);
        }
        return around;
    }

    /// <summary>d × 16.</summary>
    public ReadOnlySpan<float> Middles(int block) => _values.AsSpan(block * 2 * _size, _size);

    /// <summary>d × 16.</summary>
    public ReadOnlySpan<float> Halves(int block) => _values.AsSpan((block * 2 + 1) * _size, _size);

    /// <summary>No point of the boxes is farther from the origin.</summary>
    public float Norm(int block) => _norms[block];

    [MethodImpl(Jit.AtOnce)]
    private static void Extremes(ReadOnlySpan<float> panel, Span<float> min, Span<float> max)
    {
        for (int t = 0; t < min.Length; t++)
        {
            var lowest = new Vector<float>(float.PositiveInfinity);
            var highest = new Vector<float>(float.NegativeInfinity);
            for (int lane = 0; lane < ScoreKernel.Points; lane += Vector<float>.Count)
            {
                var y = new Vector<float>(panel[(t * ScoreKernel.Points + lane)..]);
                lowest = Vector.MinNative(lowest, y);
                highest = Vector.MaxNative(highest, y);
            }
            (min[t], max[t]) = (lowest[0], highest[0]);
            for (int i = 1; i < Vector<float>.Count; i++)
                (min[t], max[t]) = (MathF.Min(min[t], lowest[i]), MathF.Max(max[t], highest[i]));
        }
    }

    private void Set(int box, ReadOnlySpan<float> min, ReadOnlySpan<float> max)
    {
        int block = box / InBlock, at = block * 2 * _size + box % InBlock;
        double squares = 0;
        for (int t = 0; t < min.Length; t++, at += InBlock)
        {
            float middle = min[t] / 2 + max[t] / 2;
            _values[at] = middle;
            _values[at + _size] = MathF.BitIncrement(Math.Max(max[t] - middle, middle - min[t]));
            squares += Math.Max((double)min[t] * min[t], (double)max[t] * max[t]);
        }
        _norms[block] = MathF.Max(_norms[block], MathF.BitIncrement((float)Math.Sqrt(squares)));
    }
}
