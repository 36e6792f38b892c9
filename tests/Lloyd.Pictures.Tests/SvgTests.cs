using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using Lloyd.Datasets;

namespace Lloyd.Pictures.Tests;

/// <summary>A picture is well-formed and holds what it says: every point, the right cells, the names as they are.</summary>
public class SvgTests
{
    private static readonly XNamespace Name = "http://www.w3.org/2000/svg";
    private static readonly string[] Columns = ["x", "y"];

    [Fact]
    public void A_still_picture_has_every_point_in_its_place_and_colour()
    {
        (Plot plot, Frame[] frames) = Notebook();
        Frame frame = frames[^1];
        XElement svg = Parse(plot, frame);
        foreach (int cluster in new[] { 0, 1, 2, 3 })
            Assert.Equal(
                Enumerable.Range(0, 100).Where(row => frame.Labels.Span[row] == cluster).Select(row => Rounded(plot.PlaceOf(row))),
                Part(svg, "points").Elements().Where(group => (string)group.Attribute("fill")! == Palette.Hue(cluster))
                    .Elements(Name + "use").Select(point => new Place((double)point.Attribute("x")!, (double)point.Attribute("y")!)));
        Assert.Equal(["1", "2", "3", "4"], Part(svg, "centroids").Descendants(Name + "text").Select(text => text.Value));
        Assert.Empty(svg.Elements(Name + "style"));
    }

    /// <summary>A cell as it is written covers a probe if its centroid is the nearest one.</summary>
    [Fact]
    public void Cells_are_right_at_every_probe()
    {
        (Plot plot, Frame[] frames) = Notebook();
        var random = new Random(1);
        foreach (Frame frame in frames)
        {
            Place[][] cells = [.. Part(Parse(plot, frame), "cells").Descendants(Name + "path").Select(Corners)];
            Assert.Equal(4, cells.Length);
            int decided = 0;
            for (int probe = 0; probe < 2000; probe++)
            {
                var place = new Place(
                    Plot.Left + random.NextDouble() * (Plot.Right - Plot.Left), Plot.Top + random.NextDouble() * (Plot.Bottom - Plot.Top));
                double[] z = frame.Metric!.ToMetric([plot.Across.ValueAt(place.X), plot.Up.ValueAt(place.Y)]);
                double[] distances = [.. Enumerable.Range(0, 4).Select(j =>
                    Math.Pow(z[0] - frame.Centroids.Span[2 * j], 2) + Math.Pow(z[1] - frame.Centroids.Span[2 * j + 1], 2))];
                int[] order = [.. Enumerable.Range(0, 4).OrderBy(j => distances[j])];
                if (distances[order[1]] - distances[order[0]] < 1e-3)
                    continue;                       // nearer to a border than its two decimals tell
                decided++;
                Assert.Equal([order[0]], Enumerable.Range(0, 4).Where(j => Covers(cells[j], place)));
            }
            Assert.True(decided > 1900);
        }
    }

    [Fact]
    public void Cells_tile_the_box_whatever_the_centroids() =>
        Gen.Select(Gen.Double[-2, 3], Gen.Double[-2, 3], (x, y) => new Place(x, y)).Array[1, 40].Sample(places =>
            Assert.Equal(1, Cells.Of(places, new double[places.Length], new Place(0, 0), new Place(1, 1)).Sum(Area), 1e-9));

    [Fact]
    public void Two_centroids_in_one_place_share_no_cell()
    {
        Place[][] cells = Cells.Of([new(1, 1), new(1, 1), new(3, 1)], [0, 0, 0], new Place(0, 0), new Place(4, 2));
        Assert.Equal([4.0, 0, 4], cells.Select(Area));
    }

    /// <summary>At every half-step of the animation exactly the n points of that half-step are seen.</summary>
    [Fact]
    public void An_animation_shows_at_every_half_step_what_the_still_picture_shows()
    {
        (Plot plot, Frame[] frames) = Notebook();
        string text = Svg.Animation(plot, frames);
        XElement svg = XElement.Parse(text);
        Assert.Contains("prefers-reduced-motion", svg.Element(Name + "style")!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 10_000, 40_000);
        for (int i = 0; i < frames.Length; i++)
        {
            XElement still = Parse(plot, frames[i]);
            foreach (string part in new[] { "points", "cells" })
                Assert.Equal(Leaves(Part(still, part), 0).Order(), Leaves(Part(svg, part), i).Order());
            Assert.Equal(frames[i].Caption, svg.Elements(Name + "text").Single(caption => caption.Attribute("class") is not null && IsSeen(caption, i)).Value);
        }
    }

    /// <summary>Rings around points that have just changed, a line from each point to its centroid, and the ways of the
    /// centroids: where each was at every step so far.</summary>
    [Fact]
    public void Change_is_marked_as_on_the_page_and_in_an_animation_as_in_stills()
    {
        (Plot bare, Frame[] frames) = Notebook();
        var plot = new Plot(bare.Points, bare.Plane, bare.Title) { ShowsLines = true, ShowsTails = true };
        string text = Svg.Animation(plot, frames);
        XElement svg = XElement.Parse(text);
        Assert.InRange(text.Length, 20_000, 100_000);
        IEnumerable<XElement> In(XElement picture, string part) => picture.Elements().Where(each => (string?)each.Attribute("id") == part);
        for (int i = 0; i < frames.Length; i++)
        {
            XElement still = XElement.Parse(Svg.Still(plot, frames[i], frames[..i]));
            foreach (string part in new[] { "rings", "lines", "tails" })
                Assert.Equal(In(still, part).SelectMany(each => Leaves(each, 0)).Order(), In(svg, part).SelectMany(each => Leaves(each, i)).Order());
            Assert.Equal(
                frames[i].Changed.ToArray().Select(row => Rounded(plot.PlaceOf(row))),
                In(still, "rings").Descendants(Name + "circle").Select(Middle));
            Assert.Equal(100, In(still, "lines").Descendants(Name + "path").Sum(path => ((string)path.Attribute("d")!).Count(letter => letter == 'M')));
            Frame[] steps = [.. frames[..i].Where((_, half) => half % 2 == 0)];
            Assert.Equal(
                steps.SelectMany(step => plot.PlacesOf(step)).Select(Rounded).OrderBy(place => (place.X, place.Y)),
                In(still, "tails").Descendants(Name + "circle").Select(Middle).OrderBy(place => (place.X, place.Y)));
        }
        Assert.InRange(frames[2].Changed.Length, 1, 99);
        Assert.DoesNotContain(svg.Elements(), each => (string?)each.Attribute("id") == "rings" && each.Descendants(Name + "circle").Count() != frames.Sum(frame => frame.Changed.Length));
        XElement plain = Parse(bare, frames[^1]);
        Assert.Empty(In(plain, "lines").Concat(In(plain, "tails")));
    }

    [Fact]
    public void A_run_that_changes_its_number_of_centroids_can_be_shown()
    {
        (Plot plot, Frame[] frames) = Notebook();
        Frame fewer = frames[0] with { Centroids = frames[0].Centroids[..6], Counts = new long[] { 100, 0, 0 }, Labels = new int[100] };
        XElement svg = XElement.Parse(Svg.Animation(plot, [frames[0], fewer]));
        Assert.Equal(
            [4, 3], Enumerable.Range(0, 2).Select(i => Part(svg, "centroids").Elements().Elements(Name + "g").Count(group => IsSeen(group, i))));
    }

    [Theory, InlineData("<b> & \"quotes\" ]]>"), InlineData("a\u0001\ud800b"), InlineData("größe in m²")]
    public void Names_stay_as_they_are(string name)
    {
        var points = new Points<double>(new double[] { 1, 2, 3, 4 }, 2);
        XElement svg = XElement.Parse(Svg.Still(new Plot(points, Plane.OfColumns([name, "y"], null, 0, 1), name), Frame.Raw(2, default), []));
        string readable = string.Concat(name.Select(letter => letter < ' ' || char.IsSurrogate(letter) ? '\uFFFD' : letter));
        Assert.Contains(readable, Part(svg, "axes").Elements(Name + "text").Select(text => text.Value));
        Assert.StartsWith(readable, svg.Element(Name + "title")!.Value, StringComparison.Ordinal);
    }

    /// <summary>What is longer than the picture is wide is cut where it is drawn, and whole in the title for readers.</summary>
    [Fact]
    public void Long_names_end_in_the_picture()
    {
        string name = new('n', 200);
        var points = new Points<double>(new double[] { 1, 2, 3, 4 }, 2);
        XElement svg = XElement.Parse(Svg.Still(new Plot(points, Plane.OfColumns([name, name], null, 0, 1), name), Frame.Raw(2, default), []));
        string[] drawn = [.. svg.Descendants(Name + "text").Select(text => text.Value).Where(text => text.StartsWith('n'))];
        Assert.Equal([72, 96, 96], drawn.Select(text => text.Length).Order());
        Assert.All(drawn, text => Assert.EndsWith("…", text, StringComparison.Ordinal));
        Assert.StartsWith(name, svg.Element(Name + "title")!.Value, StringComparison.Ordinal);
    }

    /// <summary>Wide numbers have a power of ten, and as many digits as tell neighbours apart.</summary>
    [Fact]
    public void Ticks_tell_neighbours_apart()
    {
        static string[] Ticks(double low, double high) => [.. new Axis(low, 0, 120, 120 / (high - low)).Ticks(40).Select(tick => tick.Text)];
        Assert.Equal(["0", "1e6", "2e6"], Ticks(0, 2.1e6));
        Assert.Equal(["1e6", "1.0001e6", "1.0002e6"], Ticks(1e6, 1.00021e6));
        Assert.Equal(["−2e−7", "0", "2e−7"], Ticks(-2.5e-7, 2.5e-7));
        Assert.Equal(["0.0", "0.5", "1.0"], Ticks(0, 1.2));
        Assert.Equal(["0", "200,000", "400,000"], Ticks(0, 5e5));
    }

    [Fact]
    public void One_column_and_many_columns_are_shown_too()
    {
        Dataset blobs = new Blobs { Samples = 50, Features = 5, Centers = 3, Seed = 1 }.Make();
        Frame[] frames = Run(blobs.Points, 3);
        XElement five = Parse(new Plot(blobs.Points, Plane.OfColumns(["a", "b", "c", "d", "e"], frames[0].Metric, 3, 4), "five"), frames[^1]);
        Assert.Empty(Part(five, "cells").Descendants(Name + "path"));
        Assert.Equal(50, five.Descendants(Name + "use").Count());
        var column = new Points<double>(Enumerable.Range(0, 30).Select(i => (double)i).ToArray(), 1);
        Frame last = Run(column, 3)[^1];
        XElement one = Parse(new Plot(column, Plane.OfColumns(["a"], last.Metric, 0, -1), "one"), last);
        Assert.Equal(3, Part(one, "cells").Descendants(Name + "path").Count());
        Assert.Equal(30, one.Descendants(Name + "use").Count());
    }

    /// <summary>In a plane of five columns, the cell that covers a probe belongs to the centroid nearest in all five.</summary>
    [Fact]
    public void A_plane_is_cut_by_the_nearest_centroid_in_all_columns()
    {
        Dataset blobs = new Blobs { Samples = 200, Features = 5, Centers = 6, Seed = 3 }.Make();
        Frame frame = Run(blobs.Points, 6)[^1];
        double half = Math.Sqrt(0.5);
        double[] origin = [0.5, 0.4, 0.6, 0.5, 0.5], across = [half, half, 0, 0, 0], up = [0, 0, 0.6, 0, 0.8];
        var plane = new Plane(frame.Metric, origin, across, up, ["u", "v"]) { HasOneScale = true, Words = "a plane of five columns" };
        var plot = new Plot(blobs.Points, plane, "five");
        XElement svg = Parse(plot, frame);
        Assert.Contains("Cut by a plane of five columns; points may lie off it.", Part(svg, "axes").Elements(Name + "text").Select(text => text.Value));
        Place[][] cells = plot.CellsOf(frame);
        var random = new Random(1);
        for (int probe = 0; probe < 2000; probe++)
        {
            var place = new Place(
                Plot.Left + random.NextDouble() * (Plot.Right - Plot.Left), Plot.Top + random.NextDouble() * (Plot.Bottom - Plot.Top));
            (double u, double v) = (plot.Across.ValueAt(place.X), plot.Up.ValueAt(place.Y));
            double[] z = [.. Enumerable.Range(0, 5).Select(t => origin[t] + u * across[t] + v * up[t])];
            double[] distances = [.. Enumerable.Range(0, 6).Select(j =>
                Enumerable.Range(0, 5).Sum(t => Math.Pow(z[t] - frame.Centroids.Span[5 * j + t], 2)))];
            int[] order = [.. Enumerable.Range(0, 6).OrderBy(j => distances[j])];
            if (distances[order[1]] - distances[order[0]] > 1e-6)
                Assert.Equal([order[0]], Enumerable.Range(0, 6).Where(j => cells[j].Length > 0 && Covers(cells[j], place)));
        }
    }

    [Fact]
    public void Very_many_points_are_one_image_and_no_animation()
    {
        Dataset blobs = new Blobs { Samples = 20_001, Centers = 3, Seed = 1 }.Make();
        Frame[] frames = Run(blobs.Points, 3);
        var plot = new Plot(blobs.Points, Plane.OfColumns(Columns, frames[0].Metric, 0, 1), "many");
        string svg = Svg.Still(plot, frames[^1], []);
        string png = (string)Part(XElement.Parse(svg), "points").Attribute("href")!;
        Assert.StartsWith("iVBORw0KGgo", png["data:image/png;base64,".Length..], StringComparison.Ordinal);
        Assert.InRange(svg.Length, 10_000, 300_000);
        Assert.Contains("20,001", Assert.Throws<InvalidInputException>(() => Svg.Animation(plot, frames)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Drawing_can_be_given_up()
    {
        var ended = new CancellationToken(canceled: true);
        (Plot few, Frame[] frames) = Notebook();
        Assert.Throws<OperationCanceledException>(() => new Plot(few.Points, few.Plane, few.Title, ended));
        Assert.Throws<OperationCanceledException>(() => Svg.Still(few, frames[^1], [], ended));
        Assert.Throws<OperationCanceledException>(() => Svg.Animation(few, frames, ended));
        var many = new Plot(new Points<double>(new double[2 * (Svg.MostShapes + 1)], 2), few.Plane, "many");
        Assert.Throws<OperationCanceledException>(() => Svg.Still(many, Frame.Raw(Svg.MostShapes + 1, default), [], ended));
    }

    private static (Plot Plot, Frame[] Frames) Notebook()
    {
        Dataset blobs = new Blobs { Samples = 100, Centers = 4, Std = 2, Seed = 42 }.Make();
        Frame[] frames = Run(blobs.Points, 4);
        return (new Plot(blobs.Points, Plane.OfColumns(Columns, frames[0].Metric, 0, 1), "Notebook blobs"), frames);
    }

    private static Frame[] Run(Points<double> points, int k)
    {
        var settings = new KMeans(k) { Seed = 42, Seeding = Seeding.Random, Scaling = Scaling.MinMax, Tolerance = 0 };
        return [.. Frame.Of(settings.Steps(points).Select(step => (step, step.Centroids)))];
    }

    private static XElement Parse(Plot plot, Frame frame) => XElement.Parse(Svg.Still(plot, frame, []));

    private static XElement Part(XElement svg, string id) => svg.Elements().Single(part => (string?)part.Attribute("id") == id);

    /// <summary>Whether an element is seen at a half-step, by its class and those around it.</summary>
    private static bool IsSeen(XElement element, int frame) => element.AncestorsAndSelf().All(each =>
        (string?)each.Attribute("class") is not ['s', .. var stretch]
        || stretch.Split('-') is [var from, var to] && int.Parse(from) <= frame && frame < int.Parse(to));

    private static IEnumerable<string> Leaves(XElement part, int frame) => part.Descendants()
        .Where(each => !each.HasElements && IsSeen(each, frame)).Select(each => $"{each.Parent!.Attribute("fill")} {each}");

    private static Place Middle(XElement circle) => new((double)circle.Attribute("cx")!, (double)circle.Attribute("cy")!);

    private static Place Rounded(Place place) => new(Rounded(place.X), Rounded(place.Y));

    private static double Rounded(double x) => double.Parse(x.ToString("0.##", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static Place[] Corners(XElement path) =>
        [.. ((string)path.Attribute("d")!).Trim('M', 'Z').Split('L').Select(corner => corner.Split(' '))
            .Select(pair => new Place(double.Parse(pair[0], CultureInfo.InvariantCulture), double.Parse(pair[1], CultureInfo.InvariantCulture)))];

    private static bool Covers(Place[] polygon, Place place)
    {
        int[] sides = [.. polygon.Select((to, i) => (From: polygon[(i + polygon.Length - 1) % polygon.Length], To: to)).Select(side =>
            Math.Sign((side.To.X - side.From.X) * (place.Y - side.From.Y) - (side.To.Y - side.From.Y) * (place.X - side.From.X)))];
        return sides.All(side => side >= 0) || sides.All(side => side <= 0);
    }

    private static double Area(Place[] polygon) => Math.Abs(polygon.Select((to, i) => (From: polygon[(i + polygon.Length - 1) % polygon.Length], To: to))
        .Sum(side => side.From.X * side.To.Y - side.To.X * side.From.Y)) / 2;
}
