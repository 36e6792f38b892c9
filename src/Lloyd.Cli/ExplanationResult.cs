using System.Globalization;
using System.Text;
using System.Text.Json;
using Lloyd.Data;
using Lloyd.Quality;

namespace Lloyd.Cli;

/// <summary>What <c>lloyd explain</c> prints. Rows are those of the file, counted from 1 after its header.</summary>
internal static class ExplanationResult
{
    private const int MostColumns = 8;
    private const double Large = 0.8;           // Cohen's word for an effect of this size

    public static string Text(IReadOnlyList<ClusterProfile> clusters, Table table)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"{Shown.Plural(clusters.Sum(each => each.Count), "point")} in {Shown.Plural(clusters.Count, "cluster")}, the largest first; effect: how far the mean is from ");
        text.AppendLine("that of all other points, in pooled standard deviations (Cohen's d)");
        foreach (ClusterProfile each in clusters)
        {
            text.AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"cluster {each.Cluster}: {Shown.Plural(each.Count, "point")} ({each.Share:P1}){InWords(each, table)}");
            if (each.Count == 0)
                continue;
            List<string[]> rows = [["column", "mean", "mean of the rest", "effect"]];
            foreach (ColumnDifference difference in each.Differences.Take(MostColumns))
                rows.Add([TextTable.Name(table.Columns[difference.Column]), Number(difference.Mean), Number(difference.MeanOfRest), Effect(difference.Effect)]);
            text.AppendTable(rows, indent: "  ", words: 1);
            if (each.Differences.Count > MostColumns)
                text.AppendLine(CultureInfo.InvariantCulture, $"  and {Shown.Plural(each.Differences.Count - MostColumns, "more column")}; --format json has all");
            if (each.Nearest.Count == 0)
                continue;
            text.AppendLine($"  typical rows (distance): {Rows(each.Nearest, table)}");
            text.AppendLine($"  outliers (distance): {Rows(each.Farthest, table)}");
        }
        return text.ToString().TrimEnd();
    }

    public static string JsonOf(IReadOnlyList<ClusterProfile> clusters, Table table) => Json.Text(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("points", clusters.Sum(each => each.Count));
        json.WriteString("effect", "Cohen's d against all other points");
        json.WriteStartArray("clusters");
        foreach (ClusterProfile each in clusters)
            Write(json, each, table);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, ClusterProfile profile, Table table)
    {
        json.WriteStartObject();
        json.WriteNumber("cluster", profile.Cluster);
        json.WriteNumber("points", profile.Count);
        json.WriteReal("share", profile.Share);
        json.WriteStartArray("columns");
        foreach (ColumnDifference each in profile.Differences)
        {
            json.WriteStartObject();
            json.WriteString("column", table.Columns[each.Column]);
            json.WriteRealOrNull("mean", each.Mean);
            json.WriteRealOrNull("meanOfRest", each.MeanOfRest);
            json.WriteRealOrNull("effect", each.Effect);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        foreach ((string name, IReadOnlyList<PointAt> points) in new[] { ("typical", profile.Nearest), ("outliers", profile.Farthest) })
        {
            json.WriteStartArray(name);
            foreach (PointAt point in points)
            {
                json.WriteStartObject();
                json.WriteNumber("row", RowInFile(point.Row, table));
                json.WriteReal("distance", point.Distance);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    /// <summary>The columns of a large effect, at most three.</summary>
    private static string InWords(ClusterProfile profile, Table table)
    {
        string[] words =
        [
            .. profile.Differences.Where(each => Math.Abs(each.Effect) >= Large).Take(3)
                .Select(each => $"{(each.Effect > 0 ? "high" : "low")} {TextTable.Name(table.Columns[each.Column])}"),
        ];
        return words.Length > 0 ? $", {string.Join(", ", words)}" : "";
    }

    private static string Rows(IReadOnlyList<PointAt> points, Table table) =>
        string.Join(", ", points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{RowInFile(point.Row, table)} ({point.Distance:G3})")));

    /// <summary>A row of the block as a row of the file: those dropped before it are counted too.</summary>
    private static int RowInFile(int row, Table table)
    {
        foreach (int dropped in table.DroppedRows)
        {
            if (dropped > row)
                break;
            row++;
        }
        return row + 1;
    }

    private static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString("G5", CultureInfo.InvariantCulture);

    private static string Effect(double value) =>
        double.IsInfinity(value) ? value > 0 ? "+∞" : "−∞" : value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
