using System.Globalization;
using System.Text;

namespace Lloyd.Pictures;

/// <summary>What pictures are made of, as SVG.</summary>
internal static class Strokes
{
    /// <summary>Begins a picture.</summary>
    /// <param name="title">What it is, for those who do not see it.</param>
    /// <param name="description">What it shows.</param>
    public static void Begin(this StringBuilder text, double width, double height, string title, string description) =>
        text.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="lloyd-title lloyd-desc" font-family="'Segoe UI','Helvetica Neue','Noto Sans','Liberation Sans',Arial,sans-serif">
            <title id="lloyd-title">{Escape(title)}</title>
            <desc id="lloyd-desc">{Escape(description)}</desc>

            """);

    public static void Line(this StringBuilder text, double x0, double y0, double x1, double y1) => text.Append(
        CultureInfo.InvariantCulture, $"<path stroke=\"{Palette.Grid}\" d=\"M{x0:0.##} {y0:0.##}L{x1:0.##} {y1:0.##}\"/>\n");

    public static void Text(this StringBuilder text, double x, double y, string anchor, string words, string more = "") => text.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\"{more}>{Escape(words)}</text>\n");

    public static void Rectangle(this StringBuilder text, double x, double y, double width, double height, string fill) => text.Append(
        CultureInfo.InvariantCulture, $"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" fill=\"{fill}\"/>\n");

    /// <summary>A closed outline.</summary>
    public static string Path(IEnumerable<Place> corners) => $"{Way(corners)}Z";

    /// <summary>A line from place to place.</summary>
    public static string Way(IEnumerable<Place> places) =>
        $"M{string.Join("L", places.Select(place => string.Create(CultureInfo.InvariantCulture, $"{place.X:0.##} {place.Y:0.##}")))}";

    /// <summary>Text as XML: what XML has no place for is replaced.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())        // half a surrogate pair comes as U+FFFD
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                < 0x20 or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune),
            };
        return escaped.ToString();
    }
}
