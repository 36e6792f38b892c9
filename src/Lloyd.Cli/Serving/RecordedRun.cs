using System.Text.Json;
using Lloyd.Watch;

namespace Lloyd.Cli.Serving;

/// <summary>A run as recorded.js keeps it, in the place of an engine: everything that is shown of it, and nothing more.</summary>
internal static class RecordedRun
{
    private const int MostColumns = 128;                // whose components the page looks for: see views.js

    /// <summary>Computes the run of a table with its settings, and writes it as one object.</summary>
    public static void Write(Utf8JsonWriter json, ServedTable table, CancellationToken cancellation)
    {
        using var session = new Session(table.Sample);
        json.WriteStartObject();
        json.WriteStartObject("settings");
        table.WriteSettings(json);
        json.WriteString("cols", "");
        json.WriteString("e", "");
        json.WriteEndObject();
        if (table.Sample.Points.Dimensions is > 2 and <= MostColumns)
            WriteComponents(json, session, table.Settings.Scaling);
        else
            json.WriteNull("components");
        WriteTable(json, table);
        json.WriteStartArray("steps");
        foreach (WatchedStep step in session.Run(table.Settings, "", cancellation))
            WriteStep(json, step);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteComponents(Utf8JsonWriter json, Session session, Scaling scaling)
    {
        (Metric metric, PrincipalComponents found) = session.Components(scaling);
        json.WriteStartObject("components");
        json.WriteReals("offsets", metric.Offsets.Span);
        json.WriteReals("ranges", metric.Ranges.Span);
        json.WriteReals("mean", found.Mean.Span);
        json.WriteReals("directions", found.Directions.Span[..(2 * session.Sample.Points.Dimensions)]);
        json.WriteReals("shares", found.VarianceShares.Span);
        json.WriteEndObject();
    }

    private static void WriteTable(Utf8JsonWriter json, ServedTable table)
    {
        Sample sample = table.Sample;
        json.WriteStartObject("table");
        json.WriteNumber("n", sample.Points.Count);
        json.WriteNumber("d", sample.Points.Dimensions);
        json.WriteTexts("columns", sample.Columns);
        json.WriteReals("values", sample.Points.Values);
        json.WriteWholes("truth", []);
        json.WriteTexts("notes", sample.Notes);
        json.WriteReals("shares", sample.VarianceShares());
        json.WriteTexts("all", sample.Columns);
        json.WriteLeftOut(sample);
        json.WriteString("cols", "");
        json.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter json, WatchedStep step)
    {
        json.WriteStartObject();
        json.WriteReals("centroids", step.Step.Centroids.Span);
        json.WriteReals("original", step.Step.CentroidsInOriginalUnits());
        json.WriteWholes("counts", step.Counts.Select(count => (long)count));
        json.WriteReal("inertia", step.Step.Inertia);
        json.WriteRealOrNull("movement", step.Step.Movement ?? double.NaN);
        json.WriteBoolean("final", step.Step.Final);
        json.WriteReals("arrived", step.Arrived.Span);
        json.WriteRealOrNull("arrivedInertia", step.ArrivedInertia);
        json.WriteWholes("rows", step.ChangedRows.Select(row => (long)row));
        json.WriteReals("offsets", step.Step.Metric.Offsets.Span);
        json.WriteReals("ranges", step.Step.Metric.Ranges.Span);
        json.WriteWholes("labels", step.ChangedLabels.Select(label => (long)label));
        json.WriteEndObject();
    }
}
