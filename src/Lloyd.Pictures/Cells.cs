namespace Lloyd.Pictures;

/// <summary>Decision regions in the plane: the cell of a centroid is what is left of a rectangle when everything nearer
/// to another centroid is cut off. Exact, in the metric of the run. Centroids off the plane cut it into a power diagram
/// (F. Aurenhammer, "Power diagrams: properties, algorithms and applications", 1987).</summary>
public static class Cells
{
    /// <summary>Per centroid a convex polygon, corner after corner; empty where it has no part of the box.</summary>
    /// <param name="centroids">As seen in the plane, in the metric.</param>
    /// <param name="heights">Their squared distances from the plane.</param>
    /// <param name="low">A corner of the box, in the metric.</param>
    /// <param name="high">The opposite corner.</param>
    public static Place[][] Of(ReadOnlySpan<Place> centroids, ReadOnlySpan<double> heights, Place low, Place high)
    {
        var cells = new Place[centroids.Length][];
        for (int i = 0; i < cells.Length; i++)
            cells[i] = CellOf(i, centroids, heights, low, high);
        return cells;
    }

    private static Place[] CellOf(int i, ReadOnlySpan<Place> centroids, ReadOnlySpan<double> heights, Place low, Place high)
    {
        // Measured from the centroid itself, so that data far from the origin loses no digits.
        Place own = centroids[i];
        (Place a, Place b) = (low.From(own), high.From(own));
        Place[] cell = [a, new(b.X, a.Y), b, new(a.X, b.Y)];
        var others = new (double Squared, int Number)[centroids.Length];
        for (int j = 0; j < others.Length; j++)
            others[j] = (centroids[j].From(own).Squared, j);
        Array.Sort(others);
        double lowest = double.PositiveInfinity;
        foreach (double height in heights)
            lowest = Math.Min(lowest, height);
        foreach ((double squared, int j) in others)
        {
            if (j == i)
                continue;
            // No line at this distance or farther away comes near enough to cut.
            double least = squared + lowest - heights[i];
            if (least > 0 && least * least > 4 * squared * cell.Max(corner => corner.Squared))
                break;
            double limit = (squared + heights[j] - heights[i]) / 2;
            if (squared == 0)                       // one above the other; two in one place: the tie goes to the lower number
            {
                if (limit < 0 || limit == 0 && j < i)
                    return [];
                continue;
            }
            cell = Clip(cell, centroids[j].From(own), limit);
            if (cell.Length == 0)
                return [];
        }
        return [.. cell.Select(corner => new Place(corner.X + own.X, corner.Y + own.Y))];
    }

    /// <summary>The part of a convex polygon whose product with a direction is at most a limit.</summary>
    private static Place[] Clip(Place[] polygon, Place direction, double limit)
    {
        var kept = new List<Place>(polygon.Length + 1);
        for (int i = 0; i < polygon.Length; i++)
        {
            Place from = polygon[(i + polygon.Length - 1) % polygon.Length], to = polygon[i];
            double p = direction.Times(from) - limit, q = direction.Times(to) - limit;
            if (p <= 0 != q <= 0)
            {
                double share = p / (p - q);
                kept.Add(new Place(from.X + share * (to.X - from.X), from.Y + share * (to.Y - from.Y)));
            }
            if (q <= 0)
                kept.Add(to);
        }
        return [.. kept];
    }
}
