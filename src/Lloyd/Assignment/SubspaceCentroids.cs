using System.Buffers;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The centroids in <see cref="Codes"/>, of all coordinates and of those in a <see cref="Subspace"/>. And which of
/// them moved.</summary>
internal sealed class SubspaceCentroids
{
    private const int Points = ScoreKernel.Points;

    private readonly ScoreCentroids _scores;
    private readonly int _d;
    private readonly bool[] _isMoved;
    private readonly Subspace _subspace;

    /// <param name="subspace">The directions.</param>
    /// <param name="scores">The centroids in the score space, set anew each iteration.</param>
    /// <param name="d">The number of coordinates.</param>
    /// <param name="k">The number of centroids.</param>
    public SubspaceCentroids(Subspace subspace, ScoreCentroids scores, int d, int k)
    {
        _scores = scores;
        _d = d;
        _isMoved = new bool[k];
        _subspace = subspace;
        Whole = new CodedCentroids(k, Codes.Words(d));
        Projected = new CodedCentroids(k, subspace.Dimensions / Codes.InWord);
    }

    /// <summary>All coordinates.</summary>
    public CodedCentroids Whole { get; }

    /// <summary>Their projections.</summary>
    public CodedCentroids Projected { get; }

    /// <summary>The centroids that moved, filled up to whole groups …</summary>
    public int[] Moved { get; private set; } = [];

    /// <summary>… and those that did not.</summary>
    public int[] Still { get; private set; } = [];

    public bool IsMoved(int j) => _isMoved[j];

    /// <summary>Takes the centroids of an iteration.</summary>
    /// <param name="centroids">k × d, in the metric.</param>
    /// <param name="previous">Those of the last one; empty the first time: all moved.</param>
    /// <param name="threads">How many threads there may be.</param>
    public void Set(ReadOnlySpan<double> centroids, ReadOnlySpan<double> previous, int threads)
    {
        for (int j = 0; j < _isMoved.Length; j++)
            _isMoved[j] = previous.IsEmpty || !centroids.Slice(j * _d, _d).SequenceEqual(previous.Slice(j * _d, _d));
        Moved = Chosen(true);
        Still = Chosen(false);
        int panels = (Moved.Length + Points - 1) / Points;
        Blocks.Share(panels, (long)Moved.Length * _d * _subspace.Dimensions, threads, (first, count) =>
        {
            for (int panel = first; panel < first + count; panel++)
                Encode(Moved.AsSpan(panel * Points, Math.Min(Points, Moved.Length - panel * Points)));
        });
    }

    /// <summary>By how much a bound may be above the score, as <see cref="ScoreCentroids.Slack(double)"/> counts.</summary>
    /// <param name="norm">‖y‖, or more.</param>
    public float Slack(double norm)
    {
        double c = _scores.LargestNorm;
        double rounding = 12 * ScoreCentroids.Float * (c * c / 2 + 8 * norm * c);
        return (float)(1.02 * (rounding + _subspace.Error * norm * c) + _scores.Slack(norm, _d));
    }

    private void Encode(ReadOnlySpan<int> chosen)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent((_d + _subspace.Dimensions) * Points);
        Span<float> panel = buffer.AsSpan(0, _d * Points);
        Span<float> projections = buffer.AsSpan(_d * Points, _subspace.Dimensions * Points);
        Span<float> squares = stackalloc float[Points], tails = stackalloc float[Points];
        tails.Clear();
        chosen = chosen.TrimEnd(_isMoved.Length);
        for (int lane = 0; lane < chosen.Length; lane++)
        {
            ReadOnlySpan<float> negated = _scores.Rows.AsSpan(chosen[lane] * (_d + 1) + 1, _d);
            for (int t = 0; t < _d; t++)
                panel[t * Points + lane] = negated[t];
        }
        Whole.Set(chosen, panel, tails, _scores);
        ProductKernel.Squares(panel, squares);
        _subspace.Project(panel, projections, squares, tails);
        Projected.Set(chosen, projections, tails, _scores);
        ArrayPool<float>.Shared.Return(buffer);
    }

    private int[] Chosen(bool moved)
    {
        List<int> chosen = [.. Enumerable.Range(0, _isMoved.Length).Where(j => _isMoved[j] == moved)];
        while (chosen.Count % ScoreKernel.Group != 0)
            chosen.Add(_isMoved.Length);
        return [.. chosen];
    }
}
