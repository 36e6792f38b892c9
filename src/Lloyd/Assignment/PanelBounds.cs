using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>
/// What is known of the points of a panel without looking at them: for each centroid how much more than the score of a
/// point's own its score is, at least. (C. Elkan, "Using the triangle inequality to accelerate k-means", 2003, keeps such
/// bounds for each point, which takes 48 times the memory.)
/// </summary>
/// <remarks>
/// A score is linear in the point. When a centroid moves, its score at a point changes by what it changes at the middle of
/// the panel, give or take the distance to the middle times that of the move. The middles of 48 panels are a panel
/// themselves, and the changes of centroids are scored like centroids (docs/algorithm.md).
/// </remarks>
internal sealed class PanelBounds
{
    /// <summary>How many panels are looked at together.</summary>
    public const int InBlock = ScoreKernel.Points;

    private const int MostPerCoordinate = 64;   // centroids: then bounds take little more than the points
    private const int AtATime = 64;             // centroids whose gaps are measured together
    private const int OnStack = 256;
    private const float Underflow = 1e-40f;     // more than what is lost with each coordinate

    private readonly ScoreSpace _space;
    private readonly ScoreCentroids _scores;
    private readonly int _panels;
    private readonly int _k;
    private readonly float[] _bounds;       // by block: 48 for each centroid
    private readonly ulong[] _owners;       // by block, for each centroid: the panels that have points of it
    private readonly float[] _middles;      // by block: d × 48
    private readonly float[] _radii;        // by panel: no point is farther from the middle
    private readonly float[] _changes;      // k + 1 rows: the change of ½‖c‖², that of −c
    private readonly float[] _moves;        // how far each centroid moved
    private double[] _centroids = [];
    private double _largestNorm;
    private float _error;

    /// <param name="space">The space of scores.</param>
    /// <param name="scores">The centroids there.</param>
    /// <param name="panels">How many panels, to be enclosed one by one.</param>
    /// <param name="arrays">Where the bounds live.</param>
    public PanelBounds(ScoreSpace space, ScoreCentroids scores, int panels, RentedArrays arrays)
    {
        (_space, _scores, _panels, _k) = (space, scores, panels, scores.Count);
        int blocks = (panels + InBlock - 1) / InBlock, d = space.Dimensions;
        _bounds = arrays.Rent<float>(checked(blocks * _k * InBlock));
        _owners = arrays.Rent<ulong>(blocks * _k);
        _middles = arrays.Rent<float>(blocks * d * InBlock);
        _radii = arrays.Rent<float>(blocks * InBlock);
        _middles.AsSpan((blocks - 1) * d * InBlock, d * InBlock).Clear();
        _radii.AsSpan(0, blocks * InBlock).Clear();
        _changes = new float[(_k + 1) * (d + 1)];
        _moves = new float[_k];
        _bounds.AsSpan(0, blocks * _k * InBlock).Fill(float.NegativeInfinity);
        _owners.AsSpan(0, blocks * _k).Clear();
    }

    /// <summary>Whether bounds take no more memory than they may.</summary>
    public static bool Fit(int d, int k) => k <= MostPerCoordinate * d;

    /// <summary>The bytes of panels, labels and bounds for each point.</summary>
    public static int BytesPerPoint(int d, int k) =>
        sizeof(float) * d + 4 * sizeof(int) + (Fit(d, k) ? sizeof(float) * k / InBlock : 0);

    /// <summary>Takes the points of a panel. Panels of one block must not be taken at the same time.</summary>
    /// <param name="panel">Which.</param>
    /// <param name="y">d × 48.</param>
    /// <param name="labels">48: the centroids that they belong to.</param>
    [MethodImpl(Jit.AtOnce), SkipLocalsInit]
    public void Enclose(int panel, ReadOnlySpan<float> y, ReadOnlySpan<int> labels)
    {
        int block = panel / InBlock, d = _space.Dimensions, last = -1;
        foreach (int j in labels)
            if (j != last)
                Owners(block)[last = j] |= 1UL << panel % InBlock;
        Span<float> own = d <= OnStack ? stackalloc float[OnStack] : new float[d];
        Span<float> middles = Middles(block)[(panel % InBlock)..];
        for (int t = 0, at = 0; t < d; t++, at += ScoreKernel.Points)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int lane = at; lane < at + ScoreKernel.Points; lane += Vector<float>.Count)
                sum += new Vector<float>(y[lane..]);
            middles[at] = own[t] = Vector.Sum(sum) / ScoreKernel.Points;
        }
        float largest = ScoreKernel.LargestDistance(y, own[..d]);
        _radii[panel] = (float)(largest * (1 + (d + 4) * ScoreCentroids.Float) + d * 1e-20);
    }

    /// <summary>Follows the centroids to where the scores are taken now.</summary>
    /// <param name="centroids">k × d, in the metric.</param>
    /// <param name="norm">‖y‖ of all points, or more.</param>
    [MethodImpl(Jit.AtOnce)]
    public void Follow(double[] centroids, double norm)
    {
        int d = _space.Dimensions;
        double[] past = _centroids.Length == 0 ? centroids : _centroids;
        for (int j = 0; j < _k; j++)
        {
            ReadOnlySpan<double> from = past.AsSpan(j * d, d), to = centroids.AsSpan(j * d, d);
            Span<float> change = _changes.AsSpan(j * (d + 1), d + 1);
            _moves[j] = MathF.BitIncrement((float)_space.Distance(from, to));
            double half = 0;
            for (int t = 0; t < d; t++)
            {
                double side = _space.Difference(to[t], from[t]);
                half += side * (_space.Of(to[t], t) + _space.Of(from[t], t)) / 2;
                change[t + 1] = (float)-side;
            }
            change[0] = (float)half;
        }
        // What rounding can do to a change, for each unit of the move.
        double largest = Math.Max(_largestNorm, _scores.LargestNorm);
        _error = (float)(1.02 * (d + 16) * ScoreCentroids.Float * (largest + 3 * norm));
        (_centroids, _largestNorm) = (centroids, _scores.LargestNorm);
    }

    /// <summary>Lists the centroids that may be nearest to a point of each panel of a block. Once an iteration.</summary>
    /// <param name="block">Which.</param>
    /// <param name="norm">‖y‖ of the points, or more.</param>
    /// <param name="candidates">Gets them: none for a panel in which nothing can change.</param>
    [MethodImpl(Jit.AtOnce), SkipLocalsInit]
    public void Find(int block, double norm, PanelCandidates candidates)
    {
        Span<float> best = stackalloc float[InBlock], second = stackalloc float[InBlock], radii = stackalloc float[InBlock];
        Span<float> own = stackalloc float[InBlock];
        Span<int> labels = stackalloc int[InBlock];
        Span<float> changes = candidates.Scores;
        ScoreKernel.Nearest(Middles(block), _changes, _scores.All, best, second, labels, changes);
        for (int panel = 0; panel < InBlock; panel++)
            radii[panel] = MathF.BitIncrement(_radii[block * InBlock + panel] + _error);
        ReadOnlySpan<ulong> owners = Owners(block);
        own.Fill(float.NegativeInfinity);
        for (int j = 0; j < owners.Length; j++)
            for (ulong panels = owners[j]; panels != 0; panels &= panels - 1)
            {
                int panel = BitOperations.TrailingZeroCount(panels);
                own[panel] = MathF.Max(own[panel], changes[j * InBlock + panel] + radii[panel] * _moves[j]);
            }
        for (int panel = 0; panel < InBlock; panel++)
            own[panel] += _space.Dimensions * Underflow;
        BoundKernel.Lower(
            Bounds(block), changes, _moves, radii, own, (float)_scores.FormulaSlack(norm), candidates.Near);
        candidates.List(owners, Math.Min(InBlock, _panels - block * InBlock));
    }

    /// <summary>Keeps what scores say.</summary>
    /// <param name="panel">Of which panel.</param>
    /// <param name="candidates">Of which centroids, all owners among them, in whole groups.</param>
    /// <param name="scores">48 for each.</param>
    /// <param name="best">48: the best.</param>
    /// <param name="labels">48: the centroids that the points belong to.</param>
    /// <param name="slack">How much worse than the best the score of its own may be for a point.</param>
    [MethodImpl(Jit.AtOnce), SkipLocalsInit]
    public void Keep(
        int panel, ReadOnlySpan<int> candidates, ReadOnlySpan<float> scores, ReadOnlySpan<float> best,
        ReadOnlySpan<int> labels, float slack)
    {
        Span<float> gaps = stackalloc float[AtATime];
        Span<float> bounds = Bounds(panel / InBlock)[(panel % InBlock)..];
        for (int i = 0; i < candidates.Length; i += AtATime)
        {
            ReadOnlySpan<int> some = candidates[i..Math.Min(i + AtATime, candidates.Length)];
            BoundKernel.Gaps(scores[(i * InBlock)..], some, best, labels, gaps);
            for (int c = 0; c < some.Length && some[c] < _k; c++)
                bounds[some[c] * InBlock] = gaps[c] - 2 * slack;
        }
    }

    /// <summary>Takes note of a point that belongs to another centroid now.</summary>
    /// <param name="panel">Its panel.</param>
    /// <param name="from">To which it belonged.</param>
    /// <param name="to">To which it belongs.</param>
    /// <param name="labels">48: the centroids that the points of the panel belong to.</param>
    public void Move(int panel, int from, int to, ReadOnlySpan<int> labels)
    {
        (int block, int lane) = (panel / InBlock, panel % InBlock);
        Span<ulong> owners = Owners(block);
        owners[to] |= 1UL << lane;
        if (LaneMask.Equal(labels, from) == 0)
            owners[from] &= ~(1UL << lane);
    }

    private Span<float> Bounds(int block) => _bounds.AsSpan(block * _k * InBlock, _k * InBlock);

    private Span<ulong> Owners(int block) => _owners.AsSpan(block * _k, _k);

    private Span<float> Middles(int block) =>
        _middles.AsSpan(block * _space.Dimensions * InBlock, _space.Dimensions * InBlock);
}
