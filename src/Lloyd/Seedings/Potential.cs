using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Exact;
using Lloyd.Kernels;
using Lloyd.Streams;

namespace Lloyd.Seedings;

/// <summary>
/// Σ w · D to the nearest centroid chosen so far, with a sum for every block: which row a draw falls on, and which
/// candidate is best, follow from exact sums and so from nothing but the data and the draws.
/// </summary>
internal abstract class Potential<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Memory<double> _nearest;       // D of each point to the nearest chosen centroid
    private readonly int[]? _owners;
    private readonly ExactSum[] _blocks;            // Σ w · D of each block of rows …
    private readonly ExactSum[] _upTo;              // … and of all blocks up to it

    private protected Potential(MetricPoints<T> points, int trials, int threads, int[]? owners, CancellationToken cancellation)
    {
        Points = points;
        Workers = Blocks.Workers(points.Count, (long)trials * points.Dimensions, threads);
        Cancellation = cancellation;
        _nearest = HugePages.Allocate<double>(points.Count);
        _nearest.Span.Fill(double.PositiveInfinity);
        _owners = owners;
        _blocks = ExactSum.NewArray((points.Count + Blocks.Rows - 1) / Blocks.Rows);
        _upTo = ExactSum.NewArray(_blocks.Length);
    }

    /// <summary>The sum over all points, rounded once.</summary>
    public double Total { get; private set; }

    /// <summary>The same, not rounded.</summary>
    public ExactSum ExactTotal => _upTo[^1];

    private protected MetricPoints<T> Points { get; }

    private protected int Workers { get; }

    private protected CancellationToken Cancellation { get; }

    /// <summary>How many centroids there are.</summary>
    private protected int Taken { get; private set; }

    /// <summary>Nothing chosen yet.</summary>
    /// <param name="trials">About how many candidates there will be at a time.</param>
    /// <param name="memory">At most how many bytes a copy of the points may take that makes it faster; null: any.</param>
    /// <param name="owners">Where to write, for each point, the number of the nearest centroid in the order of taking;
    /// ties go to the first.</param>
    public static Potential<T> Of(MetricPoints<T> points, int trials, int threads, long? memory,
        CancellationToken cancellation, int[]? owners = null) =>
        VectorApproximation<T>.Size(points) > memory
            ? new StreamedPotential<T>(points, trials, threads, owners, cancellation)
            : new FilteredPotential<T>(points, trials, threads, owners, cancellation);

    /// <summary>The row that <c>choice(n, p=w/Σw)</c> takes: the first whose cumulative weight exceeds
    /// draw · Σw.</summary>
    public int FirstRow(double draw)
    {
        if (!Points.IsWeighted)
            return (int)(draw * Points.Count);
        _nearest.Span.Fill(1);        // for once, Σ w · 1
        for (int i = 0; i < Points.Count; i++)
            _blocks[i / Blocks.Rows].Add(Points.Weight(i));
        Sum();
        int row = FirstRowWhere(cumulative => cumulative.CompareTo(draw * Total) > 0);
        _nearest.Span.Fill(double.PositiveInfinity);
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
        Blocks.Run(Points.Count, Workers, (_, first, count) =>
        {
            ReadOnlySpan<double> nearest = _nearest.Span.Slice(first, count);
            Span<double> numbers = stackalloc double[Blocks.Rows];
            draws.NextDoubles(round, firstPoint + first, numbers[..count]);
            List<int> rows = drawn[first / Blocks.Rows] = [];
            for (int i = 0; i < count; i++)
                if (numbers[i] * total < expected * (Points.Weight(first + i) * nearest[i]))
                    rows.Add(first + i);
        }, Cancellation);
        return [.. drawn.SelectMany(rows => rows)];
    }

    public virtual void Dispose() { }

    /// <summary>Makes that candidate a centroid that leaves the smallest sum; ties go to the first.</summary>
    /// <returns>The row of the candidate.</returns>
    public abstract int TakeBest(int[] candidates);

    /// <summary>Makes points centroids.</summary>
    public void Take(ReadOnlySpan<int> rows) => Take(Read(rows));

    /// <summary>Takes centroids, in the metric, that need not be among the points.</summary>
    public abstract void Take(ReadOnlySpan<double[]> centroids);

    private protected double[][] Read(ReadOnlySpan<int> rows)
    {
        double[][] points = new double[rows.Length][];
        for (int i = 0; i < points.Length; i++)
            points[i] = Points.Read(rows[i]);
        return points;
    }

    private protected ReadOnlySpan<double> NearestFrom(int row) => _nearest.Span.Slice(row, 1);

    /// <summary>Tells points of a block their squared distances from new centroids, where these are nearer.</summary>
    /// <param name="rows">The points; those that a centroid has come nearer to are brought to the front.</param>
    /// <param name="distances">Likewise.</param>
    /// <param name="centroids">The number of the centroid of each; one for all.</param>
    /// <returns>How many points these are.</returns>
    [MethodImpl(Jit.AtOnce)]
    private protected int Approach(Span<int> rows, Span<double> distances, ReadOnlySpan<int> centroids)
    {
        if (rows.IsEmpty)
            return 0;
        Replace(_blocks[rows[0] / Blocks.Rows], rows, distances);
        Span<double> nearest = _nearest.Span;
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            (int row, double distance) = (rows[i], distances[i]);
            if (!(distance < nearest[row]))
                continue;
            nearest[row] = distance;
            if (_owners is not null)
                _owners[row] = centroids[centroids.Length == 1 ? 0 : i];
            (rows[count], distances[count]) = (row, distance);
            count++;
        }
        return count;
    }

    /// <summary>Changes a sum by what points contribute when they are at other distances from their nearest centroids, where
    /// these are nearer.</summary>
    [MethodImpl(Jit.AtOnce)]
    private protected void Replace(ExactSum sum, ReadOnlySpan<int> rows, ReadOnlySpan<double> distances)
    {
        double[] values = ArrayPool<double>.Shared.Rent(2 * rows.Length);
        double[] weights = ArrayPool<double>.Shared.Rent(Points.IsWeighted ? 2 * rows.Length : 0);
        ReadOnlySpan<double> all = _nearest.Span;
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            double nearest = all[rows[i]];
            if (!(distances[i] < nearest))
                continue;
            if (Points.IsWeighted)
                weights[count] = weights[count + 1] = Points.Weight(rows[i]);
            if (double.IsFinite(nearest))
                values[count++] = -nearest;
            values[count++] = distances[i];
        }
        sum.AddWeighted(Points.IsWeighted ? weights.AsSpan(0, count) : [], values.AsSpan(0, count));
        ArrayPool<double>.Shared.Return(values);
        ArrayPool<double>.Shared.Return(weights);
    }

    /// <summary>Σ w · D rounded once, with what parts would change it by.</summary>
    private protected double TotalWith(IEnumerable<ExactSum> differences)
    {
        var sum = new ExactSum();
        sum.Add(_upTo[^1]);
        foreach (ExactSum difference in differences)
            sum.Add(difference);
        return sum.ToDouble();
    }

    /// <summary>Brings the sums up to date when all points know the new centroids.</summary>
    /// <param name="centroids">How many they are.</param>
    private protected void Took(int centroids)
    {
        Taken += centroids;
        Sum();
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
        int high = Math.Min(low + Blocks.Rows, Points.Count) - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            var next = new ExactSum();
            next.Add(cumulative);
            for (int i = low; i <= middle; i++)
                next.AddWeighted(Points.Weight(i), _nearest.Span[i]);
            if (enough(next))
                high = middle;
            else
                (low, cumulative) = (middle + 1, next);
        }
        return low;
    }
}
