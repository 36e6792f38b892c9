using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Assignment;
using Lloyd.Exact;
using Lloyd.Kernels;

namespace Lloyd.Seedings;

/// <summary>The potential with a smaller copy of the points as a filter.</summary>
/// <remarks>
/// A candidate matters only to the points that it comes nearer to, and <see cref="VectorApproximation{T}"/> knows nearly
/// all others. So the formula is computed for few points, exact sums change by differences, and they are needed to
/// compare candidates only where bounds are too close.
/// </remarks>
internal sealed class FilteredPotential<T> : Potential<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int GroupSize = FilterKernel.Candidates;
    private const int AtATime = 16;                 // rows: marked points lie far apart, and memory answers many questions at a time
    private static readonly int[] s_oneCentroid = new int[AtATime];

    private readonly VectorApproximation<T> _approximation;
    private readonly int _panels;
    private uint[] _marks = [];                     // groups × panels × 8: the points a candidate may come nearer to

    public FilteredPotential(MetricPoints<T> points, int trials, int threads, int[]? owners, CancellationToken cancellation)
        : base(points, trials, threads, owners, cancellation)
    {
        _approximation = new VectorApproximation<T>(points, Workers, cancellation);
        _panels = (points.Count + FilterKernel.Points - 1) / FilterKernel.Points;
    }

    public override void Dispose()
    {
        _approximation.Dispose();
        base.Dispose();
    }

    public override int TakeBest(int[] candidates)
    {
        List<int> contenders = Contenders(candidates);
        int best = contenders.Count == 1 ? contenders[0] : Smallest(candidates, contenders);
        ForEachMarked(best, Points.Read(candidates[best]), (_, rows, distances) => Tell(rows, distances, Taken));
        Took(1);
        return candidates[best];
    }

    public override void Take(ReadOnlySpan<double[]> centroids)
    {
        for (int first = 0; first < centroids.Length; first += GroupSize)
        {
            double[][] group = centroids[first..Math.Min(first + GroupSize, centroids.Length)].ToArray();
            Mark(group);
            for (int j = 0; j < group.Length; j++)
            {
                int centroid = Taken + first + j;
                ForEachMarked(j, group[j], (_, rows, distances) => Tell(rows, distances, centroid));
            }
        }
        Took(centroids.Length);
    }

    /// <summary>The numbers of the candidates that, by the bounds, may leave the smallest sum.</summary>
    private List<int> Contenders(int[] candidates)
    {
        Gains[] gains = Mark(Read(candidates));
        double Most(int trial) => gains[trial / GroupSize].Most[trial % GroupSize];
        double Least(int trial) => gains[trial / GroupSize].Least[trial % GroupSize];
        // Sums that differ by two units in the last place are not rounded to the same; 2⁻⁶⁰ is more than can underflow.
        double margin = _approximation.Scaled(Total) / (1L << 50) + Points.Count / (double)(1L << 60);
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
            ExactSum[] differences = ExactSum.NewArray(Workers);
            ForEachMarked(trial, Points.Read(candidates[trial]), (worker, rows, distances) => Replace(differences[worker], rows, distances));
            double value = TotalWith(differences);
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
        return Blocks.Sum(Points.Count, Workers,
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
            }, Cancellation);
    }

    /// <summary>Runs action(worker, rows, their squared distances from a candidate) for the points of each block that it may come
    /// nearer to by the last marking.</summary>
    private void ForEachMarked(int candidate, double[] centroid, Action<int, Span<int>, Span<double>> action)
    {
        (int group, int lane) = Math.DivRem(candidate, GroupSize);
        Blocks.Run(Points.Count, Workers, [SkipLocalsInit, MethodImpl(Jit.AtOnce)] (worker, first, count) =>
        {
            Span<int> rows = stackalloc int[Blocks.Rows];
            int marked = 0;
            for (int row = first; row < first + count; row += FilterKernel.Points)
            {
                int panel = row / FilterKernel.Points;
                for (uint marks = _marks[(group * _panels + panel) * GroupSize + lane]; marks != 0; marks &= marks - 1)
                    rows[marked++] = row + BitOperations.TrailingZeroCount(marks);
            }
            Span<double> distances = stackalloc double[Blocks.Rows];
            Measure(rows[..marked], centroid, distances[..marked]);
            action(worker, rows[..marked], distances[..marked]);
        }, Cancellation);
    }

    /// <summary>The squared distances of some points from a centroid.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void Measure(ReadOnlySpan<int> rows, double[] centroid, Span<double> distances)
    {
        int d = Points.Dimensions;
        double[] buffer = ArrayPool<double>.Shared.Rent(AtATime * d);
        for (int i = 0; i < rows.Length; i += AtATime)
        {
            ReadOnlySpan<int> some = rows[i..Math.Min(i + AtATime, rows.Length)];
            foreach (int soon in rows[Math.Min(i + AtATime, rows.Length)..Math.Min(i + 2 * AtATime, rows.Length)])
            {
                Cache.Prefetch(Points.Points[soon]);
                Cache.Prefetch(NearestFrom(soon));
            }
            Span<double> z = buffer.AsSpan(0, some.Length * d);
            for (int j = 0; j < some.Length; j++)
                Points.Read(some[j], z.Slice(j * d, d));
            Distance.Squared(z, centroid, s_oneCentroid.AsSpan(0, some.Length), distances.Slice(i, some.Length));
        }
        ArrayPool<double>.Shared.Return(buffer);
    }

    /// <summary>Tells points, and the filter, their squared distances from a new centroid.</summary>
    private void Tell(Span<int> rows, Span<double> distances, int centroid)
    {
        int nearer = Approach(rows, distances, [centroid]);
        for (int i = 0; i < nearer; i++)
            _approximation.SetNearest(rows[i], distances[i]);
    }
}
