using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>
/// For many coordinates. Products of <see cref="Codes"/>, with the norms of what these leave, are lower bounds of scores,
/// first in a <see cref="Subspace"/>, then of all coordinates: only centroids whose bound is below the score of a point's
/// own need a product in float32. And the scores of centroids that did not move are what they were: for each point a
/// floor is kept under the scores of all but its own.
/// </summary>
internal sealed class SubspaceAssigner<T> : RowAssigner<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Lanes = ScoreKernel.Points;
    private const float Margin = 1f / 32;       // of half a squared distance: how far above its score the floor may be

    // Where more than such a part of the centroids is left, the next filter costs less in panels than one by one.
    private const int PaysByCodes = 8, PaysByScores = 16;

    private readonly Description _description;
    private readonly int _k;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly ScoreSpace _space;
    private readonly ScoreCentroids _scores;
    private readonly ConcurrentBag<SubspaceBlock> _blocks = [];
    private readonly float[] _best;             // the score of each point's own centroid; NaN if not known
    private readonly float[] _floors;
    private readonly float[] _norms;            // the largest ‖y‖ of each panel
    private readonly SubspacePoints _coded;
    private readonly SubspaceCentroids _codedCentroids;
    private double[] _centroids = [];
    private int _iteration = -1;
    private BoundedAssigner<T>? _dense;         // once bounds turn out to spare nothing
    private long _products;

    public SubspaceAssigner(
        MetricPoints<T> points, Description description, int k, int threads, CancellationToken cancellation)
        : base(points)
    {
        _description = description;
        _k = k;
        _threads = threads;
        _cancellation = cancellation;
        _space = new ScoreSpace(description);
        _scores = new ScoreCentroids(_space, k);
        _best = new float[points.Count];
        _floors = new float[points.Count];
        _norms = new float[(points.Count + Lanes - 1) / Lanes];
        Subspace subspace = Subspace.Of(points, _space, threads, cancellation);
        _coded = new SubspacePoints(subspace, points.Count, points.Dimensions, Arrays);
        _codedCentroids = new SubspaceCentroids(subspace, _scores, points.Dimensions, k);
        if (!_space.IsUsable)
            BecomeDense();
    }

    /// <summary>How many scores of all coordinates the last iteration computed.</summary>
    public long Products => _products;

    public bool IsDense => _dense is not null;

    public override void Dispose()
    {
        _dense?.Dispose();
        base.Dispose();
    }

    public override void Begin(double[] centroids)
    {
        _iteration++;
        if (_iteration > 1 && _products > (long)Points.Count * (1 + _codedCentroids.Moved.Length / 2))
            BecomeDense();
        _products = 0;
        if (_dense is not null)
        {
            _dense.Begin(centroids);
            return;
        }
        _scores.Set(centroids);
        _codedCentroids.Set(centroids, _centroids, _threads);
        _centroids = centroids;
    }

    /// <summary>Of each iteration anew.</summary>
    public override int RowsInBlock => _dense?.RowsInBlock ?? base.RowsInBlock;

    public override ReadOnlyMemory<int> Labels => _dense?.Labels ?? base.Labels;

    public override void Assign(int first, int count, Partial difference)
    {
        if (_dense is null)
            base.Assign(first, count, difference);
        else
            _dense.Assign(first, count, difference);
    }

    public override void Nearest(int first, Span<int> nearest)
    {
        if (!_blocks.TryTake(out SubspaceBlock? block))
            block = new SubspaceBlock(Points.Dimensions);
        block.Begin(first);
        Search(block, nearest.Length);
        Settle(block, nearest);
        Interlocked.Add(ref _products, block.Products);
        _blocks.Add(block);
    }

    private void BecomeDense()
    {
        _blocks.Clear();
        _dense = new BoundedAssigner<T>(Points, _description, _k, _threads, _cancellation, base.Labels.Span);
    }

    [MethodImpl(Jit.AtOnce)]
    private void Search(SubspaceBlock block, int count)
    {
        for (int row = block.First; _iteration > 0 && row < block.First + count; row += Lanes)
            SetNorm(block, Math.Max(block.Norm, _norms[row / Lanes]));
        int pending = 0;
        for (int row = block.First; row < block.First + count; row += Lanes)
        {
            block.Take(row, Math.Min(Lanes, block.First + count - row));
            if (_iteration == 0)
                Encode(block);
            for (int lane = 0; lane < block.Rows.Length; lane++)
            {
                int i = block.Rows[lane];
                int own = Labels.Span[i];
                if (own < 0)
                    _best[i] = float.PositiveInfinity;
                else if (_codedCentroids.IsMoved(own) || float.IsNaN(_best[i]))
                    _best[i] = Score(block, lane, own);
                block.Label(i) = own;
                block.Second(i) = float.PositiveInfinity;
                float bound = BoundOf(i, block.Slack);
                if (_codedCentroids.Still.Length > 0)
                {
                    if (_floors[i] > _best[i] + block.Slack)
                        bound = Math.Min(bound, _floors[i]);
                    else
                        block.Pending[pending++] = i;
                }
                block.Bound(i) = bound;
            }
            if (_iteration == 0)
                Search(block, block.Codes, _coded.NumbersOfRows(row / Lanes), _codedCentroids.Whole, _codedCentroids.Moved);
            else
                Search(block, _coded.Panel(row / Lanes), _coded.PanelNumbers(row / Lanes), _codedCentroids.Projected, _codedCentroids.Moved);
        }
        for (int i = 0; i < pending; i += Lanes)
        {
            block.Take(block.Pending.AsSpan(i, Math.Min(Lanes, pending - i)));
            Span<int> codes = block.Codes[.._coded.PanelSize];
            _coded.GatherProjections(block.Rows, codes, block.Numbers);
            Search(block, codes, block.Numbers, _codedCentroids.Projected, _codedCentroids.Still);
        }
    }

    /// <summary>Reads the rows in hand for the first time.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void Encode(SubspaceBlock block)
    {
        int panel = block.Rows[0] / Lanes;
        block.FillPanel(Points, _space);
        _norms[panel] = _coded.Set(panel, block.Panel, block.Codes);
        SetNorm(block, Math.Max(block.Norm, _norms[panel]));
    }

    [MethodImpl(Jit.AtOnce)]
    private void SetNorm(SubspaceBlock block, float norm)
    {
        block.Norm = norm;
        block.Slack = _scores.Slack(block.Norm, ProductKernel.DotAdditions(Points.Dimensions));
        block.BoundSlack = _codedCentroids.Slack(block.Norm);
    }

    /// <summary>Looks among some centroids for scores below the bounds of the points in hand, whose codes are given: of
    /// projections, or of all coordinates.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void Search(
        SubspaceBlock block, ReadOnlySpan<int> codes, ReadOnlySpan<float> numbers, CodedCentroids centroids, ReadOnlySpan<int> among)
    {
        if (among.IsEmpty)
            return;
        bool isWhole = centroids == _codedCentroids.Whole;
        Span<float> limits = stackalloc float[Lanes];
        SetLimits(block, limits);
        Span<float> bounds = block.Bounds(among.Length);
        CodeKernel.Bounds(codes, numbers, centroids.Rows, centroids.Numbers, among, bounds);
        if (_iteration <= 1)
            TryLowest(block, among, bounds, limits);
        Span<int> pairs = block.Pairs(block.Rows.Length * among.Length / (isWhole ? PaysByScores : PaysByCodes));
        if (!PairKernel.TryList(bounds, limits, pairs, out int count))
        {
            if (isWhole)
                Compare(block, among);
            else
                SearchByCodes(block, among);
            return;
        }
        pairs = pairs[..count];
        Span<float> pairBounds = block.PairBounds(count);
        if (isWhole)
            PairKernel.Gather(bounds, pairs, pairBounds);
        else
            _codedCentroids.Whole.Bounds(pairs, _coded, block.Rows, among, pairBounds);
        Try(block, among, pairs, pairBounds, limits);
    }

    private void SearchByCodes(SubspaceBlock block, ReadOnlySpan<int> among)
    {
        _coded.GatherRows(block.Rows, block.Codes, block.Numbers);
        Search(block, block.Codes, block.Numbers, _codedCentroids.Whole, among);
    }

    /// <summary>The lowest bound is a guess for points that have no centroid yet, or one that moved far.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void TryLowest(SubspaceBlock block, ReadOnlySpan<int> among, ReadOnlySpan<float> bounds, Span<float> limits)
    {
        Span<int> lowest = stackalloc int[Lanes];
        ProductKernel.Lowest(bounds, lowest);
        for (int lane = 0; lane < block.Rows.Length; lane++)
            Try(block, lane, among[lowest[lane]], limits);
    }

    /// <summary>Scores what is below the limits, for each point the lowest bound first.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void Try(
        SubspaceBlock block, ReadOnlySpan<int> among, Span<int> pairs, Span<float> bounds, Span<float> limits)
    {
        Span<float> lowest = stackalloc float[Lanes];
        Span<int> first = stackalloc int[Lanes];
        lowest.Fill(float.PositiveInfinity);
        int count = 0;
        for (int p = 0; p < pairs.Length; p++)
        {
            (int i, int lane) = PairKernel.Parts(pairs[p]);
            int j = among[i];
            if (!(bounds[p] < limits[lane]) || j == block.Label(block.Rows[lane]))
                continue;
            if (bounds[p] < lowest[lane])
                (lowest[lane], first[lane]) = (bounds[p], j);
            (pairs[count], bounds[count]) = (pairs[p], bounds[p]);
            count++;
        }
        if (count == 0)
            return;
        for (int lane = 0; lane < block.Rows.Length; lane++)
            if (lowest[lane] < limits[lane])
                Try(block, lane, first[lane], limits);
        for (int p = 0; p < count; p++)
        {
            (int i, int lane) = PairKernel.Parts(pairs[p]);
            if (bounds[p] < limits[lane] && among[i] != first[lane])
                Try(block, lane, among[i], limits);
        }
    }

    [MethodImpl(Jit.AtOnce)]
    private static void SetLimits(SubspaceBlock block, Span<float> limits)
    {
        limits.Fill(float.NegativeInfinity);
        for (int lane = 0; lane < block.Rows.Length; lane++)
            limits[lane] = block.Bound(block.Rows[lane]) + block.BoundSlack;
    }

    [MethodImpl(Jit.AtOnce)]
    private void Try(SubspaceBlock block, int lane, int j, Span<float> limits)
    {
        int row = block.Rows[lane];
        if (j == block.Label(row))
            return;
        Take(block, row, j, Score(block, lane, j));
        limits[lane] = block.Bound(row) + block.BoundSlack;
    }

    /// <summary>Compares the points in hand with some centroids by all coordinates.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void Compare(SubspaceBlock block, ReadOnlySpan<int> among)
    {
        block.FillPanel(Points, _space);
        Span<float> best = stackalloc float[Lanes];
        Span<float> second = stackalloc float[Lanes];
        Span<int> labels = stackalloc int[Lanes];
        ScoreKernel.Nearest(block.Panel, _scores.Rows, among, best, second, labels);
        block.Products += block.Rows.Length * among.Length;
        block.IsCompared = true;
        for (int lane = 0; lane < block.Rows.Length; lane++)
        {
            int row = block.Rows[lane];
            if (labels[lane] != block.Label(row) || float.IsPositiveInfinity(_best[row]))
                Take(block, row, labels[lane], best[lane]);
            block.Second(row) = Math.Min(block.Second(row), second[lane]);
        }
    }

    /// <summary>Takes note of a score.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void Take(SubspaceBlock block, int row, int label, float score)
    {
        if (score < _best[row])
        {
            block.Second(row) = Math.Min(block.Second(row), _best[row]);
            (block.Label(row), _best[row]) = (label, score);
            block.Bound(row) = Math.Min(block.Bound(row), BoundOf(row, block.Slack));
        }
        else
            block.Second(row) = Math.Min(block.Second(row), score);
    }

    [MethodImpl(Jit.AtOnce)]
    private float Score(SubspaceBlock block, int lane, int j)
    {
        block.Products++;
        int d = Points.Dimensions;
        return _scores.HalfSquare(j) + block.Product(lane, Points, _space, _scores.Rows.AsSpan(j * (d + 1) + 1, d));
    }

    private float BoundOf(int row, float slack) =>
        _best[row] + Math.Max(Margin * (_coded.Square(row) / 2 + _best[row]), 4 * slack);

    /// <summary>Where best and second are too close to call, the formula decides; the rest is kept for the next
    /// iteration.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void Settle(SubspaceBlock block, Span<int> nearest)
    {
        // Scores that were added up one by one are less precise.
        float slack = block.IsCompared ? _scores.Slack(block.Norm, Points.Dimensions) : block.Slack;
        int close = 0;
        for (int i = 0; i < nearest.Length; i++)
        {
            int row = block.First + i;
            nearest[i] = block.Label(row);
            float second = Math.Min(block.Second(row), block.Bound(row));
            bool isClear = second - _best[row] > slack;
            _floors[row] = isClear ? Math.Min(block.Bound(row), block.Second(row) - slack) : float.NegativeInfinity;
            if (!isClear)
                block.Pending[close++] = i;
            if (!isClear || block.IsCompared)
                _best[row] = float.NaN;
        }
        block.Products += (long)close * _k;
        CloseCalls.Nearest(
            Points, _space, _scores, block.Norm, block.First, block.Pending.AsSpan(0, close), _centroids, nearest);
    }
}
