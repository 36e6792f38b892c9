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
    private readonly double[] _scratch;         // d

    /// <param name="k">The number of clusters.</param>
    /// <param name="columns">The bits that each of the d coordinates uses.</param>
    /// <param name="weights">The bits that the weights use, or null where every point counts once.</param>
    /// <param name="points">n, of all groups together.</param>
    public Partial(int k, BitRange[] columns, BitRange? weights, long points)
    {
        Counts = new long[k];
        _scratch = new double[columns.Length];
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
    /// <param name="z">The point, d coordinates in the metric.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="from">The cluster that had it.</param>
    /// <param name="to">The cluster that gets it.</param>
    public void Move(ReadOnlySpan<double> z, double weight, int from, int to)
    {
        Counts[to]++;
        if (from >= 0)
            Counts[from]--;
        if (_weights is not null)
        {
            _sums.MoveProducts(weight, z, from, to);
            _weights.MoveProducts(weight, [1], from, to);
            return;
        }
        z.CopyTo(_scratch);
        _sums.Move(_scratch, from, to);
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
