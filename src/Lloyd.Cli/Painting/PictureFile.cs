using System.Text;

namespace Lloyd.Cli.Painting;

/// <summary>A picture in a file, whose name says how.</summary>
internal static class PictureFile
{
    /// <summary>Refuses a name that does not say how.</summary>
    public static void CheckName(string option, string path, params string[] endings)
    {
        if (!endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            throw new InvalidInputException(
                $"{option} is '{Data.Shown.Text(path, limit: 200)}'; end the name with {string.Join(", ", endings[..^1])} or {endings[^1]}.");
    }

    /// <summary>Writes an SVG, painted where the name ends with .png.</summary>
    public static void Write(string path, string svg, CancellationToken cancellation)
    {
        byte[] bytes = path.EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? SvgPainter.ToPng(svg) : Encoding.UTF8.GetBytes(svg);
        Output.Write(path, stream => stream.Write(bytes), cancellation);
    }
}
