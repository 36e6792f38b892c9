using System.Globalization;
using System.Text;
using Lloyd.Quality;

namespace Lloyd.Pictures;

/// <summary>What speaks for each k, as curves: inertia with its elbow, silhouette beside that of data without clusters, and
/// stability; the recommended k is marked in all.</summary>
public static class Curves
{
    private const double Width = 800, Left = 62, Right = 784, Top = 84, Height = 150, Gap = 48;
    private const int LineLength = 104;         // letters

    /// <summary>The curves of a choice.</summary>
    /// <param name="choice">What was found.</param>
    /// <param name="title">What the points are.</param>
    /// <returns>An SVG.</returns>
    public static string Of(ChoiceOfK choice, string title)
    {
        ArgumentNullException.ThrowIfNull(choice);
        Panel[] panels =
        [
            new("Inertia", each => each.Inertia, null, "", 0, null),
            new("Silhouette", each => each.Silhouette, each => each.Featureless, "without clusters", 0, null),
            new("Stability", each => each.Stability, null, "", 0, 1),
        ];
        var text = new StringBuilder();
        string[] lines = [.. LinesOf(choice.Sentence)];
        double top = Top + 17 * (lines.Length - 1), height = top + panels.Length * (Height + Gap) + 6;
        text.Begin(Width, height, $"{title}: how many clusters?", choice.Sentence);
        text.Rectangle(0, 0, Width, height, Palette.Paper);
        text.Text(Left - 38, 32, "start", Words.Fitting(title, Plot.TitleLetters), $" font-size=\"19\" font-weight=\"600\" fill=\"{Palette.Ink}\"");
        for (int i = 0; i < lines.Length; i++)
            text.Text(Left - 38, 55 + 17 * i, "start", lines[i], $" font-size=\"14\" fill=\"{Palette.Muted}\"");
        for (int i = 0; i < panels.Length; i++)
            Draw(text, panels[i], choice, top + 14 + i * (Height + Gap), i == panels.Length - 1);
        return text.Append("</svg>\n").ToString();
    }

    /// <param name="Name">What is shown.</param>
    /// <param name="Value">Of a candidate.</param>
    /// <param name="Other">Of a second curve, if there is one.</param>
    /// <param name="OtherName">What that is called.</param>
    /// <param name="Low">A number that is in the picture at least.</param>
    /// <param name="High">Another one.</param>
    private sealed record Panel(
        string Name, Func<Candidate, double> Value, Func<Candidate, double>? Other, string OtherName, double Low, double? High);

    private static void Draw(StringBuilder text, Panel panel, ChoiceOfK choice, double top, bool isLast)
    {
        IReadOnlyList<Candidate> all = choice.Candidates;
        double bottom = top + Height;
        double[] values = [.. all.Select(panel.Value).Concat(panel.Other is null ? [] : all.Select(panel.Other)).Where(double.IsFinite)];
        double low = Math.Min(panel.Low, values.Append(panel.Low).Min()), high = Math.Max(panel.High ?? low, values.Append(low).Max());
        high = high > low ? high : low + 1;
        var up = new Axis(low, bottom, top, (top - bottom) / (high - low));
        var across = new Axis(all[0].K - 0.5, Left, Right, (Right - Left) / all.Count);

        text.Append(CultureInfo.InvariantCulture, $"<g fill=\"{Palette.Muted}\" stroke-width=\"1\" font-size=\"12\">\n");
        foreach ((double place, string words) in up.Ticks(30))
        {
            text.Line(Left, place, Right, place);
            text.Text(Left - 8, place + 4, "end", words);
        }
        int every = 1 + all.Count / 30;
        foreach (Candidate each in all.Where((_, i) => i % every == 0))
            text.Text(across.PlaceOf(each.K), bottom + 17, "middle", Words.Count(each.K));
        if (isLast)
            text.Text(Right, bottom + 35, "end", "k", " font-weight=\"600\"");
        text.Text(Left, top - 9, "start", panel.Name, " font-weight=\"600\"");
        text.Append("</g>\n");

        if (choice.Recommended is { } best)
            text.Append(CultureInfo.InvariantCulture,
                $"<path stroke=\"{Palette.Hue(1)}\" stroke-width=\"2\" d=\"M{across.PlaceOf(best.K):0.##} {top:0.##}L{across.PlaceOf(best.K):0.##} {bottom:0.##}\"/>\n");
        if (panel.Other is { } other)
        {
            Curve(text, all, other, across, up, Palette.Muted, isThin: true);
            if (all.LastOrDefault(each => double.IsFinite(other(each))) is { } last)
                text.Text(Right, up.PlaceOf(other(last)) + 16, "end", panel.OtherName, $" font-size=\"12\" fill=\"{Palette.Muted}\"");
        }
        Curve(text, all, panel.Value, across, up, Palette.Hue(0), isThin: false);
    }

    private static void Curve(
        StringBuilder text, IReadOnlyList<Candidate> all, Func<Candidate, double> value, Axis across, Axis up, string colour, bool isThin)
    {
        Place[] places = [.. all.Where(each => double.IsFinite(value(each))).Select(each => new Place(across.PlaceOf(each.K), up.PlaceOf(value(each))))];
        if (places.Length == 0)
            return;
        string style = isThin ? "stroke-width=\"1.2\" stroke-dasharray=\"4 3\"" : "stroke-width=\"2\"";
        text.Append(CultureInfo.InvariantCulture, $"<path fill=\"none\" stroke=\"{colour}\" {style} d=\"{Strokes.Way(places)}\"/>\n");
        foreach (Place place in isThin ? [] : places)
            text.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{place.X:0.##}\" cy=\"{place.Y:0.##}\" r=\"3.5\" fill=\"{colour}\"/>\n");
    }

    private static IEnumerable<string> LinesOf(string sentence)
    {
        var line = new StringBuilder();
        foreach (string word in sentence.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > LineLength)
            {
                yield return line.ToString();
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        yield return line.ToString();
    }
}
