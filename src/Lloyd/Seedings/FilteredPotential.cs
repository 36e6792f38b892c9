using System.Numerics;
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
    private const int PrefetchDistance = 12;        // rows: marked points lie far apart, and memory is slow

    private readonly VectorApproximation<T> _approximation;
    private readonly int _panels;
    private uint[] _marks = [];                     // groups × panels × 8: the points a candidate may come nearer to

    public FilteredPotential(MetricPoints<T> points, int trials, int threads, int[]? owners, CancellationToken cancellation)
        : base(points, trials, threads, owners, cancellation)
    {
        _approximation = new VectorApproximation<T>(points, Workers, cancellation);
        _panels = (points.Count + FilterKernel.Points - 1) / FilterKernel.Points;
    }

    public override int TakeBest(int[] candidates)
    {
        List<int> contenders = Contenders(candidates);
        int best = contenders.Count == 1 ? contenders[0] : Smallest(candidates, contenders);
        double[] centroid = Points.Read(candidates[best]);
        ForEachMarked(best, (_, row, z) => Tell(row, Distance.Squared(z, centroid), offset: 0));
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
                double[] centroid = group[j];
                int offset = first + j;
                ForEachMarked(j, (_, row, z) => Tell(row, Distance.Squared(z, centroid), offset));
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
            double[] centroid = Points.Read(candidates[trial]);
            ExactSum[] differences = ExactSum.NewArray(Workers);
            ForEachMarked(trial, (worker, row, z) =>
            {
                double distance = Distance.Squared(z, centroid);
                if (distance < Nearest(row))
                    Replace(differences[worker], row, distance);
            });
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

    /// <summary>Runs action(worker, row, z) for the points that a candidate of the last marking may come nearer
    /// to.</summary>
    private void ForEachMarked(int candidate, Action<int, int, double[]> action)
    {
        (int group, int lane) = Math.DivRem(candidate, GroupSize);
        Blocks.Run(Points.Count, Workers, (worker, first, count) =>
        {
            Span<int> rows = stackalloc int[Blocks.Rows];
            int marked = 0;
            for (int row = first; row < first + count; row += FilterKernel.Points)
            {
                int panel = row / FilterKernel.Points;
                for (uint marks = _marks[(group * _panels + panel) * GroupSize + lane]; marks != 0; marks &= marks - 1)
                    rows[marked++] = row + BitOperations.TrailingZeroCount(marks);
            }
            double[] z = new double[Points.Dimensions];
            for (int i = 0; i < marked; i++)
            {
                int soon = rows[Math.Min(i + PrefetchDistance, marked - 1)];
                Cache.Prefetch(Points.Points[soon]);
                Cache.Prefetch(NearestFrom(soon));
                Points.Read(rows[i], z);
                action(worker, rows[i], z);
            }
        }, Cancellation);
    }

    /// <summary>Tells a point, and the filter, its squared distance from a new centroid.</summary>
    private void Tell(int row, double distance, int offset)
    {
        if (Approach(row, distance, Taken + offset))
            _approximation.SetNearest(row, distance);
    }
}
