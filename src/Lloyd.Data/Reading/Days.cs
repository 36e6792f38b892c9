namespace Lloyd.Data.Reading;

/// <summary>Dates and times as numbers: days since 1970-01-01T00:00 UTC, or a share of a day.</summary>
/// <remarks>The same moment gives the same bits from any unit: whole days, and one rounded quotient for the rest.</remarks>
internal static class Days
{
    public const long Seconds = 86_400, Milliseconds = 86_400_000, Microseconds = 86_400_000_000, Nanoseconds = 86_400_000_000_000;

    /// <param name="count">A time in some unit.</param>
    /// <param name="perDay">How many of the unit a day has.</param>
    public static double Of(long count, long perDay)
    {
        (long days, long rest) = Math.DivRem(count, perDay);
        if (rest < 0)
            (days, rest) = (days - 1, rest + perDay);
        return days + rest / (double)perDay;
    }

    public static double Of(DateTime utc) => Of(utc.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerDay);

    public static double Of(TimeSpan time) => Of(time.Ticks, TimeSpan.TicksPerDay);

    public static DateTime Moment(double days) => DateTime.UnixEpoch + TimeSpan.FromTicks((long)Math.Round(days * TimeSpan.TicksPerDay));

    /// <summary>A time of day or a duration as people read it.</summary>
    public static string Text(TimeSpan time) => time.ToString("c", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A time as people read it: ISO 8601, without the time where it is midnight.</summary>
    public static string Text(DateTime utc) => utc.ToString(
        utc.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF", System.Globalization.CultureInfo.InvariantCulture);
}
