namespace Lloyd.Pictures;

/// <summary>What stays the same through a run: the points, and the two columns of them that are shown.</summary>
public sealed class Plot
{
    internal const double Width = 800, Height = 640, Left = 62, Right = 784, Top = 84, Bottom = 596;

    /// <summary>A plot of a table.</summary>
    /// <param name="points">The table.</param>
    /// <param name="columns">A name for each column.</param>
    /// <param name="x">The column that goes across, from 0.</param>
    /// <param name="y">The column that goes up; −1 where there is only one.</param>
    /// <param name="title">What the points are.</param>
    public Plot(Points<double> points, IReadOnlyList<string> columns, int x, int y, string title)
    {
        (Points, Columns, Title) = (points, columns, title);
        (Across, Up) = Axis.Fit(points, x, y, (Left, Right), (Bottom, Top));
    }

    /// <summary>Whether decision regions are drawn; of more than two columns there are none.</summary>
    public bool ShowsRegions { get; init; } = true;

    internal Points<double> Points { get; }

    internal IReadOnlyList<string> Columns { get; }

    internal string Title { get; }

    internal Axis Across { get; }

    internal Axis Up { get; }

    /// <summary>Where a point is in the picture.</summary>
    internal Place PlaceOf(int row) => InPicture(Points.Values.Slice(row * Points.Dimensions, Points.Dimensions));

    /// <summary>Where the centroids of a half-step are in the picture.</summary>
    internal Place[] PlacesOf(Frame frame)
    {
        if (frame.Metric is null)
            return [];
        double[] original = frame.Metric.ToOriginal(frame.Centroids.Span);
        int d = Points.Dimensions;
        return [.. Enumerable.Range(0, original.Length / d).Select(j => InPicture(original.AsSpan(j * d, d)))];
    }

    /// <summary>The decision regions of a half-step in the picture, per centroid a polygon.</summary>
    internal Place[][] CellsOf(Frame frame)
    {
        if (frame.Metric is null || !ShowsRegions || Points.Dimensions > 2)
            return [];
        (Axis x, Axis y) = (Across, Up);
        (double offsetX, double rangeX) = Scaling(frame.Metric, x.Column);
        (double offsetY, double rangeY) = Scaling(frame.Metric, y.Column);
        var low = new Place((x.Low - offsetX) / rangeX, (y.Low - offsetY) / rangeY);
        var high = new Place((x.High - offsetX) / rangeX, (y.High - offsetY) / rangeY);
        int d = Points.Dimensions;
        double[] centroids = frame.Centroids.ToArray();
        Place[] places = [.. Enumerable.Range(0, centroids.Length / d).Select(j => new Place(
            centroids[j * d + x.Column], y.Column < 0 ? 0 : centroids[j * d + y.Column]))];
        return [.. Cells.Of(places, low, high).Select(cell => cell.Select(corner => new Place(
            x.PlaceOf(corner.X * rangeX + offsetX), y.PlaceOf(corner.Y * rangeY + offsetY))).ToArray())];
    }

    private Place InPicture(ReadOnlySpan<double> row) =>
        new(Across.PlaceOf(row[Across.Column]), Up.PlaceOf(Up.Column < 0 ? 0 : row[Up.Column]));

    /// <summary>A constant column is 0 in the metric wherever it is drawn, so any range will do.</summary>
    private static (double Offset, double Range) Scaling(Metric metric, int column)
    {
        if (column < 0 || metric.IsIdentity)
            return (0, 1);
        double range = metric.Ranges.Span[column];
        return (metric.Offsets.Span[column], range == 0 ? 1 : range);
    }
}
