using System.Globalization;
using System.Text;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>What <c>lloyd fit</c> prints.</summary>
internal static class FitResult
{
    private const int MostColumns = 10;

    public static string Text(KMeansModel model)
    {
        var text = new StringBuilder();
        string end = model.Converged ? "converged" : "stopped at the limit";
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{Shown.Plural(model.PointCount, "point")}, {Shown.Plural(model.Dimensions, "dimension")}, k = {model.K}, seed {model.Seed}, {model.Seeding}");
        text.AppendLine(CultureInfo.InvariantCulture, $"inertia {model.Inertia:G17}, {end} after {Shown.Plural(model.Iterations, "iteration")}");
        double[] centroids = model.CentroidsInOriginalUnits();
        List<string[]> rows = [["cluster", "points", .. model.Columns.Take(MostColumns).Select(TextTable.Name)]];
        for (int j = 0; j < model.K; j++)
            rows.Add(
            [
                j.ToString(CultureInfo.InvariantCulture), model.Counts.Span[j].ToString(CultureInfo.InvariantCulture),
                .. centroids.Skip(j * model.Dimensions).Take(model.Columns.Count).Take(MostColumns)
                    .Select(value => value.ToString("G6", CultureInfo.InvariantCulture)),
            ]);
        text.AppendTable(rows);
        if (model.Columns.Count > MostColumns)
            text.AppendLine(CultureInfo.InvariantCulture, $"and {Shown.Plural(model.Columns.Count - MostColumns, "more column")}; --format json has all");
        return text.ToString().TrimEnd();
    }

    public static string JsonOf(KMeansModel model, KMeans settings, TimeSpan reading) => Json.Text(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("points", model.PointCount);
        json.WriteNumber("dimensions", model.Dimensions);
        json.WriteNumber("k", model.K);
        json.WriteNumber("seed", model.Seed);
        json.WriteString("seeding", model.Seeding);
        json.WriteString("algorithm", model.Algorithm);
        json.WriteNumber("threads", settings.Threads);
        json.WriteNumber("iterations", model.Iterations);
        json.WriteBoolean("converged", model.Converged);
        json.WriteReal("inertia", model.Inertia);
        json.WriteWholes("counts", model.Counts.ToArray());
        json.WriteRows("centroids", model.CentroidsInOriginalUnits(), model.Dimensions);
        json.WriteStartObject("seconds");
        json.WriteNumber("read", reading.TotalSeconds);
        json.WriteNumber("seed", model.SeedingTime.TotalSeconds);
        json.WriteNumber("fit", model.FitTime.TotalSeconds);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
