using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The scores of a panel, and where they do not tell which centroid is nearest.</summary>
internal ref struct PanelScores(Span<float> best, Span<float> second, Span<int> labels)
{
    private readonly Span<float> _best = best;
    private readonly Span<float> _second = second;
    private readonly Span<int> _labels = labels;

    public readonly ReadOnlySpan<float> Best => _best;

    public readonly ReadOnlySpan<float> Second => _second;

    /// <summary>The centroid of the best score of each point.</summary>
    public readonly ReadOnlySpan<int> Labels => _labels;

    /// <summary>A bit for each point that the formula in float64 has to decide on.</summary>
    public ulong TooClose { get; private set; }

    /// <param name="panel">d × 48.</param>
    /// <param name="norm">The largest norm of the points.</param>
    /// <param name="centroids">All of them are looked at.</param>
    public void Compute(ReadOnlySpan<float> panel, float norm, ScoreCentroids centroids)
    {
        ScoreKernel.Nearest(panel, centroids.Rows, centroids.All, _best, _second, _labels);
        TooClose = LaneMask.TooClose(_best, _second, centroids.Slack(norm));
    }
}
