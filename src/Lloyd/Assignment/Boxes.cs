using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The boxes around groups of points, in blocks of 16, a lane for each box: middle and half width in each
/// coordinate.</summary>
internal sealed class Boxes
{
    /// <summary>How many boxes are looked at together.</summary>
    public const int InBlock = BoxKernel.Boxes;

    /// <summary>Points in a block of groups of panels.</summary>
    public const int RowsInBlock = InBlock * InBlock * ScoreKernel.Points;

    private readonly int _dimensions;
    private readonly int _size;             // 2d × 16
    private readonly float[] _values;       // by block: middles, half widths
    private readonly float[] _norms;        // by block

    private Boxes(int count, int dimensions)
    {
        Count = count;
        _dimensions = dimensions;
        _size = 2 * dimensions * InBlock;
        int blocks = (count + InBlock - 1) / InBlock;
        _values = new float[blocks * _size];
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
        int d = _dimensions;
        var around = new Boxes(_norms.Length, d);
        Span<float> min = new float[d], max = new float[d];
        for (int block = 0; block < around.Count; block++)
        {
            int end = Math.Min((block + 1) * InBlock, Count);
            min.Fill(float.PositiveInfinity);
            max.Fill(float.NegativeInfinity);
            for (int box = block * InBlock; box < end; box++)
            {
                ReadOnlySpan<float> values = Box(box);
                for (int t = 0; t < d; t++)
                {
                    float middle = values[t * InBlock], half = values[(d + t) * InBlock];
                    min[t] = MathF.Min(min[t], MathF.BitDecrement(middle - half));
                    max[t] = MathF.Max(max[t], MathF.BitIncrement(middle + half));
                }
            }
            around.Set(block, min, max);
        }
        return around;
    }

    /// <summary>What the kernel takes: 2d × 16.</summary>
    public ReadOnlySpan<float> this[int block] => _values.AsSpan(block * _size, _size);

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

    private Span<float> Box(int box) => _values.AsSpan(box / InBlock * _size, _size)[(box % InBlock)..];

    private void Set(int box, ReadOnlySpan<float> min, ReadOnlySpan<float> max)
    {
        Span<float> values = Box(box);
        double squares = 0;
        for (int t = 0; t < min.Length; t++)
        {
            float middle = min[t] / 2 + max[t] / 2;
            values[t * InBlock] = middle;
            values[(_dimensions + t) * InBlock] = MathF.BitIncrement(Math.Max(max[t] - middle, middle - min[t]));
            squares += Math.Max((double)min[t] * min[t], (double)max[t] * max[t]);
        }
        _norms[box / InBlock] = MathF.Max(_norms[box / InBlock], MathF.BitIncrement((float)Math.Sqrt(squares)));
    }
}
