using System.Globalization;
using System.Text;

namespace Lloyd.Pictures;

/// <summary>One half-step as an SVG, or a whole run as one that plays by itself: without a script, over and over, with a
/// pause at the end.</summary>
public sealed class Svg
{
    /// <summary>More points than this are one image inside a still picture.</summary>
    public const int MostShapes = 20_000;

    private readonly Plot _plot;
    private readonly IReadOnlyList<Frame> _frames;
    private readonly Marks _marks;
    private readonly Timeline _timeline;
    private readonly StringBuilder _body = new();
    private readonly double _radius;
    private readonly CancellationToken _cancellation;

    /// <param name="plot">Where.</param>
    /// <param name="frames">The half-steps, from the first.</param>
    /// <param name="first">The first of them that is shown.</param>
    /// <param name="cancellation">Gives up very many points.</param>
    private Svg(Plot plot, IReadOnlyList<Frame> frames, int first, CancellationToken cancellation)
    {
        (_plot, _frames, _timeline, _cancellation) = (plot, [.. frames.Skip(first)], new Timeline(frames.Count - first), cancellation);
        _marks = new Marks(plot, frames, first, _timeline, _body);
        _radius = plot.Points.Count switch { <= 150 => 5.2, <= 600 => 4.2, <= 3000 => 3, _ => 2 };
    }

    /// <summary>The picture of one half-step.</summary>
    /// <param name="plot">Where to show it.</param>
    /// <param name="frame">The half-step.</param>
    /// <param name="before">Those before it, from the first; only the ways of the centroids come from them.</param>
    /// <param name="cancellation">Gives up very many points.</param>
    /// <exception cref="OperationCanceledException">They were given up.</exception>
    public static string Still(Plot plot, Frame frame, IReadOnlyList<Frame> before, CancellationToken cancellation = default) =>
        new Svg(plot, [.. before, frame], before.Count, cancellation).ToText();

    /// <summary>The picture of a run that plays by itself.</summary>
    /// <param name="plot">Where to show it.</param>
    /// <param name="frames">Its half-steps.</param>
    /// <param name="cancellation">Gives up a long run.</param>
    /// <exception cref="InvalidInputException">More points than an animation can name.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static string Animation(Plot plot, IEnumerable<Frame> frames, CancellationToken cancellation = default)
    {
        CheckCount(plot.Points.Count);
        return new Svg(plot, [.. frames], 0, cancellation).ToText();
    }

    /// <summary>Refuses, before a run is computed, more points than an animation can name.</summary>
    /// <exception cref="InvalidInputException">There are more.</exception>
    public static void CheckCount(int points)
    {
        if (points > MostShapes)
            throw new InvalidInputException(
                $"An animated picture names every point, and {Words.Count(points)} are too many for it: " +
                $"at most {Words.Count(MostShapes)}. Save the page with the run instead, or a still picture.");
    }

    private Frame Last => _frames[^1];

    private string ToText()
    {
        Cells();
        Axes();
        _marks.Lines();
        if (_plot.Points.Count > MostShapes)
            Image();
        else
            Points();
        _marks.Rings(_radius + 3.4);
        _marks.Tails();
        Centroids();
        Captions();
        string css = _timeline.ToCss();
        var text = new StringBuilder();
        text.Begin(Plot.Width, Plot.Height, $"{_plot.Title}. {Last.Caption}", Description());
        if (css.Length > 0)
            text.Append("<style>\n").Append(css).Append("</style>\n");
        text.Append("<defs>\n");
        foreach (int shape in _frames.SelectMany(LabelsIn).Select(Palette.ShapeOf).Distinct().Order())
            text.Append(CultureInfo.InvariantCulture, $"<path id=\"lloyd-{shape}\" d=\"{Outline(shape)}\"/>\n");
        text.Append("</defs>\n");
        text.Rectangle(0, 0, Plot.Width, Plot.Height, Palette.Paper);
        return text.Append(_body).Append("</svg>\n").ToString();
    }

    private string Description()
    {
        string columns = string.Join(" and ", _plot.Plane.Names);
        string run = _frames.Count > 1 ? $" A run of {Words.Plural(_frames.Count / 2, "step")} that plays by itself and shows its end last." : "";
        string clusters = Last.Counts.IsEmpty ? "" :
            $" {Words.Plural(Last.Counts.Length, "cluster")} of {string.Join(", ", Last.Counts.ToArray().Select(Words.Count))} points.";
        return $"{Words.Plural(_plot.Points.Count, "point")} by {columns}.{run}{clusters}";
    }

    // ---- the parts --------------------------------------------------------------------------------------------

    private void Cells()
    {
        _body.Append(CultureInfo.InvariantCulture, $"<g id=\"cells\" fill-opacity=\"0.2\" stroke=\"{Palette.Border}\" stroke-linejoin=\"round\">\n");
        foreach ((Frame frame, int from, int to) in Stretches(frame => frame, (a, b) => a.Centroids.Span.SequenceEqual(b.Centroids.Span)))
        {
            Place[][] cells = _plot.CellsOf(frame);
            if (cells.Length == 0)
                continue;
            _body.Append(CultureInfo.InvariantCulture, $"<g{_timeline.During(from, to)}>\n");
            for (int j = 0; j < cells.Length; j++)
                if (cells[j].Length > 0)
                    _body.Append(CultureInfo.InvariantCulture, $"<path fill=\"{Palette.Hue(j)}\" d=\"{Strokes.Path(cells[j])}\"/>\n");
            _body.Append("</g>\n");
        }
        _body.Append("</g>\n");
    }

    private void Axes()
    {
        _body.Append(CultureInfo.InvariantCulture, $"<g id=\"axes\" fill=\"{Palette.Muted}\" stroke-width=\"1\" font-size=\"12\">\n");
        IReadOnlyList<string> names = _plot.Plane.Names;
        foreach ((double place, string text) in _plot.Across.Ticks(90))
        {
            _body.Line(place, Plot.Top, place, Plot.Bottom);
            _body.Text(place, Plot.Bottom + 18, "middle", text);
        }
        if (names.Count > 1)
            foreach ((double place, string text) in _plot.Up.Ticks(60))
            {
                _body.Line(Plot.Left, place, Plot.Right, place);
                _body.Text(Plot.Left - 8, place + 4, "end", text);
            }
        _body.Text(Plot.Right, Plot.Bottom + 35, "end", Words.Fitting(names[0], Plot.NameLetters), " font-weight=\"600\"");
        if (_plot.Plane.Words.Length > 0)
            _body.Text(Plot.Left - 38, Plot.Bottom + 35, "start", $"Cut by {_plot.Plane.Words}; points may lie off it.");
        if (names.Count > 1)
            _body.Text(Plot.Left, Plot.Top - 9, "start", Words.Fitting(names[1], Plot.NameLetters), " font-weight=\"600\"");
        _body.Append("</g>\n");
    }

    /// <summary>Every point once, in a group for each cluster and time; once more for each time that it changes.</summary>
    private void Points()
    {
        var groups = new SortedDictionary<(int Cluster, int From, int To), List<int>>();
        for (int row = 0; row < _plot.Points.Count; row++)
        {
            _cancellation.ThrowIfCancellationRequested();
            int i = row;
            foreach (var key in Stretches(frame => LabelOf(frame, i), (a, b) => a == b))
            {
                if (!groups.TryGetValue(key, out List<int>? rows))
                    groups[key] = rows = [];
                rows.Add(row);
            }
        }
        _body.Append(CultureInfo.InvariantCulture, $"<g id=\"points\" stroke-width=\"{(_plot.Points.Count <= 3000 ? 1.1 : 0.7)}\">\n");
        foreach (((int cluster, int from, int to), List<int> rows) in groups)
        {
            (string fill, string stroke) = cluster < 0 ? (Palette.Point, Palette.PointEdge) : (Palette.Hue(cluster), Palette.Edge(cluster));
            _body.Append(CultureInfo.InvariantCulture, $"<g{_timeline.During(from, to)} fill=\"{fill}\" stroke=\"{stroke}\">\n");
            foreach (int row in rows)
            {
                Place place = _plot.PlaceOf(row);
                _body.Append(CultureInfo.InvariantCulture,
                    $"<use href=\"#lloyd-{Palette.ShapeOf(Math.Max(cluster, 0))}\" x=\"{place.X:0.##}\" y=\"{place.Y:0.##}\"/>\n");
            }
            _body.Append("</g>\n");
        }
        _body.Append("</g>\n");
    }

    /// <summary>Very many points as one image: a pixel each, twice as fine as the picture.</summary>
    private void Image()
    {
        const int Fine = 2;
        (int width, int height) = ((int)(Plot.Right - Plot.Left), (int)(Plot.Bottom - Plot.Top));
        byte[] pixels = new byte[Fine * width * Fine * height];
        int colours = 0;
        for (int row = 0; row < _plot.Points.Count; row++)
        {
            _cancellation.ThrowIfCancellationRequested();
            Place place = _plot.PlaceOf(row);
            (int x, int y) = ((int)(Fine * (place.X - Plot.Left)), (int)(Fine * (place.Y - Plot.Top)));
            int colour = 1 + Math.Max(0, LabelOf(Last, row)) % 255;
            colours = Math.Max(colours, colour);
            for (int dot = 0; dot < Fine * Fine; dot++)
                pixels[Math.Min(y + dot / Fine, Fine * height - 1) * Fine * width + Math.Min(x + dot % Fine, Fine * width - 1)] = (byte)colour;
        }
        byte[] png = IndexedPng.Write(pixels, Fine * width,
            [.. Enumerable.Range(0, colours).Select(colour => Palette.Rgb(Last.Labels.IsEmpty ? Palette.Point : Palette.Edge(colour)))]);
        _body.Append(CultureInfo.InvariantCulture,
            $"<image id=\"points\" x=\"{Plot.Left}\" y=\"{Plot.Top}\" width=\"{width}\" height=\"{height}\" href=\"data:image/png;base64,{Convert.ToBase64String(png)}\"/>\n");
    }

    private void Centroids()
    {
        Place[][] places = [.. _frames.Select(_plot.PlacesOf)];
        int most = places.Max(each => each.Length);
        double radius = most > 40 ? 8 : 11;
        _body.Append("<g id=\"centroids\" text-anchor=\"middle\" font-weight=\"700\">\n");
        for (int j = 0; j < most; j++)
        {
            // where it is not there yet, or no more, it waits, unseen, at the nearest place that it has had
            Place[] way = new Place[places.Length];
            Place known = places.First(each => j < each.Length)[j];
            for (int i = 0; i < way.Length; i++)
                way[i] = known = j < places[i].Length ? places[i][j] : known;
            _body.Append(CultureInfo.InvariantCulture,
                $"<g{_timeline.Along(j, way)} transform=\"translate({way[^1].X:0.##} {way[^1].Y:0.##})\">\n");
            foreach ((int state, int from, int to) in Stretches(frame => StateOf(frame, j), (a, b) => a == b))
                if (state >= 0)
                    Centroid(j, radius, state == 0, _timeline.During(from, to));
            _body.Append("</g>\n");
        }
        _body.Append("</g>\n");
    }

    /// <summary>A dot with its number, in a ring of the cluster's colour; hollow where it has no points.</summary>
    private void Centroid(int j, double radius, bool isEmpty, string during)
    {
        (string ground, string ink) = isEmpty ? (Palette.Paper, Palette.Ink) : (Palette.Mark, Palette.Paper);
        _body.Append(CultureInfo.InvariantCulture, $"<g{during}>");
        _body.Append(CultureInfo.InvariantCulture, $"<circle r=\"{radius + 4.5}\" fill=\"{Palette.Edge(j)}\"/>");
        _body.Append(CultureInfo.InvariantCulture, $"<circle r=\"{radius + 2.2}\" fill=\"{Palette.Paper}\"/>");
        _body.Append(CultureInfo.InvariantCulture, $"<circle r=\"{radius}\" fill=\"{ground}\"/>");
        double size = j < 9 ? radius + 1.5 : j < 99 ? radius - 0.5 : radius - 2;
        _body.Text(0, 0.36 * size, "middle", (j + 1).ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $" font-size=\"{size}\" fill=\"{ink}\""));
        _body.Append("</g>\n");
    }

    private void Captions()
    {
        _body.Text(Plot.Left - 38, 32, "start", Words.Fitting(_plot.Title, Plot.TitleLetters), $" font-size=\"19\" font-weight=\"600\" fill=\"{Palette.Ink}\"");
        for (int i = 0; i < _frames.Count; i++)
            _body.Text(Plot.Left - 38, 55, "start", _frames[i].Caption, $"{_timeline.During(i, i + 1)} font-size=\"14\" fill=\"{Palette.Muted}\"");
        if (_frames.Count == 1)
            return;
        _body.Append("<g class=\"clock\">");
        _body.Rectangle(Plot.Left, Plot.Height - 5, Plot.Right - Plot.Left, 2, Palette.Hue(0));
        _body.Append("</g>\n");
    }

    // ---- what is when -----------------------------------------------------------------------------------------

    /// <summary>What something is, and from which half-step until which.</summary>
    private IEnumerable<(T Value, int From, int To)> Stretches<T>(Func<Frame, T> read, Func<T, T, bool> areSame)
    {
        int from = 0;
        T value = read(_frames[0]);
        for (int i = 1; i < _frames.Count; i++)
        {
            T next = read(_frames[i]);
            if (areSame(value, next))
                continue;
            yield return (value, from, i);
            (value, from) = (next, i);
        }
        yield return (value, from, _frames.Count);
    }

    private static int LabelOf(Frame frame, int row) => frame.Labels.IsEmpty ? -1 : frame.Labels.Span[row];

    private static IEnumerable<int> LabelsIn(Frame frame) =>
        frame.Labels.IsEmpty ? [0] : Enumerable.Range(0, 1 + frame.Labels.ToArray().Max());

    /// <summary>Of a centroid: −1 it is not there, 0 it is empty, 1 it has points.</summary>
    private static int StateOf(Frame frame, int j) => j >= frame.Counts.Length ? -1 : frame.Counts.Span[j] == 0 ? 0 : 1;

    private string Outline(int shape)
    {
        Place[] corners = Palette.CornersOf(shape);
        return corners.Length > 0
            ? Strokes.Path(corners.Select(corner => new Place(_radius * corner.X, _radius * corner.Y)))
            : string.Create(CultureInfo.InvariantCulture, $"M{_radius} 0A{_radius} {_radius} 0 1 1 {-_radius} 0A{_radius} {_radius} 0 1 1 {_radius} 0Z");
    }
}
