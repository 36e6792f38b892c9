using System.Globalization;
using System.Text;

namespace Lloyd.Pictures;

/// <summary>What tells of change, as on the page: rings around the points that have just changed cluster, the ways of the
/// centroids, lines from the points to theirs.</summary>
internal sealed class Marks
{
    private const int MostRings = 2000;
    private const int MostLines = 100_000;          // over all half-steps of a picture

    private readonly Plot _plot;
    private readonly IReadOnlyList<Frame> _frames;
    private readonly int _first;
    private readonly Timeline _timeline;
    private readonly StringBuilder _body;
    private readonly Place[][] _places;             // of the centroids, per half-step

    /// <param name="plot">Where.</param>
    /// <param name="frames">The half-steps of the run.</param>
    /// <param name="first">The first that is shown; the ways begin before it.</param>
    /// <param name="timeline">When those that are shown are seen.</param>
    /// <param name="body">What is written to.</param>
    public Marks(Plot plot, IReadOnlyList<Frame> frames, int first, Timeline timeline, StringBuilder body)
    {
        (_plot, _frames, _first, _timeline, _body) = (plot, frames, first, timeline, body);
        _places = plot.ShowsLines || plot.ShowsTails ? [.. frames.Select(plot.PlacesOf)] : [];
    }

    /// <summary>A line from every point to its centroid; none where they would be too many to tell apart.</summary>
    public void Lines()
    {
        int n = _plot.Points.Count;
        if (!_plot.ShowsLines || n > Svg.MostShapes || (long)n * (_frames.Count - _first) > MostLines)
            return;
        _body.Append(CultureInfo.InvariantCulture, $"<g id=\"lines\" fill=\"none\" stroke-opacity=\"{(n <= 1000 ? 0.45 : 0.15)}\">\n");
        for (int i = _first; i < _frames.Count; i++)
        {
            var ways = new StringBuilder[_places[i].Length];
            for (int row = 0; row < n && !_frames[i].Labels.IsEmpty; row++)
            {
                int cluster = _frames[i].Labels.Span[row];
                if (cluster < ways.Length)
                    (ways[cluster] ??= new StringBuilder()).Append(Stroke(_plot.PlaceOf(row), _places[i][cluster]));
            }
            _body.Append(CultureInfo.InvariantCulture, $"<g{During(i, i + 1)}>\n");
            for (int j = 0; j < ways.Length; j++)
                if (ways[j] is { } way)
                    Path(way.ToString(), j);
            _body.Append("</g>\n");
        }
        _body.Append("</g>\n");
    }

    /// <summary>A ring around every point that has just changed cluster.</summary>
    public void Rings(double radius)
    {
        if (!Enumerable.Range(_first, _frames.Count - _first).Any(HasRings))
            return;
        _body.Append(CultureInfo.InvariantCulture, $"<g id=\"rings\" fill=\"none\" stroke=\"{Palette.Ink}\" stroke-width=\"1.4\">\n");
        for (int i = _first; i < _frames.Count; i++)
        {
            if (!HasRings(i))
                continue;
            _body.Append(CultureInfo.InvariantCulture, $"<g{During(i, i + 1)}>\n");
            foreach (int row in _frames[i].Changed.Span)
                Circle(_plot.PlaceOf(row), radius);
            _body.Append("</g>\n");
        }
        _body.Append("</g>\n");
    }

    /// <summary>The way of every centroid: a dot where it was at each step, and lines between.</summary>
    public void Tails()
    {
        if (!_plot.ShowsTails)
            return;
        _body.Append("<g id=\"tails\" stroke-width=\"2\" stroke-linecap=\"round\">\n");
        for (int i = 1; i < _frames.Count; i++)
        {
            // A step's centroids stay on the way; where its update leaves them is shown until the next step begins.
            int from = (i - 1) / 2 * 2, until = i % 2 == 0 ? _frames.Count : i + 1;
            if (until <= _first)
                continue;
            _body.Append(CultureInfo.InvariantCulture, $"<g{During(i, until)}>\n");
            for (int j = 0; j < Math.Min(_places[from].Length, _places[i].Length); j++)
            {
                if (_places[from][j] != _places[i][j])
                    Path(Stroke(_places[from][j], _places[i][j]), j);
                _body.Append(CultureInfo.InvariantCulture, $"<g fill=\"{Palette.Edge(j)}\">");
                Circle(_places[from][j], 3);
                _body.Append("</g>\n");
            }
            _body.Append("</g>\n");
        }
        _body.Append("</g>\n");
    }

    private bool HasRings(int frame) => _frames[frame].Changed.Length is > 0 and <= MostRings;

    private string During(int from, int to) => _timeline.During(Math.Max(from, _first) - _first, to - _first);

    private void Path(string way, int cluster) => _body.Append(
        CultureInfo.InvariantCulture, $"<path stroke=\"{Palette.Edge(cluster)}\" d=\"{way}\"/>\n");

    private void Circle(Place place, double radius) => _body.Append(
        CultureInfo.InvariantCulture, $"<circle cx=\"{place.X:0.##}\" cy=\"{place.Y:0.##}\" r=\"{radius:0.##}\"/>\n");

    private static string Stroke(Place from, Place to) =>
        string.Create(CultureInfo.InvariantCulture, $"M{from.X:0.##} {from.Y:0.##}L{to.X:0.##} {to.Y:0.##}");
}
