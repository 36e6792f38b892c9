using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Exact;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>
/// Points that are near each other share their candidates: in an order along a space-filling curve, 48 points at a time
/// lie in a small box, and most centroids are proven to be farther from the whole box than another one. Where a single
/// candidate is left, the box goes to it as a whole. For few dimensions. (The filtering of T. Kanungo et al., "An
/// efficient k-means clustering algorithm", 2002, on flat boxes instead of a tree.)
/// </summary>
internal sealed class BoxAssigner<T> : Assigner<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Mixed = -1;
    private const int Unassigned = -2;
    private const int PanelValuesOnStack = 1024;
    private const int MostRemembered = 32;          // of many candidates one has moved
    private const int Soon = 2;                     // panels that are asked for ahead
    private const int Few = 4;                      // points that are moved one by one instead of by lanes

    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly int[] _positionLabels;         // of points in mixed panels
    private readonly int[] _owners;                 // the cluster of a whole panel, or Mixed
    private readonly OrderedPanels<T> _panels;
    private readonly Boxes _boxes;                  // of panels …
    private readonly Boxes _groups;                 // … and of blocks of them
    private readonly int[] _near;                   // for each group room for the candidates when it was last looked at …
    private readonly int[] _nearCounts;             // … and how many they are, if there was room
    private readonly bool[] _hasMoved;              // the centroids that are not where they were
    private readonly ScoreCentroids _scores;
    private readonly ConcurrentBag<Scratch> _scratch = [];
    private Memory<int> _labels;                    // by row, made when asked for
    private bool _labelsAreCurrent;
    private double[] _centroids = [];

    public BoxAssigner(
        MetricPoints<T> points, Description description, int k, int threads, CancellationToken cancellation)
        : base(points)
    {
        _threads = threads;
        _cancellation = cancellation;
        var space = new ScoreSpace(description);
        _panels = OrderedPanels<T>.Of(points, space, Arrays, threads, cancellation);
        _boxes = _panels.Boxes;
        _groups = _boxes.Around(Arrays);
        _near = Arrays.Rent<int>(_groups.Count * MostRemembered);
        _nearCounts = Arrays.Rent<int>(_groups.Count);
        _nearCounts.AsSpan(0, _groups.Count).Clear();
        _hasMoved = new bool[k];
        _positionLabels = Arrays.Rent<int>(_panels.Count * ScoreKernel.Points);
        _owners = Arrays.Rent<int>(_panels.Count);
        Array.Fill(_owners, Unassigned);
        _scores = new ScoreCentroids(space, k);
    }

    /// <summary>A block of groups.</summary>
    public override int RowsInBlock => Boxes.RowsInBlock;

    public override ReadOnlyMemory<int> Labels
    {
        get
        {
            if (_labelsAreCurrent)
                return _labels;
            if (_labels.IsEmpty)
                _labels = HugePages.Allocate<int>(Points.Count);
            Blocks.Run(Points.Count, Blocks.Workers(Points.Count, 2, _threads), WriteLabels, _cancellation);
            _labelsAreCurrent = true;
            return _labels;
        }
    }

    public override void Begin(double[] centroids)
    {
        int d = Points.Dimensions;
        for (int j = 0; j < _hasMoved.Length; j++)
            _hasMoved[j] = _centroids.Length == 0
                || !centroids.AsSpan(j * d, d).SequenceEqual(_centroids.AsSpan(j * d, d));
        _centroids = centroids;
        _scores.Set(centroids);
        _labelsAreCurrent = false;
    }

    [MethodImpl(Jit.AtOnce)]
    public override void Assign(int first, int count, Partial difference)
    {
        if (!_scratch.TryTake(out Scratch? scratch))
            scratch = new Scratch(new BoxCandidates(_scores.Count), new BoxCandidates(_scores.Count));
        int block = first / RowsInBlock;
        scratch.OfGroups.Find(_scores, _scores.All[.._scores.Count], _groups, block);
        for (int box = 0, group = block * Boxes.InBlock; box < Boxes.InBlock && group < _groups.Count; box++, group++)
        {
            ReadOnlySpan<int> near = scratch.OfGroups.Of(box);
            if (IsSettled(group, near))
                continue;
            AssignGroup(group, near, scratch.OfPanels, difference);
            Remember(group, near);
        }
        _scratch.Add(scratch);
    }

    /// <summary>Whether nothing changes for the points of a group: their candidates are what they were, and there is only
    /// one, or they are where they were.</summary>
    private bool IsSettled(int group, ReadOnlySpan<int> near) =>
        near.SequenceEqual(_near.AsSpan(group * MostRemembered, _nearCounts[group])) && (near.Length == 1 || HaveStayed(near));

    private void Remember(int group, ReadOnlySpan<int> near)
    {
        _nearCounts[group] = near.Length <= MostRemembered ? near.Length : 0;
        near[.._nearCounts[group]].CopyTo(_near.AsSpan(group * MostRemembered));
    }

    /// <summary>Whether none of these moved.</summary>
    [MethodImpl(Jit.AtOnce)]
    private bool HaveStayed(ReadOnlySpan<int> centroids)
    {
        bool[] hasMoved = _hasMoved;
        foreach (int j in centroids)
            if (hasMoved[j])
                return false;
        return true;
    }

    /// <summary>Whether no centroid that points of a mixed panel belong to moved: then the nearest of candidates that did
    /// not move either is the nearest that it was.</summary>
    private bool HaveLabelsStayed(int panel) =>
        _owners[panel] == Mixed && HaveStayed(_positionLabels.AsSpan(panel * ScoreKernel.Points, _panels.Lanes(panel)));

    [MethodImpl(Jit.AtOnce)]
    private void AssignGroup(int group, ReadOnlySpan<int> near, BoxCandidates candidates, Partial difference)
    {
        int first = group * Boxes.InBlock, end = Math.Min(first + Boxes.InBlock, _panels.Count);
        for (int panel = first; panel < Math.Min(first + Soon, end); panel++)
            Prefetch(panel);
        candidates.Find(_scores, near, _boxes, group);
        float slack = _scores.Slack(_boxes.Norm(group));
        for (int box = 0, panel = first; panel < end; box++, panel++)
        {
            if (panel + Soon < end)
                Prefetch(panel + Soon);
            if (candidates.Count(box) > 1)
            {
                if (!HaveStayed(candidates.Of(box)) || !HaveLabelsStayed(panel))
                    AssignEach(panel, candidates.InGroups(box, _scores.Count), candidates.Count(box), slack, difference);
            }
            else if (_owners[panel] != candidates.Best(box))
                AssignWhole(panel, candidates.Best(box), difference);
        }
    }

    /// <summary>Says that a panel that was mixed is read soon: it mostly still is.</summary>
    private void Prefetch(int panel)
    {
        if (_owners[panel] != Mixed)
            return;
        _panels.Prefetch(panel);
        Cache.PrefetchAll<int>(_positionLabels.AsSpan(panel * ScoreKernel.Points, ScoreKernel.Points));
    }

    [SkipLocalsInit, MethodImpl(Jit.AtOnce)]
    private void AssignWhole(int panel, int to, Partial difference)
    {
        Span<int> nearest = stackalloc int[ScoreKernel.Points];
        nearest.Fill(to);
        Move(panel, nearest, difference);
        _owners[panel] = to;
    }

    [SkipLocalsInit, MethodImpl(Jit.AtOnce)]
    private void AssignEach(int panel, ReadOnlySpan<int> candidates, int count, float slack, Partial difference)
    {
        Span<float> best = stackalloc float[ScoreKernel.Points];
        Span<float> second = stackalloc float[ScoreKernel.Points];
        Span<int> nearest = stackalloc int[ScoreKernel.Points];
        int size = ScoreKernel.Points * Points.Dimensions;
        Span<float> y = size <= PanelValuesOnStack ? stackalloc float[PanelValuesOnStack] : new float[size];
        y = y[..size];
        _panels.ReadScores(panel, y);
        ScoreKernel.Nearest(y, _scores.Rows, candidates, best, second, nearest);
        ulong tooClose = LaneMask.TooClose(best, second, slack);
        for (; tooClose != 0; tooClose &= tooClose - 1)
            if (BitOperations.TrailingZeroCount(tooClose) is var lane && lane < _panels.Lanes(panel))
                nearest[lane] = Settle(panel, lane, candidates[..count]);
        Move(panel, nearest, difference);
        _owners[panel] = Mixed;
    }

    /// <summary>The nearest candidate by the formula.</summary>
    private int Settle(int panel, int lane, ReadOnlySpan<int> candidates)
    {
        int d = Points.Dimensions;
        Span<double> z = d <= 16 ? stackalloc double[d] : new double[d];
        _panels.ReadMetric(panel, lane, z);
        (int nearest, double distance) = (candidates[0], double.PositiveInfinity);
        foreach (int j in candidates)
            if (Distance.Squared(z, _centroids.AsSpan(j * d, d)) is var candidate && candidate < distance)
                (nearest, distance) = (j, candidate);
        return nearest;
    }

    /// <summary>Gives the points of a panel new labels, and the difference what that makes.</summary>
    [SkipLocalsInit, MethodImpl(Jit.AtOnce)]
    private void Move(int panel, ReadOnlySpan<int> nearest, Partial difference)
    {
        Span<int> labels = _positionLabels.AsSpan(panel * ScoreKernel.Points, ScoreKernel.Points);
        if (_owners[panel] != Mixed)
            labels.Fill(Math.Max(_owners[panel], -1));
        ulong changed = LaneMask.Different(labels, nearest) & LaneMask.All >> (ScoreKernel.Points - _panels.Lanes(panel));
        if (changed == 0)
            return;
        ReadOnlySpan<double> weights = _panels.Weights(panel * ScoreKernel.Points, _panels.Lanes(panel));
        if (BitOperations.PopCount(changed) <= Few)
            MoveFew(panel, changed, weights, labels, nearest, difference);
        else
        {
            int size = ScoreKernel.Points * Points.Dimensions;
            Span<double> z = size <= PanelValuesOnStack ? stackalloc double[PanelValuesOnStack] : new double[size];
            z = z[..size];
            _panels.ReadMetric(panel, z);
            difference.Move(z, weights, changed, labels, nearest);
        }
        nearest.CopyTo(labels);
    }

    [SkipLocalsInit, MethodImpl(Jit.AtOnce)]
    private void MoveFew(
        int panel, ulong changed, ReadOnlySpan<double> weights, ReadOnlySpan<int> from, ReadOnlySpan<int> to, Partial difference)
    {
        int d = Points.Dimensions, stride = difference.Stride;
        Span<double> z = stride <= PanelValuesOnStack ? stackalloc double[PanelValuesOnStack] : new double[stride];
        for (ulong rest = changed; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            _panels.ReadMetric(panel, lane, z[..d]);
            difference.Move(z[..stride], weights.IsEmpty ? 1 : weights[lane], from[lane], to[lane]);
        }
        difference.Changed += BitOperations.PopCount(changed);
    }

    public override ExactSum Inertia(double[] centroids, int threads, CancellationToken cancellation) =>
        // In the order of panels, which are read from front to back: the sum is exact in any.
        Blocks.Sum(
            Points.Count, Blocks.Workers(Points.Count, Points.Dimensions, threads), () => new ExactSum(),
            (sum, first, count) => AddDistances(first, count, centroids, sum),
            (sum, part) => sum.Add(part), cancellation);

    [MethodImpl(Jit.AtOnce)]
    private void AddDistances(int first, int count, double[] centroids, ExactSum sum)
    {
        int size = ScoreKernel.Points * Points.Dimensions;
        double[] buffer = ArrayPool<double>.Shared.Rent(2 * size + Blocks.Rows);
        Span<double> z = buffer.AsSpan(0, size), own = buffer.AsSpan(size, size), distances = buffer.AsSpan(2 * size, Blocks.Rows);
        for (int i = 0, panel = first / ScoreKernel.Points; i < count; i += ScoreKernel.Points, panel++)
        {
            _panels.ReadMetric(panel, z);
            ReadCentroids(panel, centroids, own);
            Distance.SquaredOfLanes(z, own, distances[i..]);
        }
        sum.AddWeighted(_panels.Weights(first, count), distances[..count]);
        ArrayPool<double>.Shared.Return(buffer);
    }

    /// <summary>The centroid of each point of a panel: d × 48.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void ReadCentroids(int panel, double[] centroids, Span<double> own)
    {
        int d = Points.Dimensions, owner = _owners[panel];
        ReadOnlySpan<int> labels = _positionLabels.AsSpan(panel * ScoreKernel.Points, ScoreKernel.Points);
        for (int t = 0; t < d; t++)
        {
            Span<double> lanes = own.Slice(t * ScoreKernel.Points, ScoreKernel.Points);
            if (owner != Mixed)
                lanes.Fill(centroids[owner * d + t]);
            else
                for (int lane = 0; lane < lanes.Length; lane++)
                    lanes[lane] = centroids[labels[lane] * d + t];
        }
    }

    [MethodImpl(Jit.AtOnce)]
    private void WriteLabels(int worker, int first, int count)
    {
        ReadOnlySpan<int> order = _panels.Order;
        Span<int> labels = _labels.Span;
        for (int position = first; position < first + count; position++)
        {
            int owner = _owners[position / ScoreKernel.Points];
            labels[order[position]] = owner == Mixed ? _positionLabels[position] : owner;
        }
    }

    private sealed record Scratch(BoxCandidates OfGroups, BoxCandidates OfPanels);
}
