using System.Numerics;
using Lloyd.Exact;
using Lloyd.Shares;

namespace Lloyd;

/// <summary>
/// What a first pass tells about a set of points: how many there are, the extremes of each column, and the bits that
/// exact sums need. Descriptions of disjoint sets add up in any order.
/// </summary>
internal sealed class Description
{
    private readonly int _mantissaBits;             // how many bits after the first a coordinate can have
    private readonly double[] _smallest;            // magnitude, zeros left out
    private double _smallestWeight;
    private double _largestWeight;

    private Description(
        long count, double[] min, double[] max, double[] smallest, int notFiniteRow, int mantissaBits,
        double smallestWeight, double largestWeight)
    {
        Count = count;
        Min = min;
        Max = max;
        _smallest = smallest;
        NotFiniteRow = notFiniteRow;
        _mantissaBits = mantissaBits;
        _smallestWeight = smallestWeight;
        _largestWeight = largestWeight;
    }

    /// <summary>n.</summary>
    public long Count { get; private set; }

    /// <summary>The lowest row that has a NaN or an infinity, or −1.</summary>
    public int NotFiniteRow { get; private set; }

    /// <summary>Whether not every point counts once.</summary>
    public bool IsWeighted => _smallestWeight != 1 || _largestWeight != 1;

    public double[] Min { get; }

    public double[] Max { get; }

    public static Description Of<T>(MetricPoints<T> points, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => points.Metric.IsIdentity
        ? Of<T, T>(points, typeof(T) == typeof(float) ? 23 : 52,
            (extremes, first, count) => extremes.Add(first, points.Points.Rows(first, count)), threads, cancellation)
        : Of<T, double>(points, 52,
            (extremes, first, count) => points.ReadRows(first, count, (row, z) => extremes.Add(row, z)),
            threads, cancellation);

    private static Description Of<T, Z>(
        MetricPoints<T> points, int mantissaBits, Action<Extremes<Z>, int, int> add, int threads,
        CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where Z : unmanaged, IBinaryFloatingPointIeee754<Z>
    {
        int d = points.Dimensions;
        Extremes<Z> columns = Blocks.Sum(points.Count, Blocks.Workers(points.Count, d, threads),
            () => new Extremes<Z>(d), add, (sum, part) => sum.Add(part), cancellation);
        double smallestWeight = 1, largestWeight = 1;
        if (points.IsWeighted)
        {
            var weights = new Extremes<double>(1);
            weights.Add(0, points.Points.Weights.Span);
            (smallestWeight, largestWeight) = (weights.Min()[0], weights.Max()[0]);
        }
        return new Description(
            points.Count, columns.Min(), columns.Max(), columns.Smallest(), columns.NotFiniteRow, mantissaBits,
            smallestWeight, largestWeight);
    }

    /// <summary>An empty partial for k clusters of these points.</summary>
    public Partial NewPartial(int k)
    {
        var columns = new BitRange[Min.Length];
        for (int t = 0; t < columns.Length; t++)
            columns[t] = double.IsInfinity(_smallest[t])
                ? BitRange.Empty
                : BitRange.Of(_smallest[t], Math.Max(Math.Abs(Min[t]), Math.Abs(Max[t])), _mantissaBits);
        BitRange? weights = IsWeighted ? BitRange.Of(_smallestWeight, _largestWeight, 52) : null;
        return new Partial(k, columns, weights, Count);
    }

    /// <param name="points">The points described.</param>
    /// <param name="centroids">More rows of d coordinates, in the metric.</param>
    /// <exception cref="InvalidInputException">The squared distances between all these, or their weighted sum, could
    /// overflow.</exception>
    public void CheckSquares<T>(MetricPoints<T> points, ReadOnlySpan<double> centroids)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => CheckSquares(points.Points.ColumnName, centroids);

    /// <inheritdoc cref="CheckSquares{T}"/>
    /// <param name="columnName">How messages name a column.</param>
    public void CheckSquares(Func<int, string> columnName, ReadOnlySpan<double> centroids)
    {
        double[] min = [.. Min];
        double[] max = [.. Max];
        for (int i = 0; i < centroids.Length; i++)
        {
            int t = i % min.Length;
            min[t] = Math.Min(min[t], centroids[i]);
            max[t] = Math.Max(max[t], centroids[i]);
        }
        double sum = 0;
        for (int t = 0; t < min.Length; t++)
        {
            double range = max[t] - min[t];
            sum += range * range;
            if (double.IsFinite(sum * Count))
                continue;
            int widest = 0;
            for (int u = 1; u <= t; u++)
                if (max[u] / 2 - min[u] / 2 > max[widest] / 2 - min[widest] / 2)
                    widest = u;
            throw Throw.RangeTooWide(columnName(widest), min[widest], max[widest]);
        }
        if (!double.IsFinite(Math.Max(sum, 1) * Count * _largestWeight))
            throw Throw.WeightsTooLarge(_largestWeight);
    }

    public void Write(BinaryWriter to)
    {
        to.Write(Count);
        to.Write(NotFiniteRow);
        to.Write(_mantissaBits);
        to.Write(_smallestWeight);
        to.Write(_largestWeight);
        foreach (double[] columns in new[] { Min, Max, _smallest })
            to.WriteDoubles(columns);
    }

    public static Description Read(BinaryReader from)
    {
        (long count, int notFiniteRow, int mantissaBits) = (from.ReadInt64(), from.ReadInt32(), from.ReadInt32());
        (double smallestWeight, double largestWeight) = (from.ReadDouble(), from.ReadDouble());
        return new Description(
            count, from.ReadDoubles(), from.ReadDoubles(), from.ReadDoubles(), notFiniteRow, mantissaBits, smallestWeight,
            largestWeight);
    }

    public void Add(Description other)
    {
        Count += other.Count;
        for (int t = 0; t < Min.Length; t++)
        {
            Min[t] = Math.Min(Min[t], other.Min[t]);
            Max[t] = Math.Max(Max[t], other.Max[t]);
            _smallest[t] = Math.Min(_smallest[t], other._smallest[t]);
        }
        _smallestWeight = Math.Min(_smallestWeight, other._smallestWeight);
        _largestWeight = Math.Max(_largestWeight, other._largestWeight);
        if (other.NotFiniteRow >= 0 && (NotFiniteRow < 0 || other.NotFiniteRow < NotFiniteRow))
            NotFiniteRow = other.NotFiniteRow;
    }
}
