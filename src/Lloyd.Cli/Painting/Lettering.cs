using System.Text;
using SkiaSharp;

namespace Lloyd.Cli.Painting;

/// <summary>Text in the fonts that this machine has: each letter in the first of them that knows it.</summary>
internal static class Lettering
{
    private static readonly string[] Families =
        ["Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", "Arial", "DejaVu Sans", "Lato", "Roboto", "Ubuntu", "Open Sans"];

    private static readonly Dictionary<bool, SKTypeface?> Found = [];

    public static void Draw(SKCanvas canvas, string text, float x, float y, string anchor, float size, bool isBold, SKPaint paint)
    {
        using var font = new SKFont(TypefaceOf(isBold) ?? SKTypeface.Default, size) { Edging = SKFontEdging.Antialias, Subpixel = true };
        var runs = new List<(string Text, SKTypeface? Typeface)>();
        foreach (Rune letter in text.EnumerateRunes())
        {
            // Few fonts know the narrow spaces.
            Rune rune = Rune.IsWhiteSpace(letter) ? new Rune(' ') : letter;
            SKTypeface? typeface = font.Typeface.GetGlyph(rune.Value) != 0 ? null : SKFontManager.Default.MatchCharacter(rune.Value);
            if (runs.Count > 0 && runs[^1].Typeface?.FamilyName == typeface?.FamilyName)
                runs[^1] = (runs[^1].Text + rune, runs[^1].Typeface);
            else
                runs.Add((rune.ToString(), typeface));
        }
        SKFont[] fonts = [.. runs.Select(run => run.Typeface is null ? font : new SKFont(run.Typeface, size) { Subpixel = true })];
        float[] widths = [.. runs.Select((run, i) => fonts[i].MeasureText(run.Text))];
        x -= anchor switch { "middle" => widths.Sum() / 2, "end" => widths.Sum(), _ => 0 };
        for (int i = 0; i < runs.Count; i++)
        {
            canvas.DrawText(runs[i].Text, x, y, SKTextAlign.Left, fonts[i], paint);
            x += widths[i];
        }
        foreach (SKFont other in fonts.Where(each => each != font))
            other.Dispose();
    }

    private static SKTypeface? TypefaceOf(bool isBold)
    {
        lock (Found)
        {
            if (!Found.TryGetValue(isBold, out SKTypeface? typeface))
            {
                SKFontStyle style = isBold ? SKFontStyle.Bold : SKFontStyle.Normal;
                Found[isBold] = typeface = Families
                    .Select(family => SKFontManager.Default.MatchFamily(family, style))
                    .FirstOrDefault(match => match is not null && match.GetGlyph('a') != 0)
                    ?? SKFontManager.Default.MatchCharacter(null, style, null, 'a');
            }
            return typeface;
        }
    }
}
