using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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

    private const int OnStack = 128;

    private readonly int _dimensions;
    private readonly int _blocks;
    private readonly int _size;             // 2d × 16
    private readonly float[] _values;       // by block: middles, half widths
    private readonly float[] _norms;        // by block

    /// <param name="count">How many boxes, to be enclosed one by one.</param>
    /// <param name="dimensions">d.</param>
    /// <param name="arrays">Where they live.</param>
    public Boxes(int count, int dimensions, RentedArrays arrays)
    {
        Count = count;
        _dimensions = dimensions;
        _size = 2 * dimensions * InBlock;
        _blocks = (count + InBlock - 1) / InBlock;
        _values = arrays.Rent<float>(_blocks * _size);
        _norms = arrays.Rent<float>(_blocks);
        _values.AsSpan((_blocks - 1) * _size, _size).Clear();
        _norms.AsSpan(0, _blocks).Clear();
    }

    public int Count { get; }

    /// <summary>Lays a box around the points of a panel. Boxes of one block must not be laid at the same time.</summary>
    /// <param name="box">Which.</param>
    /// <param name="panel">d × 48, in the space of scores.</param>
    [SkipLocalsInit, MethodImpl(Jit.AtOnce)]
    public void Enclose(int box, ReadOnlySpan<float> panel)
    {
        Span<float> min = _dimensions <= OnStack ? stackalloc float[OnStack] : new float[_dimensions];
        Span<float> max = _dimensions <= OnStack ? stackalloc float[OnStack] : new float[_dimensions];
        Extremes(panel, min[.._dimensions], max[.._dimensions]);
        Set(box, min[.._dimensions], max[.._dimensions]);
    }

    /// <summary>The boxes around every block of these boxes.</summary>
    /// <param name="arrays">Where they live.</param>
    [MethodImpl(Jit.AtOnce)]
    public Boxes Around(RentedArrays arrays)
    {
        int d = _dimensions;
        var around = new Boxes(_blocks, d, arrays);
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
            ReadOnlySpan<float> lanes = panel.Slice(t * ScoreKernel.Points, ScoreKernel.Points);
            Vector128<float> lowest = Vector128.Create(lanes), highest = lowest;
            for (int lane = Vector128<float>.Count; lane < ScoreKernel.Points; lane += Vector128<float>.Count)
            {
                Vector128<float> y = Vector128.Create(lanes[lane..]);
                lowest = Vector128.MinNative(lowest, y);
                highest = Vector128.MaxNative(highest, y);
            }
            Vector128<int> swap = Vector128.Create(2, 3, 0, 1), turn = Vector128.Create(1, 0, 3, 2);
            lowest = Vector128.MinNative(lowest, Vector128.Shuffle(lowest, swap));
            highest = Vector128.MaxNative(highest, Vector128.Shuffle(highest, swap));
            min[t] = Vector128.MinNative(lowest, Vector128.Shuffle(lowest, turn)).ToScalar();
            max[t] = Vector128.MaxNative(highest, Vector128.Shuffle(highest, turn)).ToScalar();
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
