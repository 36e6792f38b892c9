using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary><c>lloyd fit</c>: clusters a file.</summary>
internal static class FitCommand
{
    private static readonly Argument<string> Data = new("DATA") { Description = "A CSV or .npy file; - reads stdin" };
    private static readonly Option<int> K = new("-k") { Description = "How many clusters", Required = true };
    private static readonly Option<uint> Seed = new("--seed") { Description = "The seed of every random choice" };
    private static readonly Option<string> Init = new("--init")
    {
        Description = "k-means++, random, parallel, or a file with k rows in original units",
        DefaultValueFactory = _ => "k-means++",
    };
    private static readonly Option<int> Restarts = new("--restarts") { Description = "How many starts; the best wins", DefaultValueFactory = _ => 1 };
    private static readonly Option<Scaling> Scale = new Option<Scaling>("--scale") { Description = "How columns are brought to one scale" }.Named();
    private static readonly Option<int> Iterations = new("--iterations") { Description = "At most how many updates", DefaultValueFactory = _ => 300 };
    private static readonly Option<string> Tolerance = new("--tolerance")
    {
        Description = "Stop at this movement, relative to the variance; 0: when no label changes; none: never early",
        DefaultValueFactory = _ => "1e-4",
    };
    private static readonly Option<EmptyClusters> Empty = new Option<EmptyClusters>("--empty") { Description = "What happens to a cluster without points" }.Named();
    private static readonly Option<string> Precisions = new("--precision") { Description = "How points are held: f32 or f64; as the file has them when left out" };
    private static readonly Option<int> Threads = new("--threads") { Description = "At most how many threads", DefaultValueFactory = _ => Environment.ProcessorCount };
    private static readonly Option<string> Algorithm = new("--algorithm") { Description = "Decides the speed, never the result", DefaultValueFactory = _ => "auto" };
    private static readonly Option<string> Output = new("-o", "--output") { Description = "Write the model to this file" };
    private static readonly Option<string> Labels = new("--labels") { Description = "Write the cluster of each row to this CSV file" };
    private static readonly Option<string> Format = new("--format") { Description = "How the result is printed", DefaultValueFactory = _ => "text" };

    public static Command Create()
    {
        foreach (Option<int> count in new[] { K, Restarts, Iterations, Threads })
            count.MustBe(1, int.MaxValue);
        Format.AcceptOnlyFromAmong("text", "json");
        Precisions.AcceptOnlyFromAmong("f32", "f64");
        var command = new Command("fit", "Clusters the rows of a file.\n\nExample: lloyd fit iris.csv -k 3 --scale standard -o iris.lloyd --labels labels.csv")
        {
            Data, K, Seed, Init, Restarts, Scale, Iterations, Tolerance, Empty, InputTable.Columns, InputTable.Weight,
            InputTable.Missing, Precisions, Threads, Algorithm, Output, Labels, Format,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static void Run(ParseResult parsed, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        string path = parsed.GetValue(Data)!;
        using Table table = InputTable.Read(parsed, path, cancellation);
        TimeSpan reading = Stopwatch.GetElapsedTime(started);
        foreach (string note in table.Notes)
            Console.Error.WriteLine($"lloyd: {note}");

        bool single = (parsed.GetValue(Precisions) ?? (table.Precision == Precision.F32 ? "f32" : "f64")) == "f32";
        KMeans settings = Settings(parsed, cancellation);
        KMeansModel model = single
            ? settings.Fit(table.ToPoints<float>(), cancellation: cancellation)
            : settings.Fit(table.ToPoints<double>(), cancellation: cancellation);
        if (parsed.GetValue(Labels) is { } labels)
            AtomicFile.Write(labels, stream => TableWriter.WriteLabels(stream, model.Labels.Span, table.DroppedRows));
        if (parsed.GetValue(Output) is { } output)
            AtomicFile.Write(output, stream => stream.Write(model.Save()));
        Console.Out.WriteLine(parsed.GetValue(Format) == "json" ? Json(model, settings, reading) : Text(model));
    }

    private static KMeans Settings(ParseResult parsed, CancellationToken cancellation) => new(parsed.GetValue(K))
    {
        Seed = parsed.GetValue(Seed),
        Seeding = parsed.GetValue(Init)! switch
        {
            "k-means++" => Seeding.PlusPlus(),
            "random" => Seeding.Random,
            "parallel" => Seeding.Parallel(),
            string file => Seeding.From(Table.Read(file, cancellationToken: cancellation).ToPoints<double>()),
        },
        Restarts = parsed.GetValue(Restarts),
        Scaling = parsed.GetValue(Scale),
        MaxIterations = parsed.GetValue(Iterations),
        Tolerance = ParseTolerance(parsed.GetValue(Tolerance)!),
        EmptyClusters = parsed.GetValue(Empty),
        Threads = parsed.GetValue(Threads),
        Algorithm = parsed.GetValue(Algorithm)!,
    };

    private static double? ParseTolerance(string text)
    {
        if (text == "none")
            return null;
        return double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value is >= 0 and < double.PositiveInfinity
            ? value
            : throw new InvalidInputException($"--tolerance is '{text}'; give a number that is 0 or more, or none.");
    }

    private static string Text(KMeansModel model)
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

    private static string Json(KMeansModel model, KMeans settings, TimeSpan reading)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            void Number(double value) => json.WriteRawValue(value.ToString("G17", CultureInfo.InvariantCulture));
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
            json.WritePropertyName("inertia");
            Number(model.Inertia);
            json.WriteStartArray("counts");
            foreach (long count in model.Counts.Span)
                json.WriteNumberValue(count);
            json.WriteEndArray();
            json.WriteStartArray("centroids");
            double[] centroids = model.CentroidsInOriginalUnits();
            for (int j = 0; j < model.K; j++)
            {
                json.WriteStartArray();
                foreach (double value in centroids.AsSpan(j * model.Dimensions, model.Dimensions))
                    Number(value);
                json.WriteEndArray();
            }
            json.WriteEndArray();
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
