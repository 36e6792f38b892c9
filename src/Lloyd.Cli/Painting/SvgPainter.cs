using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace Lloyd.Cli.Painting;

/// <summary>Paints the SVG that Lloyd.Pictures writes, and only what that uses: groups, paths, circles, rectangles, images,
/// text, and shapes that are defined once and used often. So a PNG shows what the SVG shows.</summary>
internal sealed class SvgPainter
{
    private const float Fine = 2;               // pixels to the unit

    private static readonly XNamespace Ns = "http://www.w3.org/2000/svg";

    private readonly SKCanvas _canvas;
    private readonly Dictionary<string, SKPath> _shapes;

    private SvgPainter(SKCanvas canvas, Dictionary<string, SKPath> shapes) => (_canvas, _shapes) = (canvas, shapes);

    /// <summary>The picture as the bytes of a PNG, two pixels to the unit.</summary>
    public static byte[] ToPng(string svg)
    {
        XElement root = XDocument.Parse(svg).Root!;
        using var bitmap = new SKBitmap((int)(Fine * Number(root, "width")), (int)(Fine * Number(root, "height")));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale(Fine);
        Dictionary<string, SKPath> shapes = root.Element(Ns + "defs")?.Elements(Ns + "path")
            .ToDictionary(path => $"#{(string)path.Attribute("id")!}", path => SKPath.ParseSvgPathData((string)path.Attribute("d")!)) ?? [];
        new SvgPainter(canvas, shapes).PaintAll(root, new Style());
        foreach (SKPath shape in shapes.Values)
            shape.Dispose();
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }

    /// <summary>What a group hands down to its parts.</summary>
    private sealed record Style
    {
        public string Fill { get; init; } = "#000000";

        public float FillOpacity { get; init; } = 1;

        public string Stroke { get; init; } = "none";

        public float StrokeWidth { get; init; } = 1;

        public float[] Dashes { get; init; } = [];

        public float FontSize { get; init; } = 16;

        public int FontWeight { get; init; } = 400;

        public string Anchor { get; init; } = "start";

        public Style Under(XElement element) => this with
        {
            Fill = (string?)element.Attribute("fill") ?? Fill,
            FillOpacity = NumberOr(element, "fill-opacity", FillOpacity),
            Stroke = (string?)element.Attribute("stroke") ?? Stroke,
            StrokeWidth = NumberOr(element, "stroke-width", StrokeWidth),
            Dashes = ((string?)element.Attribute("stroke-dasharray"))?.Split(' ').Select(Parse).ToArray() ?? Dashes,
            FontSize = NumberOr(element, "font-size", FontSize),
            FontWeight = (int)NumberOr(element, "font-weight", FontWeight),
            Anchor = (string?)element.Attribute("text-anchor") ?? Anchor,
        };
    }

    private void PaintAll(XElement group, Style inherited)
    {
        foreach (XElement element in group.Elements())
            Paint(element, inherited.Under(element));
    }

    private void Paint(XElement element, Style style)
    {
        switch (element.Name.LocalName)
        {
            case "g":
                int saved = _canvas.Save();
                if ((string?)element.Attribute("transform") is { } transform)       // translate(x y)
                {
                    float[] by = [.. transform["translate(".Length..^1].Split(' ').Select(Parse)];
                    _canvas.Translate(by[0], by[1]);
                }
                PaintAll(element, style);
                _canvas.RestoreToCount(saved);
                break;
            case "path":
                using (var path = SKPath.ParseSvgPathData((string)element.Attribute("d")!))
                    Paint(path, style);
                break;
            case "use":
                using (var path = new SKPath(_shapes[(string)element.Attribute("href")!]))
                {
                    path.Transform(SKMatrix.CreateTranslation(Number(element, "x"), Number(element, "y")));
                    Paint(path, style);
                }
                break;
            case "circle":
                using (var path = new SKPath())
                {
                    path.AddCircle(NumberOr(element, "cx", 0), NumberOr(element, "cy", 0), Number(element, "r"));
                    Paint(path, style);
                }
                break;
            case "rect":
                using (var path = new SKPath())
                {
                    path.AddRect(BoxOf(element));
                    Paint(path, style);
                }
                break;
            case "image":
                PaintImage(element);
                break;
            case "text":
                PaintText(element, style);
                break;
            case "title" or "desc" or "defs" or "style":
                break;
            case var other:
                throw new NotSupportedException($"An SVG of ours has an element <{other}> that is not painted.");
        }
    }

    private void Paint(SKPath path, Style style)
    {
        if (style.Fill != "none")
            using (SKPaint fill = PaintOf(style.Fill, style.FillOpacity))
                _canvas.DrawPath(path, fill);
        if (style.Stroke == "none")
            return;
        using SKPaint stroke = PaintOf(style.Stroke, 1);
        stroke.Style = SKPaintStyle.Stroke;
        stroke.StrokeWidth = style.StrokeWidth;
        stroke.StrokeJoin = SKStrokeJoin.Round;
        using SKPathEffect? dashes = style.Dashes.Length > 0 ? SKPathEffect.CreateDash(style.Dashes, 0) : null;
        stroke.PathEffect = dashes;
        _canvas.DrawPath(path, stroke);
    }

    private void PaintImage(XElement element)
    {
        string address = (string)element.Attribute("href")!;        // data:image/png;base64,…
        using var image = SKImage.FromEncodedData(Convert.FromBase64String(address[(address.IndexOf(',', StringComparison.Ordinal) + 1)..]));
        _canvas.DrawImage(image, BoxOf(element), new SKSamplingOptions(SKFilterMode.Linear));
    }

    private void PaintText(XElement element, Style style)
    {
        using SKPaint paint = PaintOf(style.Fill, 1);
        float x = Number(element, "x"), y = Number(element, "y");
        Lettering.Draw(_canvas, element.Value, x, y, style.Anchor, style.FontSize, style.FontWeight >= 600, paint);
    }

    private static SKPaint PaintOf(string colour, float opacity) => new()
    {
        Color = SKColor.Parse(colour).WithAlpha((byte)Math.Round(255 * opacity)),
        IsAntialias = true,
    };

    private static SKRect BoxOf(XElement element) =>
        SKRect.Create(Number(element, "x"), Number(element, "y"), Number(element, "width"), Number(element, "height"));

    private static float Number(XElement element, string name) => Parse((string)element.Attribute(name)!);

    private static float NumberOr(XElement element, string name, float other) =>
        (string?)element.Attribute(name) is { } text ? Parse(text) : other;

    private static float Parse(string text) => float.Parse(text, CultureInfo.InvariantCulture);
}
