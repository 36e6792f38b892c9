using System.Globalization;

namespace Lloyd.Data;

/// <summary>How messages show what a file holds: on one line, and not too long.</summary>
internal static class Shown
{
    /// <summary>Text of a person's file, without control characters and cut to <paramref name="limit"/>.</summary>
    public static string Text(string text, int limit = 40)
    {
        string cut = text.Length > limit ? string.Concat(text.AsSpan(0, limit), "…") : text;
        return string.Create(cut.Length, cut, (shown, from) =>
        {
            for (int i = 0; i < shown.Length; i++)
                shown[i] = char.IsControl(from[i]) || from[i] is '\u2028' or '\u2029' ? '\ufffd' : from[i];
        });
    }

    /// <summary>A number with as many digits as tell it apart from every other, whole numbers without a point.</summary>
    /// <remarks>17 digits only where 15 do not suffice, so that 0.1 stays 0.1.</remarks>
    public static string Exact<T>(T value) where T : struct, System.Numerics.INumberBase<T>
    {
        (string few, string all) = typeof(T) == typeof(float) ? ("G6", "G9") : ("G15", "G17");
        string text = value.ToString(few, CultureInfo.InvariantCulture);
        return T.Parse(text, CultureInfo.InvariantCulture) == value ? text : value.ToString(all, CultureInfo.InvariantCulture);
    }

    /// <summary>So many of something: <c>1 cell</c>, <c>2 cells</c>.</summary>
    public static string Plural(long n, string one) => string.Create(CultureInfo.InvariantCulture, $"{n} {one}{(n == 1 ? "" : "s")}");

    public static string Number<T>(T value) where T : IFormattable =>
        value.ToString("G9", CultureInfo.InvariantCulture);
}
