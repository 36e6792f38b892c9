using System.Globalization;

namespace Lloyd.Pictures;

/// <summary>Numbers for people.</summary>
internal static class Words
{
    public static string Count(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    public static string Plural(long n, string one) => $"{Count(n)} {one}{(n == 1 ? "" : "s")}";

    /// <summary>A number to about three digits.</summary>
    public static string Short(double x)
    {
        double size = Math.Abs(x);
        string format = size != 0 && (size < 1e-3 || size >= 1e7) ? "0.00e+0" : size >= 1000 ? "N0" : "G3";
        return Minus(x.ToString(format, CultureInfo.InvariantCulture));
    }

    /// <summary>Text that is cut where there is no room for more letters.</summary>
    public static string Fitting(string text, int letters) =>
        text.Length <= letters ? text : string.Concat(text.AsSpan(0, letters - 1).TrimEnd(), "…");

    public static string Minus(string text) => text.Replace('-', '−');
}
