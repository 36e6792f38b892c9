using System.Globalization;

namespace Lloyd.Pictures;

/// <summary>When each half-step of a run is shown, as CSS: everything is there from the beginning, and is visible from one
/// half-step to another. One clock for all, so nothing drifts; where motion is unwelcome the end is shown.</summary>
internal sealed class Timeline
{
    private const double First = 0.8, Last = 3, Slowest = 0.8, Fastest = 0.15, Whole = 20;      // seconds
    private const double Glide = 0.45;              // of a half-step, until centroids have arrived

    private readonly int _frames;
    private readonly double _pace;
    private readonly double _total;
    private readonly SortedSet<(int From, int To)> _intervals = [];
    private readonly SortedDictionary<int, string> _ways = [];

    public Timeline(int frames)
    {
        _frames = frames;
        _pace = Math.Clamp(Whole / frames, Fastest, Slowest);
        _total = First + frames * _pace + Last;
    }

    /// <summary>The class of what is seen from one half-step until another.</summary>
    public string During(int from, int to)
    {
        if (from == 0 && to == _frames)
            return "";
        _intervals.Add((from, to));
        return $" class=\"s{from}-{to}\"";
    }

    /// <summary>The class of what goes from place to place.</summary>
    /// <param name="number">Of this thing.</param>
    /// <param name="places">One for every half-step.</param>
    public string Along(int number, IReadOnlyList<Place> places)
    {
        var css = new StringWriter(CultureInfo.InvariantCulture);
        css.Write($"0%{{{At(places[0])}}}");
        for (int i = 1; i < places.Count; i++)
            if (places[i] != places[i - 1])
                css.Write($"{Percent(i)}{{{At(places[i - 1])}}}{Percent(i, Glide)}{{{At(places[i])}}}");
        if (places.All(place => place == places[0]))
            return "";
        css.Write($"to{{{At(places[^1])}}}");
        _ways[number] = css.ToString();
        return $" class=\"w{number}\"";
    }

    /// <summary>The style sheet; empty where nothing moves.</summary>
    public string ToCss()
    {
        if (_frames == 1)
            return "";
        var css = new StringWriter(CultureInfo.InvariantCulture);
        foreach ((int from, int to) in _intervals)
        {
            css.Write($".s{from}-{to}{{{(to == _frames ? "" : "visibility:hidden;")}animation:s{from}-{to} {_total:0.##}s step-end infinite}}\n");
            css.Write($"@keyframes s{from}-{to}{{");
            if (from > 0)
                css.Write("0%{visibility:hidden}");
            css.Write($"{Percent(from)}{{visibility:visible}}");
            if (to < _frames)
                css.Write($"{Percent(to)}{{visibility:hidden}}");
            css.Write("}\n");
        }
        foreach ((int number, string way) in _ways)
            css.Write($".w{number}{{animation:w{number} {_total:0.##}s ease-in-out infinite}}\n@keyframes w{number}{{{way}}}\n");
        css.Write($".clock{{transform-origin:{Plot.Left}px 0;animation:clock {_total:0.##}s linear infinite}}\n@keyframes clock{{0%{{transform:scaleX(0)}}}}\n");
        css.Write("@media (prefers-reduced-motion:reduce){*{animation:none!important}}\n");
        return css.ToString();
    }

    private string Percent(int frame, double later = 0) => string.Create(
        CultureInfo.InvariantCulture, $"{(frame == 0 ? 0 : First + (frame + later) * _pace) / _total * 100:0.###}%");

    private static string At(Place place) =>
        string.Create(CultureInfo.InvariantCulture, $"transform:translate({place.X:0.##}px,{place.Y:0.##}px)");
}
