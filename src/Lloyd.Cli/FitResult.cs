using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Lloyd.Cli;

/// <summary>What <c>lloyd fit</c> prints.</summary>
internal static class FitResult
{
    public static string Text(KMeansModel model)
    {
        var text = new StringBuilder();
        string end = model.Converged ? "converged" : "stopped at the limit";
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{model.PointCount} points, {model.Dimensions} dimensions, k = {model.K}, seed {model.Seed}, {model.Seeding}");
        text.AppendLine(CultureInfo.InvariantCulture, $"inertia {model.Inertia:G17}, {end} after {model.Iterations} iterations");
        double[] centroids = model.CentroidsInOriginalUnits();
        text.Append(CultureInfo.InvariantCulture, $"cluster\tpoints\t{string.Join('\t', model.Columns)}");
        for (int j = 0; j < model.K; j++)
        {
            IEnumerable<string> row = centroids.Skip(j * model.Dimensions).Take(model.Dimensions)
                .Select(value => value.ToString("G6", CultureInfo.InvariantCulture));
            text.Append(CultureInfo.InvariantCulture, $"\n{j}\t{model.Counts.Span[j]}\t{string.Join('\t', row)}");
        }
        return text.ToString();
    }

    public static string JsonOf(KMeansModel model, KMeans settings, TimeSpan reading)
    {
        using var buffer = new MemoryStream();
        using (Utf8JsonWriter json = Json.To(buffer))
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
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
