using System.Text.Json;

namespace Lloyd.Cli;

/// <summary>A run as JSON, each step with its centroids in original units. Steps are written as they come, so that a
/// long run needs no memory.</summary>
internal static class TraceFile
{
    private const int Version = 1;

    /// <param name="stream">Takes the bytes.</param>
    /// <param name="model">What the run ended with.</param>
    /// <param name="steps">The run.</param>
    public static void Write(Stream stream, KMeansModel model, IEnumerable<Step> steps)
    {
        using Utf8JsonWriter json = Json.To(stream);
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteNumber("points", model.PointCount);
        json.WriteNumber("dimensions", model.Dimensions);
        json.WriteNumber("k", model.K);
        json.WriteTexts("columns", model.Columns);
        json.WriteNumber("seed", model.Seed);
        json.WriteString("seeding", model.Seeding);
        json.WriteWholes("initialRows", model.InitialRows.Select(row => (long)row));
        json.WriteStartObject("scaling");
        json.WriteString("name", model.Scaling.NameOf());
        json.WriteReals("offsets", model.Metric.Offsets.Span);
        json.WriteReals("ranges", model.Metric.Ranges.Span);
        json.WriteEndObject();
        json.WriteBoolean("converged", model.Converged);
        json.WriteStartArray("steps");
        foreach (Step step in steps)
        {
            Write(json, step, model.Dimensions);
            json.Flush();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Step step, int dimensions)
    {
        json.WriteStartObject();
        if (step.Final)
            json.WriteBoolean("final", true);
        json.WriteNumber("iteration", step.Iteration);
        json.WriteRows("centroids", step.CentroidsInOriginalUnits(), dimensions);
        json.WriteWholes("counts", step.Counts.ToArray());
        json.WriteReal("inertia", step.Inertia);
        json.WriteNumber("changed", step.Changed);
        if (step.Movement is { } movement)
            json.WriteReal("movement", movement);
        else
            json.WriteNull("movement");
        json.WriteEndObject();
    }
}
