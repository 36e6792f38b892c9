using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Exact;
using Lloyd.Kernels;

namespace Lloyd;

/// <summary>
/// What a group of points adds to an update: how many belong to each centroid, their exact sums, and how many changed
/// cluster. Partials of disjoint groups add up in any order to the same bits, whether the group is a block, the share
/// of a thread or that of a machine. A partial may also hold just the difference that some points make.
/// </summary>
internal sealed class Partial
{
    private const int AtATime = 32;              // rows that are read together

    private readonly ExactSums _sums;           // k × d, of z, or of w · z
    private readonly ExactSums? _weights;       // k × 1
    private readonly bool[] _isTouched;         // the clusters that may not be empty …
    private readonly bool[] _hasMoved;          // … and those that have changed since their means were asked for

    /// <param name="k">The number of clusters.</param>
    /// <param name="columns">The bits that each of the d coordinates uses.</param>
    /// <param name="weights">The bits that the weights use, or null where every point counts once.</param>
    /// <param name="points">n, of all groups together.</param>
    public Partial(int k, BitRange[] columns, BitRange? weights, long points)
    {
        Counts = new long[k];
        _isTouched = new bool[k];
        _hasMoved = new bool[k];
        _sums = new ExactSums(k, columns, weights, points);
        _weights = weights is { } bits ? new ExactSums(k, [bits], null, points) : null;
    }

    public long[] Counts { get; }

    public long Changed { get; set; }

    /// <summary>How long the coordinates of a point must be to be moved: d, filled up to whole vectors.</summary>
    public int Stride => _sums.Stride;

    /// <summary>Takes a point from cluster <paramref name="from"/> (none if negative) to cluster
    /// <paramref name="to"/>.</summary>
    public void Move<T>(MetricPoints<T> points, int row, int from, int to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Move(points, row, [from], [to]);

    /// <summary>Takes points from the clusters in <paramref name="from"/> (none if negative) to those in
    /// <paramref name="to"/>, where these differ.</summary>
    /// <param name="first">The row of the first of these points.</param>
    /// <returns>How many points changed cluster.</returns>
    [SkipLocalsInit, MethodImpl(Jit.AtOnce)]
    public int Move<T>(MetricPoints<T> points, int first, ReadOnlySpan<int> from, ReadOnlySpan<int> to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = from.Length;
        int[] buffer = ArrayPool<int>.Shared.Rent(3 * n);
        Span<int> rows = buffer.AsSpan(0, n), losers = buffer.AsSpan(n, n), winners = buffer.AsSpan(2 * n, n);
        int moved = Different(from, to, rows);
        for (int m = 0; m < moved; m++)
        {
            (losers[m], winners[m]) = (from[rows[m]], to[rows[m]]);
            rows[m] += first;
        }
        Move(points, rows[..moved], losers[..moved], winners[..moved]);
        ArrayPool<int>.Shared.Return(buffer);
        return moved;
    }

    /// <summary>Takes rows from the clusters in <paramref name="from"/> (none if negative) to those in
    /// <paramref name="to"/>.</summary>
    [SkipLocalsInit, MethodImpl(Jit.AtOnce)]
    public void Move<T>(MetricPoints<T> points, ReadOnlySpan<int> rows, ReadOnlySpan<int> from, ReadOnlySpan<int> to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int d = points.Dimensions;
        double[] buffer = ArrayPool<double>.Shared.Rent((Math.Clamp(rows.Length, 1, AtATime) - 1) * d + _sums.Stride);
        for (int i = 0; i < rows.Length; i += AtATime)
        {
            // Some rows are asked for, then others read, then moved: memory answers many questions at a time, and a row
            // that is loaded just after it was stored would have to wait.
            ReadOnlySpan<int> some = rows[i..Math.Min(i + AtATime, rows.Length)];
            foreach (int soon in rows[Math.Min(i + AtATime, rows.Length)..Math.Min(i + 2 * AtATime, rows.Length)])
                Cache.Prefetch(points.Points[soon]);
            for (int m = 0, run; m < some.Length; m += run)
            {
                for (run = 1; m + run < some.Length && some[m + run] == some[m] + run;)
                    run++;
                points.Read(some[m], run, buffer.AsSpan(m * d));
            }
            for (int m = 0; m < some.Length; m++)
                Move(buffer.AsSpan(m * d, _sums.Stride), points.Weight(some[m]), from[i + m], to[i + m]);
        }
        ArrayPool<double>.Shared.Return(buffer);
    }

    /// <summary>Lists where two lists of clusters differ.</summary>
    [MethodImpl(Jit.AtOnce)]
    private static int Different(ReadOnlySpan<int> from, ReadOnlySpan<int> to, Span<int> offsets)
    {
        int found = 0, i = 0;
        for (; i <= from.Length - ScoreKernel.Points; i += ScoreKernel.Points)
            for (ulong lanes = LaneMask.Different(from[i..], to[i..]); lanes != 0; lanes &= lanes - 1)
                offsets[found++] = i + BitOperations.TrailingZeroCount(lanes);
        for (; i < from.Length; i++)
            if (from[i] != to[i])
                offsets[found++] = i;
        return found;
    }

    /// <summary>The same of points that are the lanes of a panel, where clusters are few.</summary>
    /// <param name="panel">d × 48, in the metric.</param>
    /// <param name="weights">A weight for each, or nothing.</param>
    /// <param name="changed">A bit for each point that changes cluster.</param>
    /// <param name="from">48 clusters; all negative where there are none yet.</param>
    /// <param name="to">48 clusters.</param>
    [SkipLocalsInit, MethodImpl(Jit.AtOnce)]
    public void Move(
        ReadOnlySpan<double> panel, ReadOnlySpan<double> weights, ulong changed, ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        Changed += BitOperations.PopCount(changed);
        if (_weights is null && _sums.HasShifts)
        {
            MoveLanes(panel, changed, from, to);
            return;
        }
        int d = panel.Length / from.Length;
        double[] z = new double[_sums.Stride];
        for (; changed != 0; changed &= changed - 1)
        {
            int lane = BitOperations.TrailingZeroCount(changed);
            for (int t = 0; t < d; t++)
                z[t] = panel[t * from.Length + lane];
            Move(z, weights.IsEmpty ? 1 : weights[lane], from[lane], to[lane]);
        }
    }

    public void Add(Partial other)
    {
        for (int j = 0; j < Counts.Length; j++)
            Add(other, j);
        Changed += other.Changed;
    }

    /// <summary>Adds cluster <paramref name="j"/> of another partial.</summary>
    public void Add(Partial other, int j)
    {
        if (!other._isTouched[j])
            return;
        Count(j, other.Counts[j]);
        _sums.Add(other._sums, j);
        _weights?.Add(other._weights!, j);
    }

    /// <summary>Empties cluster <paramref name="j"/>.</summary>
    public void Clear(int j)
    {
        if (!_isTouched[j])
            return;
        _sums.Clear(j);
        _weights?.Clear(j);
        Counts[j] = 0;
        _isTouched[j] = false;
        _hasMoved[j] = true;
    }

    /// <summary>The mean of each cluster, correctly rounded; an empty one keeps its previous centroid.</summary>
    /// <param name="previous">k × d; what the last call gave, if there was one.</param>
    /// <param name="threads">How many threads there may be.</param>
    /// <returns>k × d.</returns>
    public double[] Means(double[] previous, int threads = 1)
    {
        double[] means = GC.AllocateUninitializedArray<double>(previous.Length);
        HugePages.Advise(means);
        int d = means.Length / Counts.Length;
        Blocks.Share(Counts.Length, means.Length, threads, (first, count) =>
        {
            for (int j = first; j < first + count; j++)
            {
                Span<double> mean = means.AsSpan(j * d, d);
                if (!_hasMoved[j] || Counts[j] == 0)
                    previous.AsSpan(j * d, d).CopyTo(mean);
                else if (_weights is null)
                    _sums.Mean(j, Counts[j], mean);
                else
                    _sums.Mean(j, _weights, mean);
                _hasMoved[j] = false;
            }
        });
        return means;
    }

    /// <summary>Takes one point from cluster <paramref name="from"/> to cluster <paramref name="to"/>.</summary>
    /// <param name="z">d coordinates, in the metric.</param>
    public void Move(double[] z, double weight, int from, int to)
    {
        double[] padded = new double[_sums.Stride];
        z.CopyTo(padded, 0);
        Move(padded.AsSpan(), weight, from, to);
    }

    /// <inheritdoc cref="Move(double[], double, int, int)"/>
    /// <param name="z">d coordinates, in the metric, filled up with anything to <see cref="Stride"/>.</param>
    public void Move(ReadOnlySpan<double> z, double weight, int from, int to)
    {
        Count(to, 1);
        if (from >= 0)
            Count(from, -1);
        if (_weights is null)
        {
            _sums.Move(z, from, to);
            return;
        }
        _sums.MoveProducts(weight, z, from, to);
        _weights.MoveProducts(weight, [1], from, to);
    }

    /// <summary>Writes it, clusters that were never touched left out.</summary>
    public void Write(BinaryWriter to)
    {
        to.Write(Changed);
        for (int j = 0; j < Counts.Length; j++)
        {
            to.Write(_isTouched[j]);
            if (!_isTouched[j])
                continue;
            to.Write(Counts[j]);
            _sums.Write(j, to);
            _weights?.Write(j, to);
        }
    }

    /// <summary>Reads into an empty partial that was made from the same description.</summary>
    public void Read(BinaryReader from)
    {
        Changed = from.ReadInt64();
        for (int j = 0; j < Counts.Length; j++)
        {
            if (!from.ReadBoolean())
                continue;
            Count(j, from.ReadInt64());
            _sums.Read(j, from);
            _weights?.Read(j, from);
        }
    }

    /// <summary>Moves all lanes that go the same way at once.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void MoveLanes(ReadOnlySpan<double> panel, ulong rest, ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        while (rest != 0)
        {
            int lane = BitOperations.TrailingZeroCount(rest), leaves = from[lane], joins = to[lane];
            ulong lanes = rest & LaneMask.Equal(from, leaves) & LaneMask.Equal(to, joins);
            rest &= ~lanes;
            int points = BitOperations.PopCount(lanes);
            Count(joins, points);
            if (leaves >= 0)
                Count(leaves, -points);
            _sums.MoveLanes(panel, lanes, leaves, joins);
        }
    }

    private void Count(int j, long points)
    {
        Counts[j] += points;
        _isTouched[j] = true;
        _hasMoved[j] = true;
    }
}
