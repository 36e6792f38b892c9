using System.Globalization;

namespace Lloyd.Pictures;

/// <summary>From the numbers along an axis of a plane to places across or up the picture.</summary>
/// <param name="Low">The number at <paramref name="From"/>.</param>
/// <param name="From">A place in the picture.</param>
/// <param name="To">The place of the highest number.</param>
/// <param name="Scale">Units of the picture to the unit of the axis; negative where it grows upwards.</param>
internal sealed record Axis(double Low, double From, double To, double Scale)
{
    private const double Air = 0.06;            // around the outermost points, as a share of their range
    private const double Alike = 2;             // axes whose scales differ by less get the same one: circles are round

    public double High => ValueAt(To);

    public double PlaceOf(double value) => From + (value - Low) * Scale;

    public double ValueAt(double place) => Low + (place - From) / Scale;

    /// <summary>The axes that show points as large as there is room for.</summary>
    public static (Axis Across, Axis Up) Fit(
        ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, Plane plane, (double From, double To) across, (double From, double To) up)
    {
        (double low, double high) = RangeOf(xs);
        (double bottom, double top) = RangeOf(ys);
        double scaleX = (across.To - across.From) / (high - low), scaleY = (up.From - up.To) / (top - bottom);
        bool areAlike = plane.HasOneScale || Math.Max(scaleX, scaleY) < Alike * Math.Min(scaleX, scaleY);
        if (plane.Names.Count > 1 && areAlike)
            scaleX = scaleY = Math.Min(scaleX, scaleY);
        return (Middle(low, high, across, scaleX), Middle(bottom, top, up, -scaleY));
    }

    /// <summary>Round numbers along the axis, about one per gap, and how many decimals they are written with.</summary>
    public IEnumerable<(double Place, string Text)> Ticks(double gap)
    {
        double rough = (High - Low) / Math.Max(2, Math.Abs(To - From) / gap);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = new double[] { 1, 2, 5, 10 }.First(factor => factor * power >= rough || factor == 10) * power;
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        double largest = Math.Max(Math.Abs(Low), Math.Abs(High));
        int digits = (int)(Math.Floor(Math.Log10(largest)) - Math.Floor(Math.Log10(step) + 1e-9));
        string format = largest >= 1e6 || step < 1e-5 ? $"0.{new string('#', digits)}e0;-0.{new string('#', digits)}e0;0" : $"N{decimals}";
        for (double i = Math.Ceiling(Low / step); i * step <= High; i++)
            yield return (PlaceOf(i * step), Words.Minus((i * step + 0).ToString(format, CultureInfo.InvariantCulture)));
    }

    private static Axis Middle(double low, double high, (double From, double To) room, double scale)
    {
        double half = Math.Abs(room.To - room.From) / Math.Abs(scale) / 2;
        return new Axis((low + high) / 2 - half, room.From, room.To, scale);
    }

    private static (double Low, double High) RangeOf(ReadOnlySpan<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (!(low < high))                      // all alike
        {
            double middle = double.IsFinite(low) ? low : 0;
            double half = middle == 0 ? 1 : Math.Abs(middle) / 2;
            (low, high) = (middle - half, middle + half);
        }
        double air = (high - low) * Air;
        return (low - air, high + air);
    }
}
