using System.Numerics;
using Lloyd.Exact;
using Lloyd.Kernels;

namespace Lloyd.Seedings;

/// <summary>
/// Σ w · D to the nearest centroid chosen so far, with a sum for every block: which row a draw falls on, and which
/// candidate is best, follow from exact sums and so from nothing but the data and the draws.
/// </summary>
/// <remarks>
/// A candidate matters only to the points that it comes nearer to. <see cref="VectorApproximation{T}"/> hides most of
/// the others, the formula is computed for what is left, and exact sums change by differences.
/// </remarks>
internal sealed class Potential<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MetricPoints<T> _points;
    private readonly int _workers;
    private readonly CancellationToken _cancellation;
    private readonly VectorApproximation<T> _approximation;
    private readonly double[] _nearest;             // D of each point to the nearest chosen centroid
    private readonly int[] _owners;                 // the number of that centroid, in the order of taking
    private readonly ExactSum[] _blocks;            // Σ w · D of each block of rows
    private readonly ExactSum _total = new();
    private readonly Batch[] _batches;              // one for each worker
    private readonly int _panels;
    private uint[] _marks = [];                     // groups × panels × 8: the points a candidate may come nearer to
    private CandidateGroup[] _candidates = [];
    private int _taken;

    public Potential(MetricPoints<T> points, int trials, int threads, CancellationToken cancellation)
    {
        _points = points;
        _workers = Blocks.Workers(points.Count, (long)trials * points.Dimensions, threads);
        _cancellation = cancellation;
        _approximation = new VectorApproximation<T>(points, _workers, cancellation);
        _nearest = new double[points.Count];
        Array.Fill(_nearest, double.PositiveInfinity);
        _owners = new int[points.Count];
        _blocks = ExactSum.NewArray((points.Count + Blocks.Rows - 1) / Blocks.Rows);
        _batches = new Batch[_workers];
        for (int worker = 0; worker < _workers; worker++)
            _batches[worker] = new Batch(points);
        _panels = (points.Count + ByteKernel.Points - 1) / ByteKernel.Points;
    }

    /// <summary>The sum over all points, rounded once.</summary>
    public double Total { get; private set; }

    /// <summary>D of each point to the nearest centroid taken so far.</summary>
    public ReadOnlySpan<double> Nearest => _nearest;

    /// <summary>Which centroid that is, counted in the order of taking; ties go to the first.</summary>
    public ReadOnlySpan<int> Owners => _owners;

    /// <summary>The row that <c>choice(n, p=w/Σw)</c> takes: the first whose cumulative weight exceeds
    /// draw · Σw.</summary>
    public int FirstRow(double draw)
    {
        if (!_points.IsWeighted)
            return (int)(draw * _points.Count);
        Array.Fill(_nearest, 1);        // for once, Σ w · 1
        for (int i = 0; i < _points.Count; i++)
            _blocks[i / Blocks.Rows].Add(_points.Weight(i));
        Sum();
        int row = FirstRowWhere(cumulative => cumulative.CompareTo(draw * Total) > 0);
        Array.Fill(_nearest, double.PositiveInfinity);
        foreach (ExactSum block in _blocks)
            block.Clear();
        return row;
    }

    /// <summary>The first row whose cumulative w · D reaches <paramref name="target"/>; the last where none does.</summary>
    public int RowAt(double target) => FirstRowWhere(cumulative => cumulative.CompareTo(target) >= 0);

    /// <summary>The number of the candidate that leaves the smallest sum; ties go to the first.</summary>
    public int Best(ReadOnlySpan<int> rows)
    {
        _candidates = CandidateGroup.Of(_points, rows);
        double[] gains = Gains()[..rows.Length];
        // Terms are not negative, so a gain in float64 is off by at most n + 8 roundings of its own, and the sum that is
        // left by half a unit of its last place.
        double relative = (_points.Count + 8.0) / (1L << 52);
        double absolute = Total / (1L << 50) + _points.Count * double.Epsilon;
        double least = gains.Max() * (1 - relative) - absolute;
        var contenders = new List<int>();
        for (int trial = 0; trial < rows.Length; trial++)
            if (!(gains[trial] * (1 + relative) < least) && !rows[..trial].Contains(rows[trial]))
                contenders.Add(trial);
        return contenders.Count == 1 ? contenders[0] : Smallest(contenders);
    }

    /// <summary>Makes a candidate of the last <see cref="Best"/> a centroid.</summary>
    public void Take(ReadOnlySpan<int> rows, int trial)
    {
        CandidateGroup candidate = CandidateGroup.Of(_points, rows.Slice(trial, 1))[0];
        Blocks.Run(_points.Count, _workers, (worker, first, count) =>
            Update(worker, first, count, candidate, MarkedBy(trial)), _cancellation);
        _taken++;
        Sum();
    }

    /// <summary>Makes points centroids.</summary>
    public void Take(ReadOnlySpan<int> rows)
    {
        foreach (CandidateGroup group in CandidateGroup.Of(_points, rows))
        {
            _candidates = [group];
            Array.Resize(ref _marks, _panels * ByteKernel.Centres);
            VectorApproximation<T>.Query query = _approximation.Ask(group);
            Blocks.Run(_points.Count, _workers, (worker, first, count) =>
            {
                Mark(first, count, 0, query);
                Update(worker, first, count, group, MarkedByAny(0));
            }, _cancellation);
            _taken += group.Count;
        }
        Sum();
    }

    /// <summary>How much each candidate would take from the sum, in float64.</summary>
    private double[] Gains()
    {
        VectorApproximation<T>.Query[] queries = Array.ConvertAll(_candidates, _approximation.Ask);
        Array.Resize(ref _marks, _candidates.Length * _panels * ByteKernel.Centres);
        var parts = new double[_workers][];
        for (int worker = 0; worker < _workers; worker++)
            parts[worker] = new double[_candidates.Length * GroupKernel.Centres];
        Blocks.Run(_points.Count, _workers, (worker, first, count) =>
        {
            for (int g = 0; g < _candidates.Length; g++)
            {
                Mark(first, count, g, queries[g]);
                Memory<double> gains = parts[worker].AsMemory(g * GroupKernel.Centres, GroupKernel.Centres);
                _batches[worker].Run(first, count, _candidates[g], MarkedByAny(g), batch => batch.AddGains(_nearest, gains.Span));
            }
        }, _cancellation);
        for (int worker = 1; worker < _workers; worker++)
            for (int i = 0; i < parts[0].Length; i++)
                parts[0][i] += parts[worker][i];
        return parts[0];
    }

    /// <summary>The contender that leaves the smallest sum, by exact sums.</summary>
    private int Smallest(List<int> contenders)
    {
        int best = contenders[0];
        double smallest = double.PositiveInfinity;
        foreach (int trial in contenders)
        {
            (int g, int lane) = Math.DivRem(trial, GroupKernel.Centres);
            var parts = ExactSum.NewArray(_workers);
            Blocks.Run(_points.Count, _workers, (worker, first, count) =>
                _batches[worker].Run(first, count, _candidates[g], MarkedBy(trial), batch =>
                {
                    for (int i = 0; i < batch.Count; i++)
                    {
                        int row = batch.Row(i);
                        if (batch.Distance(i, lane) < _nearest[row])
                            Replace(parts[worker], row, batch.Distance(i, lane));
                    }
                }), _cancellation);
            var sum = new ExactSum();
            sum.Add(_total);
            foreach (ExactSum part in parts)
                sum.Add(part);
            double value = sum.ToDouble();
            if (value < smallest)
                (best, smallest) = (trial, value);
        }
        return best;
    }

    private void Update(int worker, int first, int count, CandidateGroup group, Func<int, uint> marked) =>
        _batches[worker].Run(first, count, group, marked, batch =>
        {
            for (int i = 0; i < batch.Count; i++)
            {
                int row = batch.Row(i);
                double nearest = _nearest[row];
                for (int lane = 0; lane < group.Count; lane++)
                    if (batch.Distance(i, lane) < nearest)
                        (nearest, _owners[row]) = (batch.Distance(i, lane), _taken + lane);
                if (nearest == _nearest[row])
                    continue;
                Replace(_blocks[row / Blocks.Rows], row, nearest);
                _nearest[row] = nearest;
                _approximation.SetNearest(row, nearest);
            }
        });

    /// <summary>Changes a sum by what a point contributes when it comes nearer.</summary>
    private void Replace(ExactSum sum, int row, double nearest)
    {
        double weight = _points.Weight(row);
        if (double.IsFinite(_nearest[row]))
            sum.AddWeighted(weight, -_nearest[row]);
        sum.AddWeighted(weight, nearest);
    }

    private void Mark(int first, int count, int group, VectorApproximation<T>.Query query)
    {
        for (int row = first; row < first + count; row += ByteKernel.Points)
            _approximation.Mark(row, query, MarksOf(group, row / ByteKernel.Points));
    }

    private Span<uint> MarksOf(int group, int panel) =>
        _marks.AsSpan((group * _panels + panel) * ByteKernel.Centres, ByteKernel.Centres);

    private Func<int, uint> MarkedBy(int trial) => panel =>
        MarksOf(trial / ByteKernel.Centres, panel)[trial % ByteKernel.Centres];

    private Func<int, uint> MarkedByAny(int group) => panel =>
    {
        uint any = 0;
        foreach (uint mask in MarksOf(group, panel)[.._candidates[group].Count])
            any |= mask;
        return any;
    };

    private void Sum()
    {
        _total.Clear();
        foreach (ExactSum block in _blocks)
            _total.Add(block);
        Total = _total.ToDouble();
    }

    /// <summary>The first row up to which the sum of w · D is <paramref name="enough"/>; the last where none is.</summary>
    private int FirstRowWhere(Predicate<ExactSum> enough)
    {
        var cumulative = new ExactSum();
        int block = 0;
        for (; block < _blocks.Length - 1; block++)
        {
            cumulative.Add(_blocks[block]);
            if (enough(cumulative))
            {
                cumulative.Subtract(_blocks[block]);
                break;
            }
        }
        // Between `low` (not enough before it) and `high`, by halves; the sums of halves add up to one pass.
        int low = block * Blocks.Rows;
        int high = Math.Min(low + Blocks.Rows, _points.Count) - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            var next = new ExactSum();
            next.Add(cumulative);
            for (int i = low; i <= middle; i++)
                next.AddWeighted(_points.Weight(i), _nearest[i]);
            if (enough(next))
                high = middle;
            else
                (low, cumulative) = (middle + 1, next);
        }
        return low;
    }

    /// <summary>Up to four points, and their distances from a group of candidates.</summary>
    private sealed class Batch(MetricPoints<T> points)
    {
        private readonly double[] _z = new double[GroupKernel.Points * points.Dimensions];
        private readonly int[] _rows = new int[GroupKernel.Points];
        private readonly double[] _distances = new double[GroupKernel.Points * GroupKernel.Centres];

        public int Count { get; private set; }

        public int Row(int i) => _rows[i];

        public double Distance(int i, int lane) => _distances[i * GroupKernel.Centres + lane];

        /// <summary>Goes through the marked points of a block, four at a time.</summary>
        public void Run(int first, int count, CandidateGroup group, Func<int, uint> marked, Action<Batch> action)
        {
            Count = 0;
            for (int row = first; row < first + count; row += ByteKernel.Points)
            {
                uint mask = marked(row / ByteKernel.Points);
                if (first + count - row < ByteKernel.Points)
                    mask &= (1u << (first + count - row)) - 1;
                for (; mask != 0; mask &= mask - 1)
                {
                    int marks = row + BitOperations.TrailingZeroCount(mask);
                    points.Read(marks, _z.AsSpan(Count * points.Dimensions, points.Dimensions));
                    _rows[Count++] = marks;
                    if (Count == GroupKernel.Points)
                        Flush(group, action);
                }
            }
            if (Count > 0)
                Flush(group, action);
        }

        private void Flush(CandidateGroup group, Action<Batch> action)
        {
            GroupKernel.SquaredDistances(_z, group.Coordinates, _distances);
            action(this);
            Count = 0;
        }

        public void AddGains(ReadOnlySpan<double> nearest, Span<double> gains)
        {
            Span<double> before = stackalloc double[GroupKernel.Points];
            Span<double> weights = stackalloc double[GroupKernel.Points];
            before.Clear();
            weights.Clear();
            for (int i = 0; i < Count; i++)
            {
                before[i] = nearest[_rows[i]];
                weights[i] = points.Weight(_rows[i]);
            }
            GroupKernel.AddGains(_distances, before, weights, gains);
        }
    }
}
