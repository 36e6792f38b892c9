using System.Numerics;
using Lloyd.Assignment;
using Lloyd.Exact;

namespace Lloyd;

/// <summary>Settings and points that have been found to fit together: what every start of a fit shares.</summary>
internal sealed class Problem<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly KMeans _settings;
    private readonly Description _description;
    private readonly IAssignerKind? _assigner;

    private Problem(KMeans settings, MetricPoints<T> points, Description description, double limit)
    {
        _settings = settings;
        Points = points;
        _description = description;
        _assigner = Assigners.Forced(settings.Algorithm);
        Limit = limit;
    }

    /// <summary>The points in the metric of the fit.</summary>
    public MetricPoints<T> Points { get; }

    /// <summary>A squared movement of the centroids that ends the run.</summary>
    public double Limit { get; }

    public KMeans Settings => _settings;

    /// <summary>How many starts keep the threads busy that one leaves idle.</summary>
    public int RunsAtOnce => _settings.Threads
        / Blocks.Workers(Points.Count, (long)_settings.K * Points.Dimensions, _settings.Threads);

    /// <summary>The initial centroids of a restart.</summary>
    /// <exception cref="InvalidInputException">They cannot be chosen, or are too far from the points.</exception>
    public Start Choose(int restart, CancellationToken cancellation)
    {
        Start start = _settings.Seeding.Choose(
            Points, _settings.K, _settings.Seed, restart, _settings.Threads, _settings.Memory, cancellation);
        Check(start.Centroids);
        return start;
    }

    /// <summary>Whether distances to these can be measured.</summary>
    /// <param name="centroids">k × d, in the metric.</param>
    /// <exception cref="InvalidInputException">They are too far from the points.</exception>
    public void Check(double[] centroids) => _description.CheckSquares(Points, centroids);

    public Assignments<T> NewAssignments(CancellationToken cancellation) =>
        new(Points, _description, _settings.K, _assigner, _settings.Memory, _settings.Threads, cancellation);

    /// <exception cref="InvalidInputException">They do not fit together.</exception>
    public static Problem<T> Of(KMeans settings, Points<T> points, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count == 0)
            throw Throw.NoPoints();
        if (settings.K > points.Count)
            throw Throw.TooFewPoints(settings.K, points.Count);
        var raw = new MetricPoints<T>(points, Metric.Identity(points.Dimensions));
        Description description = Describe(raw, settings.Threads, cancellation);
        Metric metric = settings.Scaling.Fit(raw, description, settings.Threads, cancellation);
        (MetricPoints<T> scaled, description) = In(metric, raw, description, settings.Threads, cancellation);
        description.CheckSquares(scaled, []);
        double limit = 0;
        if (settings.Tolerance is > 0)
        {
            Moments moments = Moments.Of(scaled, settings.Threads, cancellation);
            limit = settings.Tolerance.Value * moments.Variances.Sum() / points.Dimensions;
        }
        return new Problem<T>(settings, scaled, description, limit);
    }

    /// <summary>Points in a metric and their description there; without scaling it is the one that is known.</summary>
    public static (MetricPoints<T> Points, Description Description) In(
        Metric metric, MetricPoints<T> raw, Description known, int threads, CancellationToken cancellation)
    {
        if (metric.IsIdentity)
            return (raw, known);
        var scaled = new MetricPoints<T>(raw.Points, metric);
        return (scaled, Description.Of(scaled, threads, cancellation));
    }

    /// <summary>The first pass over points in original units.</summary>
    /// <exception cref="InvalidInputException">A value is not finite.</exception>
    public static Description Describe(MetricPoints<T> points, int threads, CancellationToken cancellation)
    {
        Description description = Description.Of(points, threads, cancellation);
        if (description.NotFiniteRow is var row and >= 0)
        {
            double[] values = points.Read(row);
            int column = Array.FindIndex(values, value => !double.IsFinite(value));
            throw Throw.NotFinite(row, points.Points.ColumnName(column), values[column]);
        }
        return description;
    }
}

/// <summary>Where a run is: valid until the next one is asked for.</summary>
internal sealed record Iteration<T>(
    int Number, Problem<T> Problem, double[] Centroids, Assignments<T> Assignments, double? Movement, bool Converged)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether no update follows.</summary>
    public bool IsLast => Movement is null;

    public Step ToStep() => new(
        Number, Problem.Points.Metric, Centroids, Assignments.Labels.ToArray(), (long[])Assignments.Partial.Counts.Clone(),
        Assignments.Inertia(), Assignments.Partial.Changed, Movement);
}
