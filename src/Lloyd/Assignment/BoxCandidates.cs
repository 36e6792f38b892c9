using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The centroids that may be nearest to some point of each of 16 boxes.</summary>
/// <param name="k">How many centroids there are.</param>
internal sealed class BoxCandidates(int k)
{
    private readonly float[] _scores = new float[k * Boxes.InBlock];
    private readonly uint[] _near = new uint[k];        // for each that was looked at, the boxes
    private readonly int[] _best = new int[Boxes.InBlock];
    private readonly int[] _numbers = new int[k + ScoreKernel.Group];

    /// <summary>The boxes, a bit each, that have one candidate only.</summary>
    public uint Decided { get; private set; }

    /// <summary>The candidate that is nearest to the middle of a box.</summary>
    public int Best(int box) => _best[box];

    /// <summary>Looks at a block of boxes.</summary>
    /// <param name="centroids">The centroids.</param>
    /// <param name="among">Those that may be nearest to any point, ascending, at least one.</param>
    [MethodImpl(Jit.AtOnce)]
    public void Find(ScoreCentroids centroids, ReadOnlySpan<int> among, Boxes boxes, int block)
    {
        // Twice: the middle's scores err like a point's, and the sum of half widths no more.
        float slack = 2 * centroids.Slack(boxes.Norm(block));
        BoxKernel.Filter(
            centroids.Rows, among, boxes.Middles(block), boxes.Halves(block), slack, _scores, _best, _near);
        uint once = 0, twice = 0;
        foreach (uint near in _near.AsSpan(0, among.Length))
        {
            twice |= once & near;
            once |= near;
        }
        Decided = once & ~twice;
    }

    /// <summary>The candidates of a box, ascending, filled up to whole groups of the kernel.</summary>
    /// <param name="box">Which, 0 … 15.</param>
    /// <param name="among">What was looked at.</param>
    /// <param name="filler">What fills up.</param>
    /// <param name="count">How many are candidates.</param>
    [MethodImpl(Jit.AtOnce)]
    public ReadOnlySpan<int> Of(int box, ReadOnlySpan<int> among, int filler, out int count)
    {
        count = 0;
        for (int i = 0; i < among.Length; i++)
        {
            _numbers[count] = among[i];
            count += (int)(_near[i] >> box & 1);
        }
        int whole = (count + ScoreKernel.Group - 1) / ScoreKernel.Group * ScoreKernel.Group;
        _numbers.AsSpan(count, whole - count).Fill(filler);
        return _numbers.AsSpan(0, whole);
    }
}
