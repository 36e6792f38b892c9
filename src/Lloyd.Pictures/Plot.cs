namespace Lloyd.Pictures;

/// <summary>What stays the same through a run: the points, and the plane that is shown of them.</summary>
public sealed class Plot
{
    internal const double Width = 800, Height = 640, Left = 62, Right = 784, Top = 84, Bottom = 596;
    internal const int TitleLetters = 72, NameLetters = 96;         // for which there is room

    private readonly double[] _across;          // what is written along the axes, of every point
    private readonly double[] _up;

    /// <summary>A plot of points.</summary>
    /// <param name="points">n × d.</param>
    /// <param name="plane">What is shown of the d columns.</param>
    /// <param name="title">What the points are.</param>
    /// <param name="cancellation">Gives up very many points.</param>
    /// <exception cref="OperationCanceledException">They were given up.</exception>
    public Plot(Points<double> points, Plane plane, string title, CancellationToken cancellation = default)
    {
        (Points, Plane, Title) = (points, plane, title);
        (_across, _up) = (new double[points.Count], new double[points.Count]);
        for (int row = 0; row < points.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<double> point = points[row];
            (_across[row], _up[row]) = plane.Written(plane.Seen(plane.Metric is { } metric ? metric.ToMetric(point) : point));
        }
        (Across, Up) = Axis.Fit(_across, _up, plane, (Left, Right), (Bottom, Top));
    }

    /// <summary>Whether a line goes from every point to its centroid.</summary>
    public bool ShowsLines { get; init; }

    /// <summary>Whether the way of every centroid is shown, from the first step on.</summary>
    public bool ShowsTails { get; init; }

    internal Points<double> Points { get; }

    internal Plane Plane { get; }

    internal string Title { get; }

    internal Axis Across { get; }

    internal Axis Up { get; }

    /// <summary>Where a point is in the picture.</summary>
    internal Place PlaceOf(int row) => new(Across.PlaceOf(_across[row]), Up.PlaceOf(_up[row]));

    /// <summary>Where the centroids of a half-step are in the picture.</summary>
    internal Place[] PlacesOf(Frame frame) => [.. Rows(frame).Select(z => InPicture(Plane.Seen(z)))];

    /// <summary>The decision regions of a half-step in the picture, per centroid a polygon.</summary>
    internal Place[][] CellsOf(Frame frame)
    {
        if (frame.Metric is null || !Plane.ShowsRegions)
            return [];
        double[][] rows = [.. Rows(frame)];
        return [.. Cells.Of(
            [.. rows.Select(z => Plane.Seen(z))], [.. rows.Select(z => Plane.HeightOf(z))],
            Plane.Read(new Place(Across.Low, Up.Low)), Plane.Read(new Place(Across.High, Up.High)))
            .Select(cell => cell.Select(InPicture).ToArray())];
    }

    private Place InPicture(Place place)
    {
        Place written = Plane.Written(place);
        return new Place(Across.PlaceOf(written.X), Up.PlaceOf(written.Y));
    }

    /// <summary>The centroids of a half-step in the metric; none where there are none.</summary>
    private IEnumerable<double[]> Rows(Frame frame)
    {
        int d = Points.Dimensions;
        for (int i = 0; i < frame.Centroids.Length; i += d)
            yield return frame.Centroids.Slice(i, d).ToArray();
    }
}
