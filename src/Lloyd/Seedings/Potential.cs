using System.Numerics;
using Lloyd.Assignment;
using Lloyd.Exact;
using Lloyd.Kernels;
using Lloyd.Streams;

namespace Lloyd.Seedings;

/// <summary>
/// Σ w · D to the nearest centroid chosen so far, with a sum for every block: which row a draw falls on, and which
/// candidate is best, follow from exact sums and so from nothing but the data and the draws.
/// </summary>
/// <remarks>
/// A candidate matters only to the points that it comes nearer to, and <see cref="VectorApproximation{T}"/> knows nearly
/// all others. So the formula is computed for few points, exact sums change by differences, and they are needed to
/// compare candidates only where bounds are too close.
/// </remarks>
internal sealed class Potential<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int GroupSize = FilterKernel.Candidates;
    private const int PrefetchDistance = 12;        // rows: marked points lie far apart, and memory is slow

    private readonly MetricPoints<T> _points;
    private readonly int _workers;
    private readonly CancellationToken _cancellation;
    private readonly VectorApproximation<T> _approximation;
    private readonly double[] _nearest;             // D of each point to the nearest chosen centroid
    private readonly int[]? _owners;
    private readonly ExactSum[] _blocks;            // Σ w · D of each block of rows …
    private readonly ExactSum[] _upTo;              // … and of all blocks up to it
    private readonly int _panels;
    private uint[] _marks = [];                     // groups × panels × 8: the points a candidate may come nearer to
    private int _taken;

    /// <param name="trials">About how many candidates there will be at a time.</param>
    /// <param name="owners">Where to write, for each point, the number of the nearest centroid in the order of taking;
    /// ties go to the first.</param>
    public Potential(
        MetricPoints<T> points, int trials, int threads, CancellationToken cancellation, int[]? owners = null)
    {
        _points = points;
        _workers = Blocks.Workers(points.Count, (long)trials * points.Dimensions, threads);
        _cancellation = cancellation;
        _approximation = new VectorApproximation<T>(points, _workers, cancellation);
        _nearest = new double[points.Count];
        Array.Fill(_nearest, double.PositiveInfinity);
        _owners = owners;
        _blocks = ExactSum.NewArray((points.Count + Blocks.Rows - 1) / Blocks.Rows);
        _upTo = ExactSum.NewArray(_blocks.Length);
        _panels = (points.Count + FilterKernel.Points - 1) / FilterKernel.Points;
    }

    /// <summary>The sum over all points, rounded once.</summary>
    public double Total { get; private set; }

    /// <summary>The same, not rounded.</summary>
    public ExactSum ExactTotal => _upTo[^1];

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

    /// <summary>Draws each point by itself, with the odds min(1, expected · w · D / Σ w · D).</summary>
    /// <param name="draws">Point i takes number i of the stream of the round.</param>
    /// <param name="total">Σ w · D.</param>
    /// <param name="firstPoint">The number of the first of these points, where they are part of more.</param>
    public int[] Draw(Philox draws, int round, double expected, double total, long firstPoint = 0)
    {
        var drawn = new List<int>[_blocks.Length];
        Blocks.Run(_points.Count, _workers, (_, first, count) =>
        {
            Span<double> numbers = stackalloc double[Blocks.Rows];
            draws.NextDoubles(round, firstPoint + first, numbers[..count]);
            List<int> rows = drawn[first / Blocks.Rows] = [];
            for (int i = 0; i < count; i++)
                if (numbers[i] * total < expected * (_points.Weight(first + i) * _nearest[first + i]))
                    rows.Add(first + i);
        }, _cancellation);
        return [.. drawn.SelectMany(rows => rows)];
    }

    /// <summary>Makes that candidate a centroid that leaves the smallest sum; ties go to the first.</summary>
    /// <returns>The row of the candidate.</returns>
    public int TakeBest(int[] candidates)
    {
        List<int> contenders = Contenders(candidates);
        int best = contenders.Count == 1 ? contenders[0] : Smallest(candidates, contenders);
        double[] centroid = _points.Read(candidates[best]);
        ForEachMarked(best, (_, row, z) => Approach(row, Distance.Squared(z, centroid), _taken));
        _taken++;
        Sum();
        return candidates[best];
    }

    /// <summary>Makes points centroids.</summary>
    public void Take(ReadOnlySpan<int> rows)
    {
        double[][] centroids = new double[rows.Length][];
        for (int i = 0; i < centroids.Length; i++)
            centroids[i] = _points.Read(rows[i]);
        Take(centroids);
    }

    /// <summary>Takes centroids, in the metric, that need not be among the points.</summary>
    public void Take(ReadOnlySpan<double[]> centroids)
    {
        for (int first = 0; first < centroids.Length; first += GroupSize)
        {
            double[][] group = centroids[first..Math.Min(first + GroupSize, centroids.Length)].ToArray();
            Mark(group);
            for (int j = 0; j < group.Length; j++, _taken++)
            {
                double[] centroid = group[j];
                ForEachMarked(j, (_, row, z) => Approach(row, Distance.Squared(z, centroid), _taken));
            }
        }
        Sum();
    }

    /// <summary>The numbers of the candidates that, by the bounds, may leave the smallest sum.</summary>
    private List<int> Contenders(int[] candidates)
    {
        Gains[] gains = Mark(Array.ConvertAll(candidates, row => _points.Read(row)));
        double Most(int trial) => gains[trial / GroupSize].Most[trial % GroupSize];
        double Least(int trial) => gains[trial / GroupSize].Least[trial % GroupSize];
        // Sums that differ by two units in the last place are not rounded to the same; 2⁻⁶⁰ is more than can underflow.
        double margin = _approximation.Scaled(Total) / (1L << 50) + _points.Count / (double)(1L << 60);
        double enough = Enumerable.Range(0, candidates.Length).Max(Least) - margin;
        var contenders = new List<int>();
        for (int trial = 0; trial < candidates.Length; trial++)
            if (!(Most(trial) < enough) && Array.IndexOf(candidates, candidates[trial]) == trial)
                contenders.Add(trial);
        return contenders;
    }

    /// <summary>The contender that leaves the smallest sum, by exact sums.</summary>
    private int Smallest(int[] candidates, List<int> contenders)
    {
        int best = contenders[0];
        double smallest = double.PositiveInfinity;
        foreach (int trial in contenders)
        {
            double[] centroid = _points.Read(candidates[trial]);
            ExactSum[] differences = ExactSum.NewArray(_workers);
            ForEachMarked(trial, (worker, row, z) =>
            {
                double distance = Distance.Squared(z, centroid);
                if (distance < _nearest[row])
                    Replace(differences[worker], row, distance);
            });
            var sum = new ExactSum();
            sum.Add(_upTo[^1]);
            foreach (ExactSum difference in differences)
                sum.Add(difference);
            double value = sum.ToDouble();
            if (value < smallest)
                (best, smallest) = (trial, value);
        }
        return best;
    }

    /// <summary>Marks the points that the candidates may come nearer to; the gains are those of each group of eight.</summary>
    private Gains[] Mark(double[][] candidates)
    {
        var queries = new VectorApproximation<T>.Query[(candidates.Length + GroupSize - 1) / GroupSize];
        for (int g = 0; g < queries.Length; g++)
            queries[g] = _approximation.Ask(candidates.AsSpan(g * GroupSize, Math.Min(GroupSize, candidates.Length - g * GroupSize)));
        if (_marks.Length < queries.Length * _panels * GroupSize)
            _marks = new uint[queries.Length * _panels * GroupSize];
        return Blocks.Sum(_points.Count, _workers,
            () => Array.ConvertAll(queries, _ => new Gains()),
            (part, first, count) =>
            {
                for (int g = 0; g < queries.Length; g++)
                    part[g].Add(_approximation.Mark(
                        first, count, queries[g], _marks.AsSpan((g * _panels + first / FilterKernel.Points) * GroupSize)));
            },
            (sum, part) =>
            {
                for (int g = 0; g < sum.Length; g++)
                    sum[g].Add(part[g]);
            }, _cancellation);
    }

    /// <summary>Runs action(worker, row, z) for the points that a candidate of the last marking may come nearer
    /// to.</summary>
    private void ForEachMarked(int candidate, Action<int, int, double[]> action)
    {
        (int group, int lane) = Math.DivRem(candidate, GroupSize);
        Blocks.Run(_points.Count, _workers, (worker, first, count) =>
        {
            Span<int> rows = stackalloc int[Blocks.Rows];
            int marked = 0;
            for (int row = first; row < first + count; row += FilterKernel.Points)
            {
                int panel = row / FilterKernel.Points;
                for (uint marks = _marks[(group * _panels + panel) * GroupSize + lane]; marks != 0; marks &= marks - 1)
                    rows[marked++] = row + BitOperations.TrailingZeroCount(marks);
            }
            double[] z = new double[_points.Dimensions];
            for (int i = 0; i < marked; i++)
            {
                int soon = rows[Math.Min(i + PrefetchDistance, marked - 1)];
                Cache.Prefetch(_points.Points[soon]);
                Cache.Prefetch(_nearest.AsSpan(soon, 1));
                _points.Read(rows[i], z);
                action(worker, rows[i], z);
            }
        }, _cancellation);
    }

    /// <summary>Tells a point its squared distance from a new centroid.</summary>
    private void Approach(int row, double distance, int centroid)
    {
        if (!(distance < _nearest[row]))
            return;
        Replace(_blocks[row / Blocks.Rows], row, distance);
        _nearest[row] = distance;
        if (_owners is not null)
            _owners[row] = centroid;
        _approximation.SetNearest(row, distance);
    }

    /// <summary>Changes a sum by what a point contributes when its nearest centroid is at another distance.</summary>
    private void Replace(ExactSum sum, int row, double distance)
    {
        double weight = _points.Weight(row);
        if (double.IsFinite(_nearest[row]))
            sum.AddWeighted(weight, -_nearest[row]);
        sum.AddWeighted(weight, distance);
    }

    private void Sum()
    {
        for (int block = 0; block < _blocks.Length; block++)
        {
            _upTo[block].Clear();
            if (block > 0)
                _upTo[block].Add(_upTo[block - 1]);
            _upTo[block].Add(_blocks[block]);
        }
        Total = _upTo[^1].ToDouble();
    }

    /// <summary>The first row up to which the sum of w · D is <paramref name="enough"/>; the last where none is.</summary>
    private int FirstRowWhere(Predicate<ExactSum> enough)
    {
        (int block, int last) = (0, _blocks.Length - 1);
        while (block < last)
        {
            int middle = (block + last) / 2;
            (block, last) = enough(_upTo[middle]) ? (block, middle) : (middle + 1, last);
        }
        var cumulative = new ExactSum();
        if (block > 0)
            cumulative.Add(_upTo[block - 1]);
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
}
