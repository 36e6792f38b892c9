using System.Numerics;
using Lloyd.Exact;
using Lloyd.Kernels;
using Lloyd.Streams;

namespace Lloyd.Seedings;

/// <summary><see cref="Seeding.PlusPlus"/>: scikit-learn's <c>_kmeans_plusplus</c>, draw for draw.</summary>
internal sealed record PlusPlusSeeding(int? Trials) : Seeding
{
    public override string Name => "k-means++";

    internal override Start Choose<T>(
        MetricPoints<T> points, int k, uint seed, int restart, int threads, CancellationToken cancellation)
    {
        var stream = restart == 0 ? new Mt19937(seed) : new Mt19937(SeedSequence.ForRestart(seed, restart));
        int trials = Trials ?? 2 + (int)Elementary.Log(k);
        var potential = new Potential<T>(points, trials, threads, cancellation);
        int[] rows = new int[k];
        rows[0] = potential.FirstRow(stream.NextDouble());
        potential.Take(rows[0]);
        int[] candidates = new int[trials];
        for (int j = 1; j < k; j++)
        {
            if (potential.Total == 0)
                throw Throw.TooFewDistinctPoints(points, k);
            for (int trial = 0; trial < trials; trial++)
                candidates[trial] = potential.RowAt(stream.NextDouble() * potential.Total);
            rows[j] = potential.Best(candidates);
            potential.Take(rows[j]);
        }
        return Start.At(points, rows);
    }
}

/// <summary>
/// Σ w · D to the nearest centroid chosen so far, with a sum for every block: which row a draw falls on, and which
/// candidate is best, follow from exact sums and so from nothing but the data and the draws.
/// </summary>
internal sealed class Potential<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MetricPoints<T> _points;
    private readonly int _workers;
    private readonly CancellationToken _cancellation;
    private readonly double[] _nearest;             // D of each point to the nearest chosen centroid
    private readonly ExactSum[] _blocks;            // Σ w · D of each block of rows

    public Potential(MetricPoints<T> points, int trials, int threads, CancellationToken cancellation)
    {
        _points = points;
        _workers = Blocks.Workers(points.Count, (long)trials * points.Dimensions, threads);
        _cancellation = cancellation;
        _nearest = new double[points.Count];
        Array.Fill(_nearest, double.PositiveInfinity);
        _blocks = ExactSum.NewArray((points.Count + Blocks.Rows - 1) / Blocks.Rows);
    }

    /// <summary>The sum over all points, rounded once.</summary>
    public double Total { get; private set; }

    /// <summary>The row that <c>choice(n, p=w/Σw)</c> takes: the first whose cumulative weight exceeds
    /// draw · Σw.</summary>
    public int FirstRow(double draw)
    {
        if (!_points.IsWeighted)
            return (int)(draw * _points.Count);
        Array.Fill(_nearest, 1);        // for once, Σ w · 1
        Sum();
        int row = FirstRowWhere(cumulative => cumulative.CompareTo(draw * Total) > 0);
        Array.Fill(_nearest, double.PositiveInfinity);
        return row;
    }

    /// <summary>The first row whose cumulative w · D reaches <paramref name="target"/>; the last where none does.</summary>
    public int RowAt(double target) => FirstRowWhere(cumulative => cumulative.CompareTo(target) >= 0);

    /// <summary>The candidate that leaves the smallest sum; ties go to the first.</summary>
    public int Best(int[] candidates)
    {
        int d = _points.Dimensions;
        double[] centroids = Start.At(_points, candidates).Centroids;
        ExactSum[] sums = Blocks.Sum(_points.Count, _workers,
            () => ExactSum.NewArray(candidates.Length),
            (part, first, count) => ForEachPanel(first, count, (row, lanes, panel, distances) =>
            {
                for (int trial = 0; trial < candidates.Length; trial++)
                {
                    PanelKernel.SquaredDistances(panel, centroids.AsSpan(trial * d, d), distances);
                    for (int lane = 0; lane < lanes; lane++)
                        part[trial].AddWeighted(
                            _points.Weight(row + lane), Math.Min(distances[lane], _nearest[row + lane]));
                }
            }),
            ExactSum.Add, _cancellation);
        int best = 0;
        double smallest = double.PositiveInfinity;
        for (int trial = 0; trial < candidates.Length; trial++)
        {
            double sum = sums[trial].ToDouble();
            if (sum < smallest)
                (best, smallest) = (trial, sum);
        }
        return candidates[best];
    }

    /// <summary>Makes a point a centroid.</summary>
    public void Take(int row)
    {
        double[] centroid = _points.Read(row);
        Blocks.Run(_points.Count, _workers, (_, first, count) =>
            ForEachPanel(first, count, (row, lanes, panel, distances) =>
            {
                PanelKernel.SquaredDistances(panel, centroid, distances);
                for (int lane = 0; lane < lanes; lane++)
                    _nearest[row + lane] = Math.Min(_nearest[row + lane], distances[lane]);
            }), _cancellation);
        Sum();
    }

    private void Sum()
    {
        Blocks.Run(_points.Count, _workers, (_, first, count) =>
        {
            ExactSum sum = _blocks[first / Blocks.Rows];
            sum.Clear();
            for (int i = first; i < first + count; i++)
                sum.AddWeighted(_points.Weight(i), _nearest[i]);
        }, _cancellation);
        var total = new ExactSum();
        foreach (ExactSum block in _blocks)
            total.Add(block);
        Total = total.ToDouble();
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

    private delegate void PanelAction(int row, int lanes, ReadOnlySpan<double> panel, Span<double> distances);

    private void ForEachPanel(int first, int count, PanelAction action)
    {
        double[] panel = new double[_points.Dimensions * PanelKernel.Points];
        Span<double> distances = stackalloc double[PanelKernel.Points];
        for (int row = first; row < first + count; row += PanelKernel.Points)
        {
            int lanes = Math.Min(PanelKernel.Points, first + count - row);
            _points.ReadPanel(row, lanes, panel);
            action(row, lanes, panel, distances);
        }
    }
}
