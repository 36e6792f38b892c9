using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>
/// Scores in float32, 48 points at a time; where they are too close to call, the formula in float64 decides. At first all
/// points meet all centroids. Then those that are alike, of one cluster and with the same next best, are put into the
/// same panels, and a panel meets only the centroids that <see cref="PanelBounds"/> do not rule out.
/// </summary>
/// <remarks>Rows are put in order by stretches, which lie in near caches. One in sixteen goes ahead; the others follow when
/// it pays there.</remarks>
internal sealed class BoundedAssigner<T> : Assigner<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BlocksInStretch = 7;      // enough rows for panels of one cluster
    private const int RowsInStretch = BlocksInStretch * PanelBounds.InBlock * ScoreKernel.Points;
    private const int Ahead = 16;
    private const int IterationsByRow = 2;      // by then labels tell which points are alike

    // As measured: what it takes to put points in order, for each coordinate in multiplications of a score; and by what
    // factor scores whose gaps are kept take longer.
    private const double OrderCost = 150;
    private const double BoundedCost = 1.25;

    private readonly int _k;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly ScoreSpace _space;
    private readonly ScoreCentroids _scores;
    private readonly ScorePanels _panels;
    private readonly ConcurrentBag<Scratch> _scratch = [];
    private readonly Memory<int> _labels;       // by row, and room for whole panels
    private readonly Memory<int> _placeLabels;  // the same in the order of panels
    private int[] _seconds = [];                // the next best centroid of each, while an order is sought
    private PanelBounds? _bounds;               // once there is an order
    private Ordered _ordered;
    private double[] _centroids = [];
    private int _iteration = -1;
    private float _norm;
    private long _scored;
    private long _scoredAhead;

    /// <param name="points">The points.</param>
    /// <param name="description">Their description.</param>
    /// <param name="k">The number of centroids.</param>
    /// <param name="threads">At most how many threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="labels">Where the points are assigned already, their clusters.</param>
    public BoundedAssigner(
        MetricPoints<T> points, Description description, int k, int threads, CancellationToken cancellation,
        ReadOnlySpan<int> labels = default)
        : base(points)
    {
        (_k, _threads, _cancellation) = (k, threads, cancellation);
        _space = new ScoreSpace(description);
        _scores = new ScoreCentroids(_space, k);
        _panels = new ScorePanels(points.Count, points.Dimensions, Arrays);
        _labels = HugePages.Allocate<int>(points.Count + ScoreKernel.Points);
        _labels.Span.Fill(-1);
        labels.CopyTo(_labels.Span);
        _placeLabels = Arrays.Rent<int>(points.Count + ScoreKernel.Points);
        _labels.CopyTo(_placeLabels);
    }

    private enum Ordered { Nothing, SomeStretches, Everything }

    /// <summary>A block of panels.</summary>
    public override int RowsInBlock => PanelBounds.InBlock * ScoreKernel.Points;

    public override ReadOnlyMemory<int> Labels => _labels[..Points.Count];

    /// <summary>How many iterations are expected to come at any time, or half as many as there were.</summary>
    public int ToCome { get; init; } = 6;

    /// <summary>How many scores the last iteration computed.</summary>
    public long Scored => _scored;

    public override void Begin(double[] centroids)
    {
        _iteration++;
        _centroids = centroids;
        _scores.Set(centroids);
        if (_seconds.Length > 0)
            PutInOrder();
        else if (_iteration >= IterationsByRow - 1 && _ordered != Ordered.Everything && OrderPays)
            _seconds = Arrays.Rent<int>(Points.Count + ScoreKernel.Points);
        _bounds?.Follow(centroids, _norm);
        (_scored, _scoredAhead) = (0, 0);
    }

    [MethodImpl(Jit.AtOnce)]
    public override void Assign(int first, int count, Partial difference)
    {
        if (!_scratch.TryTake(out Scratch? scratch))
            scratch = new Scratch(RowsInBlock, _k);
        scratch.Moved = 0;
        int start = first / ScoreKernel.Points, panels = (count + ScoreKernel.Points - 1) / ScoreKernel.Points;
        for (int panel = start; _iteration == 0 && panel < start + panels; panel++)
            _panels.Read(Points, _space, panel);
        float slack = _scores.Slack(_panels.Norm(start, panels));
        PanelBounds? bounds = IsInOrder(first) ? _bounds : null;
        bounds?.Find(first / RowsInBlock, _norm, scratch.Candidates);
        long scored = 0;
        for (int i = 0; i < panels; i++)
        {
            int candidates = bounds is null ? _k : scratch.Candidates.Count(i);
            if (candidates == 0)
                continue;
            if (i + 1 < panels)
                Cache.PrefetchAll(_panels[start + i + 1]);
            AssignPanel(start + i, bounds is null ? _scores.All : scratch.Candidates.InGroups(i), bounds, slack, scratch);
            scored += candidates;
        }
        Interlocked.Add(ref _scored, scored * ScoreKernel.Points);
        if (GoesAhead(first))
            Interlocked.Add(ref _scoredAhead, scored * ScoreKernel.Points);
        difference.Move(
            Points, scratch.Rows.AsSpan(0, scratch.Moved), scratch.From.AsSpan(0, scratch.Moved), scratch.To.AsSpan(0, scratch.Moved));
        difference.Changed += scratch.Moved;
        _scratch.Add(scratch);
    }

    [MethodImpl(Jit.AtOnce), SkipLocalsInit]
    private void AssignPanel(int panel, ReadOnlySpan<int> candidates, PanelBounds? bounds, float slack, Scratch scratch)
    {
        Span<float> best = stackalloc float[ScoreKernel.Points], second = stackalloc float[ScoreKernel.Points];
        Span<int> nearest = stackalloc int[ScoreKernel.Points];
        ReadOnlySpan<float> y = _panels[panel];
        Span<float> scores = scratch.Candidates.Scores;
        bool seeksSeconds = _seconds.Length > 0 && bounds is null, keepsScores = bounds is not null || seeksSeconds;
        ScoreKernel.Nearest(y, _scores.Rows, candidates, best, second, nearest, keepsScores ? scores : []);
        ulong close = LaneMask.TooClose(best, second, slack);
        if (close != 0 && !keepsScores)
            ScoreKernel.Nearest(y, _scores.Rows, candidates, best, second, nearest, scores);
        ReadOnlySpan<int> rows = _panels.Rows(panel);
        for (; close != 0; close &= close - 1)
            if (BitOperations.TrailingZeroCount(close) is var lane && lane < rows.Length)
                nearest[lane] = Settle(rows[lane], candidates, scores[lane..], best[lane] + slack);
        nearest[rows.Length..].Fill(nearest[rows.Length - 1]);
        if (seeksSeconds)
            ScoreKernel.Having(second, scores, _scores.All[.._k], _seconds.AsSpan(panel * ScoreKernel.Points, ScoreKernel.Points));
        Move(panel, rows, nearest, bounds, scratch);
        bounds?.Keep(panel, candidates, scores, best, nearest, slack);
    }

    /// <summary>Gives the points of a panel new labels.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void Move(int panel, ReadOnlySpan<int> rows, ReadOnlySpan<int> nearest, PanelBounds? bounds, Scratch scratch)
    {
        Span<int> labels = _placeLabels.Span.Slice(panel * ScoreKernel.Points, ScoreKernel.Points);
        ulong changed = LaneMask.Different(labels, nearest);
        for (ulong rest = changed & LaneMask.All >> (ScoreKernel.Points - rows.Length); rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest), moved = scratch.Moved++, from = labels[lane];
            (scratch.Rows[moved], scratch.From[moved], scratch.To[moved]) = (rows[lane], from, nearest[lane]);
            _labels.Span[rows[lane]] = nearest[lane];
            bounds?.Move(panel, from, nearest[lane], nearest);
        }
        if (changed != 0)
            nearest.CopyTo(labels);
    }

    /// <summary>The nearest of the candidates whose scores are not above a limit, by the formula.</summary>
    /// <param name="scores">Those of the point, 48 values apart.</param>
    private int Settle(int row, ReadOnlySpan<int> candidates, ReadOnlySpan<float> scores, float limit)
    {
        int d = Points.Dimensions;
        Span<double> z = d <= 64 ? stackalloc double[d] : new double[d];
        Points.Read(row, z);
        (int nearest, double distance) = (candidates[0], double.PositiveInfinity);
        for (int i = 0, at = 0; i < candidates.Length && candidates[i] < _k; i++, at += ScoreKernel.Points)
            if (!(scores[at] > limit)
                && Distance.Squared(z, _centroids.AsSpan(candidates[i] * d, d)) is var candidate && candidate < distance)
                (nearest, distance) = (candidates[i], candidate);
        return nearest;
    }

    private static bool GoesAhead(int row) => row / RowsInStretch % Ahead == 0;

    private bool IsInOrder(int row) => _ordered == Ordered.Everything || _ordered == Ordered.SomeStretches && GoesAhead(row);

    /// <summary>Whether what the order spares pays for it, by the scores that were left to compute where rows are in
    /// order.</summary>
    private bool OrderPays
    {
        get
        {
            if (!PanelBounds.Fit(Points.Dimensions, _k))
                return false;
            long rows = 0;
            for (int first = 0; first < Points.Count; first += Ahead * RowsInStretch)
                rows += Math.Min(RowsInStretch, Points.Count - first);
            double share = _ordered == Ordered.Nothing ? 0 : (double)_scoredAhead / (rows * _k);
            double iterations = OrderCost * (Points.Dimensions + 8) / ((Points.Dimensions + 6.0) * _k);
            return (1 - BoundedCost * share) * Math.Max(ToCome, _iteration / 2) > iterations;
        }
    }

    /// <summary>Puts the stretches in order that go ahead, or those that follow.</summary>
    private void PutInOrder()
    {
        int n = Points.Count;
        bool isFirst = _bounds is null;
        _bounds ??= new PanelBounds(_space, _scores, _panels.Count, Arrays);
        if (isFirst)
            _norm = _panels.Norm(0, _panels.Count);
        Blocks.Run(n, RowsInStretch, Blocks.Workers(n, 2 * Points.Dimensions, _threads), (_, first, count) =>
        {
            if (GoesAhead(first) == isFirst)
                PutInOrder(_bounds, first, count);
        }, _cancellation);
        _ordered = isFirst && n > RowsInStretch ? Ordered.SomeStretches : Ordered.Everything;
        _seconds = [];
    }

    /// <summary>Puts the rows of a stretch in order.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void PutInOrder(PanelBounds bounds, int first, int count)
    {
        ReadOnlySpan<int> labels = _labels.Span.Slice(first, count);
        Span<int> order = _panels.Order.AsSpan(first, count), inOrder = _placeLabels.Span[first..];
        LabelOrder.Find(labels, _seconds.AsSpan(first, count), _k, order);
        for (int i = 0; i < order.Length; i++)
        {
            inOrder[i] = labels[order[i]];
            order[i] += first;
        }
        if (first + count == Points.Count)
            inOrder[count..].Fill(inOrder[count - 1]);
        for (int i = 0, panel = first / ScoreKernel.Points; i < count; i += ScoreKernel.Points, panel++)
        {
            _panels.Read(Points, _space, panel);
            bounds.Enclose(panel, _panels[panel], inOrder.Slice(i, ScoreKernel.Points));
        }
    }

    private sealed class Scratch(int rows, int k)
    {
        public PanelCandidates Candidates { get; } = new(k);

        /// <summary>How many points of the block changed cluster.</summary>
        public int Moved { get; set; }

        public int[] Rows { get; } = new int[rows];

        public int[] From { get; } = new int[rows];

        public int[] To { get; } = new int[rows];
    }
}
