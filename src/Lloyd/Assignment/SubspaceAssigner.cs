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
    private const int Batch = 64;               // centroids whose bounds stay in the nearest cache

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
                SearchByCodes(block, _codedCentroids.Moved);
            else
                SearchByProjections(block, _coded.Panel(row / Lanes), _coded.PanelNumbers(row / Lanes), _codedCentroids.Moved);
        }
        for (int i = 0; i < pending; i += Lanes)
        {
            block.Take(block.Pending.AsSpan(i, Math.Min(Lanes, pending - i)));
            Span<int> codes = block.Codes[.._coded.PanelSize];
            _coded.GatherProjections(block.Rows, codes, block.Numbers);
            SearchByProjections(block, codes, block.Numbers, _codedCentroids.Still);
        }
    }

    /// <summary>Reads the rows in hand for the first time.</summary>
    private void Encode(SubspaceBlock block)
    {
        int panel = block.Rows[0] / Lanes;
        block.FillPanel(Points, _space);
        _coded.Set(panel, block.Panel);
        _norms[panel] = ScoreKernel.LargestNorm(block.Panel);
        SetNorm(block, Math.Max(block.Norm, _norms[panel]));
    }

    private void SetNorm(SubspaceBlock block, float norm)
    {
        block.Norm = norm;
        block.Slack = _scores.Slack(block.Norm, ProductKernel.DotAdditions(Points.Dimensions));
        block.BoundSlack = _codedCentroids.Slack(block.Norm);
    }

    /// <summary>Looks among some centroids for scores below the bounds of the points in hand, whose projections are given.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void SearchByProjections(
        SubspaceBlock block, ReadOnlySpan<int> codes, ReadOnlySpan<float> numbers, ReadOnlySpan<int> among)
    {
        CodedCentroids projected = _codedCentroids.Projected;
        Span<float> limits = stackalloc float[Lanes];
        SetLimits(block, limits);
        Span<float> bounds = block.Bounds(Batch);
        int few = block.Rows.Length * among.Length / PaysByCodes;
        for (int start = 0; start < among.Length; start += Batch)
        {
            ReadOnlySpan<int> batch = among[start..Math.Min(start + Batch, among.Length)];
            CodeKernel.Bounds(codes, numbers, projected.Rows, projected.Numbers, batch, bounds);
            for (int c = 0; c < batch.Length; c++)
                for (ulong below = ProductKernel.Below(bounds.Slice(c * Lanes, Lanes), limits); below != 0; below &= below - 1)
                {
                    few--;
                    int lane = BitOperations.TrailingZeroCount(below);
                    int row = block.Rows[lane];
                    if (_codedCentroids.Whole.Bound(_coded.Row(row), _coded.RowNumbers(row), batch[c]) < limits[lane])
                        Try(block, lane, batch[c], limits);
                }
            if (few < 0)
            {
                SearchByCodes(block, among);
                return;
            }
        }
    }

    /// <summary>As <see cref="SearchByProjections"/>, by all coordinates.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void SearchByCodes(SubspaceBlock block, ReadOnlySpan<int> among)
    {
        CodedCentroids whole = _codedCentroids.Whole;
        Span<float> limits = stackalloc float[Lanes];
        SetLimits(block, limits);
        Span<float> bounds = block.Bounds(among.Length);
        _coded.GatherRows(block.Rows, block.Codes, block.Numbers);
        CodeKernel.Bounds(block.Codes, block.Numbers, whole.Rows, whole.Numbers, among, bounds);
        if (_iteration == 0)
            TryLowest(block, among, bounds, limits);
        int few = block.Rows.Length * among.Length / PaysByScores;
        for (int c = 0; c < among.Length; c++)
            for (ulong below = ProductKernel.Below(bounds.Slice(c * Lanes, Lanes), limits); below != 0; below &= below - 1)
            {
                if (few-- == 0)
                {
                    block.FillPanel(Points, _space);
                    Compare(block, among);
                    return;
                }
                Try(block, BitOperations.TrailingZeroCount(below), among[c], limits);
            }
    }

    /// <summary>The lowest bound is a guess for points that have no centroid yet.</summary>
    private void TryLowest(SubspaceBlock block, ReadOnlySpan<int> among, ReadOnlySpan<float> bounds, Span<float> limits)
    {
        Span<int> lowest = stackalloc int[Lanes];
        ProductKernel.Lowest(bounds, lowest);
        for (int lane = 0; lane < block.Rows.Length; lane++)
            Try(block, lane, among[lowest[lane]], limits);
    }

    private static void SetLimits(SubspaceBlock block, Span<float> limits)
    {
        limits.Fill(float.NegativeInfinity);
        for (int lane = 0; lane < block.Rows.Length; lane++)
            limits[lane] = block.Bound(block.Rows[lane]) + block.BoundSlack;
    }

    private void Try(SubspaceBlock block, int lane, int j, Span<float> limits)
    {
        int row = block.Rows[lane];
        if (j == block.Label(row))
            return;
        Take(block, row, j, Score(block, lane, j));
        limits[lane] = block.Bound(row) + block.BoundSlack;
    }

    /// <summary>Compares the points in hand with some centroids by all coordinates.</summary>
    private void Compare(SubspaceBlock block, ReadOnlySpan<int> among)
    {
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

    private float Score(SubspaceBlock block, int lane, int j)
    {
        block.Products++;
        return _scores.Score(block.Point(lane, Points, _space), j);
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
