using System.Collections.Concurrent;
using System.Numerics;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>
/// For many coordinates. Scores in a <see cref="Subspace"/>, with the norms of what it leaves, are lower bounds: only
/// centroids whose bound is below the score of a point's own need a product of all coordinates. And the scores of
/// centroids that did not move are what they were: for each point a floor is kept under the scores of all but its own.
/// </summary>
internal sealed class SubspaceAssigner<T> : RowAssigner<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Lanes = ScoreKernel.Points;
    private const float Margin = 1f / 32;       // of half a squared distance: how far above its score the floor may be
    private const int Pays = 2;                 // where so few of the centroids are left out, a panel costs less

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
    private double[] _centroids = [];
    private int _iteration = -1;
    private SubspacePoints? _projectedPoints;   // from the second iteration on
    private SubspaceCentroids? _projectedCentroids;
    private BoundedAssigner<T>? _dense;           // once bounds turn out to spare nothing
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
        if (_projectedCentroids is not null && _products > (long)Points.Count * (1 + _projectedCentroids.Moved.Length / 2))
            BecomeDense();
        _products = 0;
        if (_dense is not null)
        {
            _dense.Begin(centroids);
            return;
        }
        _scores.Set(centroids);
        if (_iteration == 1)
        {
            Subspace subspace = Subspace.Of(Points, _space, _threads, _cancellation);
            _projectedPoints = new SubspacePoints(subspace, Points.Count, Arrays);
            _projectedCentroids = new SubspaceCentroids(subspace, _scores, Points.Dimensions, _k);
        }
        _projectedCentroids?.Set(centroids, _iteration == 1 ? [] : _centroids);
        _centroids = centroids;
    }

    public override void Nearest(int first, Span<int> nearest)
    {
        if (_dense is not null)
        {
            _dense.Nearest(first, nearest);
            return;
        }
        if (!_blocks.TryTake(out SubspaceBlock? block))
            block = new SubspaceBlock(Points.Dimensions);
        block.Begin(first);
        if (_iteration == 0)
            CompareAll(block, nearest.Length);
        else
            Prune(block, nearest.Length);
        Settle(block, nearest);
        Interlocked.Add(ref _products, block.Products);
        _blocks.Add(block);
    }

    private void BecomeDense()
    {
        (_projectedPoints, _projectedCentroids) = (null, null);
        _blocks.Clear();
        _dense = new BoundedAssigner<T>(
            Points, _description, _k, BoundCosts.Of(Points.Dimensions, _k), _threads, _cancellation);
    }

    /// <summary>The first iteration, which has nothing to go by.</summary>
    private void CompareAll(SubspaceBlock block, int count)
    {
        block.Norm = 0;
        for (int row = block.First; row < block.First + count; row += Lanes)
        {
            block.Take(row, Math.Min(Lanes, block.First + count - row));
            foreach (int i in block.Rows)
            {
                _best[i] = float.PositiveInfinity;
                block.Label(i) = 0;
                block.Second(i) = float.PositiveInfinity;
                block.Bound(i) = float.PositiveInfinity;
            }
            block.FillPanel(Points, _space);
            Compare(block, _scores.All);
            _norms[row / Lanes] = ScoreKernel.LargestNorm(block.Panel);
            block.Norm = Math.Max(block.Norm, _norms[row / Lanes]);
        }
    }

    private void Prune(SubspaceBlock block, int count)
    {
        SubspacePoints points = _projectedPoints!;
        SubspaceCentroids centroids = _projectedCentroids!;
        block.Norm = 0;
        for (int row = block.First; row < block.First + count; row += Lanes)
            block.Norm = Math.Max(block.Norm, _norms[row / Lanes]);
        float slack = _scores.Slack(block.Norm, ProductKernel.DotAdditions(Points.Dimensions));
        float boundSlack = centroids.Slack(block.Norm);
        block.Slack = slack;
        int pending = 0;
        for (int row = block.First; row < block.First + count; row += Lanes)
        {
            block.Take(row, Math.Min(Lanes, block.First + count - row));
            if (_iteration == 1)
            {
                block.FillPanel(Points, _space);
                points.Set(row / Lanes, block.Panel);
            }
            for (int lane = 0; lane < block.Rows.Length; lane++)
            {
                int i = block.Rows[lane];
                int own = Labels.Span[i];
                if (centroids.IsMoved(own) || float.IsNaN(_best[i]))
                    _best[i] = Score(block, lane, own);
                block.Label(i) = own;
                block.Second(i) = float.PositiveInfinity;
                float bound = BoundOf(i, slack);
                if (centroids.Still.Length > 0)
                {
                    if (_floors[i] > _best[i] + slack)
                        bound = Math.Min(bound, _floors[i]);
                    else
                        block.Pending[pending++] = i;
                }
                block.Bound(i) = bound;
            }
            Search(block, points.Leading(row / Lanes), centroids.Moved, boundSlack);
        }
        for (int i = 0; i < pending; i += Lanes)
        {
            block.Take(block.Pending.AsSpan(i, Math.Min(Lanes, pending - i)));
            Span<float> gathered = block.Gathered(points.PanelSize);
            points.Gather(block.Rows, gathered);
            Search(block, gathered, centroids.Still, boundSlack);
        }
    }

    /// <summary>Looks among some centroids for scores below the bounds of the points in hand.</summary>
    private void Search(SubspaceBlock block, ReadOnlySpan<float> leading, ReadOnlySpan<int> among, float slack)
    {
        SubspacePoints points = _projectedPoints!;
        SubspaceCentroids centroids = _projectedCentroids!;
        ReadOnlySpan<int> rows = block.Rows;
        ReadOnlySpan<int> labels = Labels.Span;
        Span<float> limits = stackalloc float[Lanes];
        limits.Fill(float.NegativeInfinity);
        for (int lane = 0; lane < rows.Length; lane++)
            limits[lane] = block.Bound(rows[lane]) + slack;
        int few = rows.Length * among.Length / Pays;
        for (int start = 0; start < among.Length; start += SubspaceBlock.Batch)
        {
            ReadOnlySpan<int> batch = among[start..Math.Min(start + SubspaceBlock.Batch, among.Length)];
            ProductKernel.Multiply(leading, centroids.LeadingRows, batch, block.Bounds);
            for (int c = 0; c < batch.Length; c++)
            {
                int j = batch[c];
                ReadOnlySpan<float> bounds = block.Bounds.Slice(c * Lanes, Lanes);
                for (ulong below = ProductKernel.Below(bounds, limits); below != 0; below &= below - 1)
                {
                    few--;
                    int lane = BitOperations.TrailingZeroCount(below);
                    int row = rows[lane];
                    if (j != labels[row]
                        && bounds[lane] + ProductKernel.Dot(points.Rest(row), centroids.Rest(j)) < limits[lane])
                    {
                        Take(block, row, j, Score(block, lane, j));
                        limits[lane] = block.Bound(row) + slack;
                    }
                }
            }
            if (few < 0)
            {
                block.FillPanel(Points, _space);
                Compare(block, among);
                return;
            }
        }
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
            if (_iteration > 0)
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
        _best[row] + Math.Max(Margin * (_projectedPoints!.Square(row) / 2 + _best[row]), 4 * slack);

    /// <summary>Where best and second are too close to call, the formula decides; the rest is kept for the next
    /// iteration.</summary>
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
