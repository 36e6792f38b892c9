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
    private readonly int[] _counts = new int[Boxes.InBlock];
    private readonly int[] _numbers = new int[(k + ScoreKernel.Group) * Boxes.InBlock];     // by box

    /// <summary>The candidate that is nearest to the middle of a box.</summary>
    public int Best(int box) => _best[box];

    /// <summary>How many candidates a box has, at least one.</summary>
    public int Count(int box) => _counts[box];

    /// <summary>The candidates of a box, ascending.</summary>
    public ReadOnlySpan<int> Of(int box) => Numbers(box)[.._counts[box]];

    /// <summary>The same, filled up to whole groups of the kernel with <paramref name="filler"/>.</summary>
    public ReadOnlySpan<int> InGroups(int box, int filler)
    {
        int count = _counts[box], whole = (count + ScoreKernel.Group - 1) / ScoreKernel.Group * ScoreKernel.Group;
        Numbers(box)[count..whole].Fill(filler);
        return Numbers(box)[..whole];
    }

    /// <summary>Looks at a block of boxes.</summary>
    /// <param name="centroids">The centroids.</param>
    /// <param name="among">Those that may be nearest to any point, ascending, at least one.</param>
    /// <param name="boxes">The boxes.</param>
    /// <param name="block">Which block.</param>
    [MethodImpl(Jit.AtOnce)]
    public void Find(ScoreCentroids centroids, ReadOnlySpan<int> among, Boxes boxes, int block)
    {
        // Twice: once for the scores of the middle, once for the sum of half widths (docs/algorithm.md).
        float slack = 2 * centroids.Slack(boxes.Norm(block));
        BoxKernel.Filter(centroids.Rows, among, boxes[block], slack, _scores, _best, _near);
        BoxKernel.List(among, _near, _numbers, _counts);
    }

    private Span<int> Numbers(int box) => _numbers.AsSpan(box * (k + ScoreKernel.Group), k + ScoreKernel.Group);
}
