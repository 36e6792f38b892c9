using System.Buffers;
using System.Numerics;
using Lloyd.Exact;

namespace Lloyd;

/// <summary>
/// What a group of points adds to an update: how many belong to each centroid, their exact sums, and how many changed
/// cluster. Partials of disjoint groups add up in any order to the same bits, whether the group is a block, the share
/// of a thread or that of a machine. A partial may also hold just the difference that some points make.
/// </summary>
internal sealed class Partial
{
    private readonly ExactSums _sums;           // k × d, of z, or of w · z
    private readonly ExactSums? _weights;       // k × 1

    /// <param name="k">The number of clusters.</param>
    /// <param name="columns">The bits that each of the d coordinates uses.</param>
    /// <param name="weights">The bits that the weights use, or null where every point counts once.</param>
    /// <param name="points">n, of all groups together.</param>
    public Partial(int k, BitRange[] columns, BitRange? weights, long points)
    {
        Counts = new long[k];
        if (weights is not { } bits)
        {
            _sums = new ExactSums(k, columns, points);
            return;
        }
        _sums = new ExactSums(k, Array.ConvertAll(columns, column => column.Times(bits)), points);
        _weights = new ExactSums(k, [bits], points);
    }

    public long[] Counts { get; }

    public long Changed { get; set; }

    /// <summary>Takes a point from cluster <paramref name="from"/> (none if negative) to cluster
    /// <paramref name="to"/>.</summary>
    public void Move<T>(MetricPoints<T> points, int row, int from, int to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Counts[to]++;
        if (from >= 0)
            Counts[from]--;
        int stride = ExactSums.Stride(points.Dimensions);
        double[]? pooled = stride > 64 ? ArrayPool<double>.Shared.Rent(stride) : null;
        Span<double> z = pooled is null ? stackalloc double[stride] : pooled.AsSpan(0, stride);
        z[points.Dimensions..].Clear();
        points.Read(row, z);
        if (_weights is null)
        {
            _sums.Move(z, from, to);
        }
        else
        {
            double weight = points.Weight(row);
            _sums.MoveProducts(weight, z[..points.Dimensions], from, to);
            _weights.MoveProducts(weight, [1], from, to);
        }
        if (pooled is not null)
            ArrayPool<double>.Shared.Return(pooled);
    }

    /// <summary>Takes all points of a group from cluster <paramref name="from"/> (none if negative) to cluster
    /// <paramref name="to"/>.</summary>
    /// <param name="groups">A partial in whose place of a cluster stands the group.</param>
    /// <param name="group">Which group.</param>
    public void Move(Partial groups, int group, int from, int to)
    {
        Counts[to] += groups.Counts[group];
        if (from >= 0)
            Counts[from] -= groups.Counts[group];
        _sums.Move(groups._sums, group, from, to);
        _weights?.Move(groups._weights!, group, from, to);
    }

    public void Add(Partial other)
    {
        _sums.Add(other._sums);
        _weights?.Add(other._weights!);
        for (int j = 0; j < Counts.Length; j++)
            Counts[j] += other.Counts[j];
        Changed += other.Changed;
    }

    public void Clear()
    {
        _sums.Clear();
        _weights?.Clear();
        Array.Clear(Counts);
        Changed = 0;
    }

    /// <summary>The mean of each cluster, correctly rounded; an empty one keeps its previous centroid.</summary>
    /// <param name="previous">k × d.</param>
    /// <returns>k × d.</returns>
    public double[] Means(ReadOnlySpan<double> previous)
    {
        double[] means = previous.ToArray();
        int d = means.Length / Counts.Length;
        for (int j = 0; j < Counts.Length; j++)
        {
            if (Counts[j] == 0)
                continue;
            for (int t = 0; t < d; t++)
                means[j * d + t] = _weights is null ? _sums.Mean(j, t, Counts[j]) : _sums.Mean(j, t, _weights);
        }
        return means;
    }
}
