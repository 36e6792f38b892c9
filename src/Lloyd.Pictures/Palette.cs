using System.Globalization;

namespace Lloyd.Pictures;

/// <summary>Who is who: a cluster is a hue, a shape and a number, as on the page.</summary>
internal static class Palette
{
    public const string Paper = "#ffffff", Ink = "#1b1c1f", Muted = "#61646b", Grid = "#ecebe8", Border = "#9a9a9b";
    public const string Point = "#8f939b", PointEdge = "#6d7178", Mark = "#131416";

    /// <summary>Okabe and Ito's colours, then twelve more, each as far as possible from all before it.</summary>
    private static readonly string[] Hues =
    [
        "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#646464", "#881122", "#BBDDBB",
        "#663355", "#3311CC", "#22EEEE", "#BB1100", "#5588FF", "#994455", "#88BB77", "#DDAABB", "#885577", "#CCDD88",
    ];

    // Corners on the scale of the unit circle; a circle has none.
    private static readonly Place[][] Shapes =
    [
        [],
        [new(-0.85, -0.85), new(0.85, -0.85), new(0.85, 0.85), new(-0.85, 0.85)],
        [new(0, -1.15), new(1.05, 0.75), new(-1.05, 0.75)],
        [new(0, -1.2), new(1, 0), new(0, 1.2), new(-1, 0)],
        [new(0, 1.15), new(-1.05, -0.75), new(1.05, -0.75)],
        Star(4, 1.3, 0.5),
        Star(5, 1.25, 0.55),
    ];

    public static int ShapeOf(int cluster) => cluster % Shapes.Length;

    public static string Hue(int cluster) => Hues[cluster % Hues.Length];

    /// <summary>The hue, moved towards the ink so that a thin line of it stands out from the paper.</summary>
    public static string Edge(int cluster) =>
        $"#{string.Concat(Rgb(Hue(cluster)).Select(part => ((int)Math.Round(0.62 * part)).ToString("x2", CultureInfo.InvariantCulture)))}";

    public static byte[] Rgb(string colour) => Convert.FromHexString(colour.AsSpan(1));

    public static Place[] CornersOf(int shape) => Shapes[shape];

    private static Place[] Star(int tips, double outer, double inner) =>
        [.. Enumerable.Range(0, 2 * tips).Select(i =>
        {
            (double sin, double cos) = Math.SinCos(Math.PI * i / tips - Math.PI / 2);
            double radius = i % 2 == 0 ? outer : inner;
            return new Place(radius * cos, radius * sin);
        })];
}
