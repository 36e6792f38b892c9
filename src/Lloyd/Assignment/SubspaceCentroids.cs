using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The centroids projected on a <see cref="Subspace"/>, as <see cref="SubspacePoints"/> want them: lower bounds
/// of scores come out as products. And which of them moved.</summary>
internal sealed class SubspaceCentroids
{
    private readonly Subspace _subspace;
    private readonly ScoreCentroids _scores;
    private readonly int _d;
    private readonly int _restSize;
    private readonly float[] _rest;             // −Pc, ‖first tail‖, −‖second tail‖
    private readonly bool[] _isMoved;

    /// <param name="subspace">The directions.</param>
    /// <param name="scores">The centroids in the score space, set anew each iteration.</param>
    /// <param name="d">The number of coordinates.</param>
    /// <param name="k">The number of centroids.</param>
    public SubspaceCentroids(Subspace subspace, ScoreCentroids scores, int d, int k)
    {
        _subspace = subspace;
        _scores = scores;
        _d = d;
        _restSize = subspace.Dimensions - subspace.Leading + 2;
        LeadingRows = new float[(k + 1) * (subspace.Leading + 2)];
        LeadingRows[k * (subspace.Leading + 2)] = float.PositiveInfinity;
        _rest = new float[k * _restSize];
        _isMoved = new bool[k];
    }

    /// <summary>k + 1 rows of ½‖c‖², −Pc and −‖tail‖; the last fills up groups.</summary>
    public float[] LeadingRows { get; }

    /// <summary>The centroids that moved, filled up to whole groups …</summary>
    public int[] Moved { get; private set; } = [];

    /// <summary>… and those that did not.</summary>
    public int[] Still { get; private set; } = [];

    public bool IsMoved(int j) => _isMoved[j];

    /// <summary>What the rest of a point is multiplied by to make a better bound of a first one.</summary>
    public ReadOnlySpan<float> Rest(int j) => _rest.AsSpan(j * _restSize, _restSize);

    /// <summary>Takes the centroids of an iteration.</summary>
    /// <param name="centroids">k × d, in the metric.</param>
    /// <param name="previous">Those of the last one; empty the first time: all moved.</param>
    public void Set(ReadOnlySpan<double> centroids, ReadOnlySpan<double> previous)
    {
        for (int j = 0; j < _isMoved.Length; j++)
            _isMoved[j] = previous.IsEmpty || !centroids.Slice(j * _d, _d).SequenceEqual(previous.Slice(j * _d, _d));
        Moved = Chosen(true);
        Still = Chosen(false);
        Project();
    }

    /// <summary>By how much a bound may be above the score, as <see cref="ScoreCentroids.Slack(double)"/> counts.</summary>
    /// <param name="norm">‖y‖, or more.</param>
    public float Slack(double norm)
    {
        double c = _scores.LargestNorm;
        double rounding = (_subspace.Dimensions + 12) * ScoreCentroids.Float * (c * c / 2 + 3.3 * norm * c);
        return (float)(1.02 * (rounding + _subspace.Error * norm * c) + _scores.Slack(norm, _d));
    }

    private void Project()
    {
        const int Points = ScoreKernel.Points;
        int leading = _subspace.Leading;
        float[] panel = new float[_d * Points];
        float[] projections = new float[_subspace.Dimensions * Points];
        Span<float> squares = stackalloc float[Points];
        Span<float> leadingTails = stackalloc float[Points];
        Span<float> tails = stackalloc float[Points];
        for (int first = 0; first < Moved.Length; first += Points)
        {
            ReadOnlySpan<int> chosen = Moved.AsSpan(first, Math.Min(Points, Moved.Length - first));
            for (int lane = 0; lane < chosen.Length; lane++)
            {
                ReadOnlySpan<float> negated = _scores.Rows.AsSpan(chosen[lane] * (_d + 1) + 1, _d);
                for (int t = 0; t < _d; t++)
                    panel[t * Points + lane] = negated[t];
            }
            _subspace.Project(panel, projections, squares, leadingTails, tails);
            for (int lane = 0; lane < chosen.Length; lane++)
            {
                int j = chosen[lane];
                if (j == _isMoved.Length)
                    continue;
                Span<float> row = LeadingRows.AsSpan(j * (leading + 2), leading + 2);
                Span<float> rest = _rest.AsSpan(j * _restSize, _restSize);
                row[0] = _scores.Rows[j * (_d + 1)];
                for (int t = 0; t < leading; t++)
                    row[1 + t] = projections[t * Points + lane];
                for (int t = leading; t < _subspace.Dimensions; t++)
                    rest[t - leading] = projections[t * Points + lane];
                row[^1] = -leadingTails[lane];
                rest[^2] = leadingTails[lane];
                rest[^1] = -tails[lane];
            }
        }
    }

    private int[] Chosen(bool moved)
    {
        List<int> chosen = [.. Enumerable.Range(0, _isMoved.Length).Where(j => _isMoved[j] == moved)];
        while (chosen.Count % ScoreKernel.Group != 0)
            chosen.Add(_isMoved.Length);
        return [.. chosen];
    }
}
