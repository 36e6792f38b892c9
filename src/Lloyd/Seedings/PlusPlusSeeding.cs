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
        _blocks = new ExactSum[(points.Count + Blocks.Rows - 1) / Blocks.Rows];
        for (int block = 0; block < _blocks.Length; block++)
            _blocks[block] = new ExactSum();
    }

    /// <summary>The sum over all points, rounded once.</summary>
    public double Total { get; private set; }

    /// <summary>The row that <c>choice(n, p=w/Σw)</c> takes: the first whose cumulative weight exceeds
    /// draw · Σw.</summary>
    public int FirstRow(double draw)
    {
        if (!_points.IsWeighted)
            return (int)(draw * _points.Count);
        var total = new ExactSum();
        foreach (double weight in _points.Points.Weights.Span)
            total.Add(weight);
        double target = draw * total.ToDouble();
        var cumulative = new ExactSum();
        for (int i = 0; i < _points.Count - 1; i++)
        {
            cumulative.Add(_points.Weight(i));
            if (cumulative.CompareTo(target) > 0)
                return i;
        }
        return _points.Count - 1;
    }

    /// <summary>The first row whose cumulative w · D reaches <paramref name="target"/>; the last where none does.</summary>
    public int RowAt(double target)
    {
        var cumulative = new ExactSum();
        int block = 0;
        for (; block < _blocks.Length - 1; block++)
        {
            cumulative.Add(_blocks[block]);
            if (cumulative.CompareTo(target) >= 0)
            {
                cumulative.Subtract(_blocks[block]);
                break;
            }
        }
        // Between `low` (not reached before it) and `high`, by halves; the sums of halves add up to one pass.
        int low = block * Blocks.Rows;
        int high = Math.Min(low + Blocks.Rows, _points.Count) - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            var next = new ExactSum();
            next.Add(cumulative);
            for (int i = low; i <= middle; i++)
                next.AddWeighted(_points.Weight(i), _nearest[i]);
            if (next.CompareTo(target) >= 0)
                high = middle;
            else
                (low, cumulative) = (middle + 1, next);
        }
        return low;
    }

    /// <summary>The candidate that leaves the smallest sum; ties go to the first.</summary>
    public int Best(int[] candidates)
    {
        int d = _points.Dimensions;
        double[] centroids = Start.At(_points, candidates).Centroids;
        var sums = new ExactSum[_workers][];
        for (int worker = 0; worker < _workers; worker++)
            sums[worker] = Array.ConvertAll(candidates, _ => new ExactSum());
        ForEachPanel((worker, _, first, count, panel, distances) =>
        {
            for (int trial = 0; trial < candidates.Length; trial++)
            {
                PanelKernel.SquaredDistances(panel, centroids.AsSpan(trial * d, d), distances);
                for (int lane = 0; lane < count; lane++)
                    sums[worker][trial].AddWeighted(
                        _points.Weight(first + lane), Math.Min(distances[lane], _nearest[first + lane]));
            }
        });
        int best = 0;
        double smallest = double.PositiveInfinity;
        for (int trial = 0; trial < candidates.Length; trial++)
        {
            for (int worker = 1; worker < _workers; worker++)
                sums[0][trial].Add(sums[worker][trial]);
            double sum = sums[0][trial].ToDouble();
            if (sum < smallest)
                (best, smallest) = (trial, sum);
        }
        return candidates[best];
    }

    /// <summary>Makes a point a centroid.</summary>
    public void Take(int row)
    {
        double[] centroid = _points.Read(row);
        ForEachPanel((_, block, first, count, panel, distances) =>
        {
            if (first % Blocks.Rows == 0)
                _blocks[block].Clear();
            PanelKernel.SquaredDistances(panel, centroid, distances);
            for (int lane = 0; lane < count; lane++)
            {
                ref double nearest = ref _nearest[first + lane];
                nearest = Math.Min(nearest, distances[lane]);
                _blocks[block].AddWeighted(_points.Weight(first + lane), nearest);
            }
        });
        var total = new ExactSum();
        foreach (ExactSum block in _blocks)
            total.Add(block);
        Total = total.ToDouble();
    }

    private delegate void PanelAction(
        int worker, int block, int first, int count, ReadOnlySpan<double> panel, Span<double> distances);

    private void ForEachPanel(PanelAction action) => Blocks.Run(_points.Count, _workers, (worker, first, count) =>
    {
        double[] panel = new double[_points.Dimensions * PanelKernel.Points];
        Span<double> distances = stackalloc double[PanelKernel.Points];
        for (int i = first; i < first + count; i += PanelKernel.Points)
        {
            int lanes = Math.Min(PanelKernel.Points, first + count - i);
            _points.ReadPanel(i, lanes, panel);
            action(worker, first / Blocks.Rows, i, lanes, panel, distances);
        }
    }, _cancellation);
}
