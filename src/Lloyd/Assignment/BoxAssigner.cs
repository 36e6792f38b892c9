using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
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
    private const int PanelsInGroup = 8;

    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly int[] _order;                  // the row at each position
    private readonly int[] _positionLabels;         // of points in mixed panels
    private readonly int[] _owners;                 // the cluster of a whole panel, or Mixed
    private readonly MetricPoints<T> _points;       // in that order
    private readonly ScoreSpace _space;
    private readonly Boxes _boxes;                  // of panels …
    private readonly Boxes _groups;                 // … and of groups of them
    private readonly Partial _sums;                 // of each panel
    private readonly ScoreCentroids _scores;
    private readonly Candidates _all;
    private readonly ConcurrentBag<(Candidates Group, Candidates Panel)> _scratch = [];
    private int[]? _labels;                         // by row, made when asked for
    private bool _labelsAreCurrent;
    private double[] _centroids = [];

    public BoxAssigner(
        MetricPoints<T> points, Description description, int k, int threads, CancellationToken cancellation)
        : base(points)
    {
        _threads = threads;
        _cancellation = cancellation;
        _space = new ScoreSpace(description);
        _order = MortonOrder.Of(points, _space, Arrays, threads, cancellation);
        _points = points.InOrder(_order, Arrays, threads, cancellation);
        _boxes = Boxes.Of(_points, _space, threads, cancellation);
        _groups = _boxes.Around(PanelsInGroup);
        _positionLabels = Arrays.Rent<int>(points.Count);
        _owners = new int[(points.Count + ScoreKernel.Points - 1) / ScoreKernel.Points];
        Array.Fill(_owners, Unassigned);
        _sums = description.NewPartial(_owners.Length);
        _scores = new ScoreCentroids(_space, k);
        _all = new Candidates(k, points.Dimensions);
    }

    public override ReadOnlyMemory<int> Labels
    {
        get
        {
            if (_labelsAreCurrent)
                return _labels;
            _labels ??= GC.AllocateUninitializedArray<int>(Points.Count);
            Blocks.Run(Points.Count, Blocks.Workers(Points.Count, 2, _threads), WriteLabels, _cancellation);
            _labelsAreCurrent = true;
            return _labels;
        }
    }

    public override void Begin(double[] centroids)
    {
        _centroids = centroids;
        _scores.Set(centroids);
        _all.SetAll(_scores);
        _labelsAreCurrent = false;
    }

    [MethodImpl(Jit.AtOnce)]
    public override void Assign(int first, int count, Partial difference)
    {
        if (!_scratch.TryTake(out (Candidates Group, Candidates Panel) scratch))
            scratch = (new Candidates(_scores.Count, Points.Dimensions), new Candidates(_scores.Count, Points.Dimensions));
        (Candidates ofGroup, Candidates ofPanel) = scratch;
        int end = (first + count + ScoreKernel.Points - 1) / ScoreKernel.Points;
        for (int panel = first / ScoreKernel.Points; panel < end; panel++)
        {
            if (panel % PanelsInGroup == 0)
            {
                SetNear(ofGroup, _all, _groups, panel / PanelsInGroup);
                ofGroup.Gather(_all);
            }
            SetNear(ofPanel, ofGroup, _boxes, panel);
            if (ofPanel.Count == 1)
                AssignWhole(panel, ofPanel.Numbers[0], difference);
            else
                AssignEach(panel, ofPanel, difference);
        }
        _scratch.Add(scratch);
    }

    private void SetNear(Candidates candidates, Candidates others, Boxes boxes, int box) =>
        // Twice: the middle's scores err like a point's, and the sum of half widths no more.
        candidates.SetNear(others, boxes, box, 2 * _scores.Slack(boxes.Norm(box)));

    [MethodImpl(Jit.AtOnce)]
    private void AssignWhole(int panel, int to, Partial difference)
    {
        int from = _owners[panel];
        if (from == to)
            return;
        int first = panel * ScoreKernel.Points;
        Span<int> labels = _positionLabels.AsSpan(first, Math.Min(ScoreKernel.Points, Points.Count - first));
        Span<int> nearest = stackalloc int[labels.Length];
        if (from == Mixed)
        {
            nearest.Fill(to);
            Move(first, labels, nearest, difference);
        }
        else
        {
            if (_sums.Counts[panel] == 0)
            {
                labels.Fill(-1);
                nearest.Fill(panel);
                _sums.Move(_points, first, labels, nearest);
            }
            difference.Move(_sums, panel, Math.Max(from, -1), to);
            difference.Changed += labels.Length;
            labels.Fill(to);
        }
        _owners[panel] = to;
    }

    [MethodImpl(Jit.AtOnce)]
    private void AssignEach(int panel, Candidates candidates, Partial difference)
    {
        Span<float> best = stackalloc float[ScoreKernel.Points];
        Span<float> second = stackalloc float[ScoreKernel.Points];
        Span<int> nearest = stackalloc int[ScoreKernel.Points];
        int first = panel * ScoreKernel.Points;
        int count = Math.Min(ScoreKernel.Points, Points.Count - first);
        int size = ScoreKernel.Points * Points.Dimensions;
        Span<float> y = size <= 1024 ? stackalloc float[size] : new float[size];
        _space.ReadPanel(_points, first, count, y);
        ScoreKernel.Nearest(y, _scores.Rows, candidates.Groups(filler: _scores.Count), best, second, nearest);
        ulong tooClose = ScoreKernel.TooClose(best, second, _scores.Slack(_boxes.Norm(panel)));
        for (; tooClose != 0; tooClose &= tooClose - 1)
            if (BitOperations.TrailingZeroCount(tooClose) is var lane && lane < count)
                nearest[lane] = Settle(first + lane, candidates.Numbers);
        Span<int> labels = _positionLabels.AsSpan(first, count);
        if (_owners[panel] == Unassigned)
            labels.Fill(-1);
        Move(first, labels, nearest[..count], difference);
        _owners[panel] = Mixed;
    }

    /// <summary>The nearest candidate by the formula.</summary>
    private int Settle(int position, ReadOnlySpan<int> candidates)
    {
        int d = Points.Dimensions;
        Span<double> z = d <= 16 ? stackalloc double[d] : new double[d];
        _points.Read(position, z);
        (int nearest, double distance) = (candidates[0], double.PositiveInfinity);
        foreach (int j in candidates)
            if (Distance.Squared(z, _centroids.AsSpan(j * d, d)) is var candidate && candidate < distance)
                (nearest, distance) = (j, candidate);
        return nearest;
    }

    private void Move(int first, Span<int> labels, ReadOnlySpan<int> nearest, Partial difference)
    {
        int changed = difference.Move(_points, first, labels, nearest);
        if (changed > 0)
            nearest.CopyTo(labels);
        difference.Changed += changed;
    }

    [MethodImpl(Jit.AtOnce)]
    private void WriteLabels(int worker, int first, int count)
    {
        for (int position = first; position < first + count; position++)
            _labels![_order[position]] = _positionLabels[position];
    }
}
