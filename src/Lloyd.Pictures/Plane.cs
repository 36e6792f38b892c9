using System.Globalization;

namespace Lloyd.Pictures;

/// <summary>What is shown of d columns: a plane in the metric of a run. Points are projected on it at right angles, and a
/// place (u, v) on it is how far it is from the origin along the two axes.</summary>
/// <param name="Metric">The metric; none: original units.</param>
/// <param name="Origin">d numbers, in the metric.</param>
/// <param name="Across">d numbers, of length 1.</param>
/// <param name="Up">d numbers, of length 1 and at right angles to these; zeros where there is only one column.</param>
/// <param name="Names">What the axes are called: two, or one.</param>
public sealed record Plane(
    Metric? Metric, ReadOnlyMemory<double> Origin, ReadOnlyMemory<double> Across, ReadOnlyMemory<double> Up, IReadOnlyList<string> Names)
{
    /// <summary>What is written at u: u · Size + From.</summary>
    public (double Size, double From) UnitAcross { get; init; } = (1, 0);

    /// <summary>The same of v.</summary>
    public (double Size, double From) UnitUp { get; init; } = (1, 0);

    /// <summary>Whether both axes have one scale, however different their ranges are.</summary>
    public bool HasOneScale { get; init; }

    /// <summary>Whether the regions that it cuts are shown.</summary>
    public bool ShowsRegions { get; init; } = true;

    /// <summary>Which plane of more than two columns it is; empty where there are no more.</summary>
    public string Words { get; init; } = "";

    /// <summary>The plane of two columns; of more than two it shows no regions, since most points are far off it.</summary>
    /// <param name="columns">The names of the d columns.</param>
    /// <param name="metric">The metric; none: original units.</param>
    /// <param name="x">The column that goes across, from 0.</param>
    /// <param name="y">The column that goes up; −1 where there is only one.</param>
    public static Plane OfColumns(IReadOnlyList<string> columns, Metric? metric, int x, int y)
    {
        int d = columns.Count;
        double[] Axis(int column) => [.. Enumerable.Range(0, d).Select(t => t == column ? 1.0 : 0)];
        // A constant column is 0 in the metric wherever it is drawn, so any size will do.
        (double, double) Unit(int column) => column < 0 || metric is null or { IsIdentity: true }
            ? (1, 0)
            : (metric.Ranges.Span[column] is var range && range != 0 ? range : 1, metric.Offsets.Span[column]);
        return new Plane(metric, new double[d], Axis(x), Axis(y), y < 0 ? [columns[x]] : [columns[x], columns[y]])
        {
            UnitAcross = Unit(x),
            UnitUp = Unit(y),
            ShowsRegions = d <= 2,
        };
    }

    /// <summary>The plane of the first two principal components, as on the page.</summary>
    /// <param name="components">Of more than one column.</param>
    /// <param name="metric">The metric that they were found in.</param>
    public static Plane OfComponents(PrincipalComponents components, Metric? metric)
    {
        ArgumentNullException.ThrowIfNull(components);
        int d = components.Mean.Length;
        string Name(int i) => string.Create(
            CultureInfo.InvariantCulture, $"PC{i + 1} ({100 * components.VarianceShares.Span[i]:F1}\u202f% of variance)");
        return new Plane(metric, components.Mean, components.Directions[..d], components.Directions[d..(2 * d)], [Name(0), Name(1)])
        {
            HasOneScale = true,
            Words = "the plane of the first two principal components",
        };
    }

    /// <summary>Where a place in the metric is seen.</summary>
    internal Place Seen(ReadOnlySpan<double> z)
    {
        double u = 0, v = 0;
        for (int t = 0; t < z.Length; t++)
        {
            u += Across.Span[t] * (z[t] - Origin.Span[t]);
            v += Up.Span[t] * (z[t] - Origin.Span[t]);
        }
        return new Place(u, v);
    }

    /// <summary>The squared distance of a place in the metric from the plane.</summary>
    internal double HeightOf(ReadOnlySpan<double> z)
    {
        (double u, double v) = Seen(z);
        double sum = 0;
        for (int t = 0; t < z.Length; t++)
        {
            double off = z[t] - Origin.Span[t] - u * Across.Span[t] - v * Up.Span[t];
            sum += off * off;
        }
        return sum;
    }

    /// <summary>What is written along the axes at a place, and back.</summary>
    internal Place Written(Place place) =>
        new(place.X * UnitAcross.Size + UnitAcross.From, place.Y * UnitUp.Size + UnitUp.From);

    internal Place Read(Place written) =>
        new((written.X - UnitAcross.From) / UnitAcross.Size, (written.Y - UnitUp.From) / UnitUp.Size);
}
