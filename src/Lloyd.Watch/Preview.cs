using Lloyd.Assignment;

namespace Lloyd.Watch;

/// <summary>What a hand that drags a centroid asks again and again: the labels, the counts and the inertia of centroids that
/// differ little from the last ones. So everything stays that one answer leaves for the next, as from one iteration of a run
/// to another.</summary>
internal sealed class Preview : IDisposable
{
    private readonly Problem<double> _problem;
    private readonly Assignments<double> _assignments;

    /// <exception cref="InvalidInputException">Settings and points do not fit together.</exception>
    public Preview(KMeans settings, Points<double> points)
    {
        Settings = settings;
        _problem = Problem<double>.Of(settings, points, CancellationToken.None);
        _assignments = _problem.NewAssignments(CancellationToken.None);
    }

    /// <summary>The settings: only k and the scaling matter.</summary>
    public KMeans Settings { get; }

    /// <param name="centroids">k × d, in original units.</param>
    /// <exception cref="InvalidInputException">They are too far from the points.</exception>
    public (int[] Labels, int[] Counts, double Inertia) Of(double[] centroids)
    {
        double[] z = _problem.Points.Metric.ToMetric(centroids);
        _problem.Check(z);
        _assignments.Assign(z);
        return (_assignments.Labels.ToArray(), [.. _assignments.Partial.Counts.Select(count => (int)count)], _assignments.Inertia());
    }

    public void Dispose() => _assignments.Dispose();
}
