using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>Centroids that may be nearest to some point of a box, in ascending order of their numbers.</summary>
internal sealed class Candidates
{
    private readonly int _dimensions;
    private readonly int _stride;
    private readonly float[] _columns;      // (1 + d) × stride: ½‖c‖², then each coordinate of −c
    private readonly float[] _scores;
    private readonly int[] _indices;        // where those that are kept stand among those that are looked at
    private readonly int[] _numbers;

    /// <param name="capacity">How many there can be.</param>
    /// <param name="dimensions">d.</param>
    public Candidates(int capacity, int dimensions)
    {
        _dimensions = dimensions;
        _stride = (capacity + BoxKernel.Lanes - 1) / BoxKernel.Lanes * BoxKernel.Lanes;
        _columns = new float[(1 + dimensions) * _stride];
        _scores = new float[_stride];
        _indices = new int[_stride];
        _numbers = new int[_stride];
    }

    public int Count { get; private set; }

    /// <summary>Their numbers.</summary>
    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, Count);

    /// <summary>Their numbers, filled up to whole groups of the kernel with <paramref name="filler"/>.</summary>
    public ReadOnlySpan<int> Groups(int filler)
    {
        int count = (Count + ScoreKernel.Group - 1) / ScoreKernel.Group * ScoreKernel.Group;
        _numbers.AsSpan(Count, count - Count).Fill(filler);
        return _numbers.AsSpan(0, count);
    }

    /// <summary>Takes all centroids.</summary>
    public void SetAll(ScoreCentroids centroids)
    {
        Count = centroids.Count;
        for (int j = 0; j < Count; j++)
        {
            _numbers[j] = j;
            for (int t = 0; t <= _dimensions; t++)
                _columns[t * _stride + j] = centroids.Rows[j * (_dimensions + 1) + t];
        }
    }

    /// <summary>Takes those of <paramref name="others"/> that may be nearest to a point of a box.</summary>
    /// <param name="others">What to look among; threads share it.</param>
    /// <param name="boxes">The boxes.</param>
    /// <param name="box">Which box.</param>
    /// <param name="slack">How large a difference of scores must be to be believed.</param>
    [MethodImpl(Jit.AtOnce)]
    public void SetNear(Candidates others, Boxes boxes, int box, float slack)
    {
        Count = BoxKernel.Filter(
            others._columns, others.Count, boxes.Middle(box), boxes.Half(box), slack, _scores, _indices);
        for (int i = 0; i < Count; i++)
            _numbers[i] = others._numbers[_indices[i]];
    }

    /// <summary>Copies the coordinates as well, so that others can look among these.</summary>
    [MethodImpl(Jit.AtOnce)]
    public void Gather(Candidates others)
    {
        for (int t = 0, at = 0; t <= _dimensions; t++, at += _stride)
            for (int i = 0; i < Count; i++)
                _columns[at + i] = others._columns[at + _indices[i]];
    }
}
