using System.Numerics;
using Lloyd.Assignment;
using Lloyd.Exact;
using Lloyd.Seedings;
using Lloyd.Streams;

namespace Lloyd.Shares;

/// <summary>A segment whose points are at hand.</summary>
/// <param name="points">The rows.</param>
/// <param name="first">The number of the first of them among all points.</param>
/// <param name="place">Where they come from, for messages: a file.</param>
/// <param name="firstInPlace">The number of the first of them there.</param>
/// <param name="memory">At most how many bytes copies of the points may take; null: any number.</param>
/// <param name="threads">At most how many threads.</param>
/// <param name="cancellation">Ends the work, after which the segment is of no use.</param>
internal sealed class PointSegment<T>(
    Points<T> points, long first, string place, long firstInPlace, long? memory, int threads, CancellationToken cancellation) : Segment
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private MetricPoints<T>? _scaled;
    private Assignments<T>? _assignments;
    private long? _number;                  // the iteration whose labels are here …
    private long? _after;                   // … and the one from which changes were counted
    private Potential<T>? _potential;
    private int[] _owners = [];
    private int _taken;                     // candidates

    public override long First => first;

    public override int Count => points.Count;

    public override Description Describe(Metric metric)
    {
        var described = new MetricPoints<T>(points, metric);
        var description = Description.Of(described, threads, cancellation);
        if (description.NotFiniteRow is var row and >= 0)
        {
            double[] values = described.Read(row);
            int column = Array.FindIndex(values, value => !double.IsFinite(value));
            throw Throw.NotFinite(place, firstInPlace + row, points.ColumnName(column), values[column]);
        }
        return description;
    }

    public override Sums Sum(Metric metric, double[]? centre)
    {
        var summed = new MetricPoints<T>(points, metric);
        int workers = Blocks.Workers(points.Count, 2 * points.Dimensions, threads);
        return new Sums(Moments.WeightOf(summed), Moments.SumsOf(summed, centre, workers, cancellation));
    }

    public override Rows Read(long[] rows)
    {
        long[] here = Array.FindAll(rows, row => row >= first && row < first + points.Count);
        return RowsOf(Array.ConvertAll(here, row => (int)(row - first)));
    }

    public override Partial Assign(
        Basis basis, double[] centroids, long number, long? after, double[]? catchUp)
    {
        Assignments<T> assignments = AssignmentsOf(basis);
        if (_number == number && (after is null || _after == after))
            return assignments.Partial;
        if (after is { } before && _number != before)
            Assign(assignments, catchUp ?? throw new ColdException(), before, after: null);
        Assign(assignments, centroids, number, after);
        return assignments.Partial;
    }

    public override Farthest Farthest(Basis basis, long number, double[]? catchUp)
    {
        Assignments<T> assignments = At(basis, number, catchUp);
        IReadOnlyList<(int Row, double Distance)> farthest = assignments.FarthestDistances(basis.K);
        return new Farthest([.. farthest.Select(point => new Outlier(
            point.Distance, first + point.Row, assignments.Labels.Span[point.Row], Scaled(basis).Weight(point.Row),
            Scaled(basis).Read(point.Row)))]);
    }

    public override ExactSum Inertia(Basis basis, long number, double[]? catchUp) =>
        At(basis, number, catchUp).ExactInertia();

    public override ExactSum Weight() => Moments.WeightOf(new MetricPoints<T>(points, Metric.Identity(points.Dimensions)));

    public override long RowAt(ExactSum before, double target)
    {
        var cumulative = new ExactSum();
        cumulative.Add(before);
        int row = 0;
        for (; row < points.Count - 1; row++)
        {
            cumulative.Add(points.Weights.IsEmpty ? 1 : points.Weights.Span[row]);
            if (cumulative.CompareTo(target) > 0)
                break;
        }
        return first + row;
    }

    public override ExactSum Potential(Basis basis, double[] candidates) =>
        Taken(basis, candidates).ExactTotal;

    public override Rows Draw(
        Basis basis, double[] candidates, Draws draws, double total)
    {
        var stream = new Philox(SeedSequence.ForRestart(draws.Seed, draws.Restart));
        return RowsOf(Taken(basis, candidates).Draw(stream, draws.Round, draws.Expected, total, first));
    }

    public override ExactSum[] Owned(Basis basis, double[] candidates)
    {
        Taken(basis, candidates);
        ExactSum[] weights = ExactSum.NewArray(candidates.Length / points.Dimensions);
        for (int i = 0; i < points.Count; i++)
            weights[_owners[i]].Add(points.Weights.IsEmpty ? 1 : points.Weights.Span[i]);
        return weights;
    }

    public override void Dispose()
    {
        _assignments?.Dispose();
        _potential?.Dispose();
    }

    private MetricPoints<T> Scaled(Basis basis) => _scaled ??= new MetricPoints<T>(points, basis.Metric);

    private Assignments<T> AssignmentsOf(Basis basis)
    {
        _potential?.Dispose();                              // seeding is over
        (_potential, _owners, _taken) = (null, [], 0);
        return _assignments ??= new Assignments<T>(
            Scaled(basis), basis.Description, basis.K, Assigners.Forced(basis.Algorithm), memory, threads, cancellation);
    }

    private Assignments<T> At(Basis basis, long number, double[]? catchUp)
    {
        Assignments<T> assignments = AssignmentsOf(basis);
        if (_number != number)
            Assign(assignments, catchUp ?? throw new ColdException(), number, after: null);
        return assignments;
    }

    private void Assign(Assignments<T> assignments, double[] centroids, long number, long? after)
    {
        _number = null;
        try
        {
            assignments.Assign(centroids);
        }
        catch
        {
            _assignments = null;                    // sums and labels may not belong together
            assignments.Dispose();
            throw;
        }
        (_number, _after) = (number, after);
    }

    private Potential<T> Taken(Basis basis, double[] candidates)
    {
        int d = points.Dimensions, count = candidates.Length / d;
        if (_potential is null || _taken > count)
        {
            _owners = new int[points.Count];
            _potential?.Dispose();
            _potential = Potential<T>.Of(Scaled(basis), basis.K, threads, memory, cancellation, _owners);
            _taken = 0;
        }
        double[][] more = new double[count - _taken][];
        for (int i = 0; i < more.Length; i++)
            more[i] = candidates[((_taken + i) * d)..((_taken + i + 1) * d)];
        if (more.Length > 0)
            _potential.Take(more);
        _taken = count;
        return _potential;
    }

    private Rows RowsOf(int[] rows)
    {
        double[] values = new double[rows.Length * points.Dimensions];
        for (int i = 0; i < rows.Length; i++)
            for (int t = 0; t < points.Dimensions; t++)
                values[i * points.Dimensions + t] = double.CreateTruncating(points[rows[i]][t]);
        return new Rows(Array.ConvertAll(rows, row => first + row), values);
    }
}
