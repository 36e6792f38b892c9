using System.CommandLine;
using System.Text.Json;
using Lloyd.Data;
using Lloyd.Watch;

namespace Lloyd.Cli.Serving;

/// <summary>What <c>lloyd play DATA</c> hands to the page: the numbers, and the settings to open with.</summary>
/// <param name="Name">What the page calls the data: the file's name, without its folder.</param>
/// <param name="Sample">The numbers, and what people should know about them.</param>
/// <param name="Settings">The settings to open with; their seeding is one that the page knows.</param>
internal sealed record ServedTable(string Name, Sample Sample, KMeans Settings)
{
    /// <summary>A table of the command line, with the notes that people should see.</summary>
    public static ServedTable Of(ParseResult parsed, Table table, string name, KMeans settings, CancellationToken cancellation)
    {
        double[] values = table.ToPoints<double>().Values.ToArray();        // the file may be gone while the page is open
        var points = new Points<double>(values, table.Columns.Count) { Columns = table.Columns };
        DominanceHint.Print(points, settings.Scaling, cancellation);
        List<string> notes = [.. table.Notes];
        if (!table.Weights.IsEmpty)
        {
            notes.Add($"the page counts every row once: the weights of '{parsed.GetValue(InputTable.Weight)}' play no part");
            Console.Error.WriteLine($"lloyd: {notes[^1]}");
        }
        return new ServedTable(name, new Sample(points, [.. table.Columns], [], [.. notes]) { LeftOut = LeftOutColumn.TextOf(table) }, settings);
    }

    /// <summary>Everything but the numbers, in the words of the page's state.</summary>
    public byte[] ToJson() => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteNumber("rows", Sample.Points.Count);
        json.WriteAbout(Sample);
        json.WriteReals("shares", Sample.VarianceShares());
        json.WriteStartObject("settings");
        WriteSettings(json);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>The settings as properties of an object.</summary>
    public void WriteSettings(Utf8JsonWriter json)
    {
        json.WriteNumber("k", Settings.K);
        json.WriteString("init", Settings.Seeding.Name);
        json.WriteNumber("seed", Settings.Seed);
        json.WriteString("scale", Settings.Scaling.NameOf());
        json.WriteString("empty", Settings.EmptyClusters.NameOf());
        if (Settings.Tolerance is { } tolerance)
            json.WriteReal("tol", tolerance);
        else
            json.WriteString("tol", "none");
        json.WriteNumber("iter", Settings.MaxIterations);
    }
}

internal static class SampleAsJson
{
    /// <summary>Columns, those that cannot take part, and notes.</summary>
    public static void WriteAbout(this Utf8JsonWriter json, Sample sample)
    {
        json.WriteTexts("columns", sample.Columns);
        json.WriteTexts("notes", sample.Notes);
        json.WriteLeftOut(sample);
    }

    /// <summary>The columns that cannot take part.</summary>
    public static void WriteLeftOut(this Utf8JsonWriter json, Sample sample)
    {
        json.WriteStartArray("leftOut");
        foreach (LeftOutColumn column in sample.LeftOut)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("reason", column.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
