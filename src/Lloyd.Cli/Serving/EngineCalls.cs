using System.Text.Json;
using Lloyd.Pictures;
using Lloyd.Watch;
using Microsoft.AspNetCore.Http;

namespace Lloyd.Cli.Serving;

/// <summary>
/// The page's engine, on this side of the wire: POST /engine/CALL with { settings, columns, … } as JSON is answered with a
/// <see cref="Message"/>, or one for each step of a run; columns are those that take part, all where they are left out. No answer depends on a call before it, and when the browser gives
/// one up (the tab is closed, a newer run begins) its work ends.
/// </summary>
internal sealed class EngineCalls(Sample sample)
{
    public const string Folder = "/engine/";

    private const int MostClusters = 1000;              // as the page's own limits
    private const int MostIterations = 100_000;

    private readonly Lock _choosing = new();
    private (int[] Columns, Session Session) _taken = (AllOf(sample), new Session(sample));      // what was asked about last

    /// <summary>Answers a call; false if there is none of that name.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext context)
    {
        if (Call(context.Request.Path.Value!) is not { } call)
            return false;
        CancellationToken gone = context.RequestAborted;
        try
        {
            using JsonDocument asked = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: gone);
            await Task.Run(() => SendAsync(context, call(asked.RootElement, gone)), gone);
        }
        catch (OperationCanceledException)
        {
        }
        catch (InvalidInputException e)
        {
            await RefuseAsync(context, e.Message);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            await RefuseAsync(context, $"The engine does not understand what it was asked: {e.Message}");
        }
        return true;
    }

    private Func<JsonElement, CancellationToken, IEnumerable<Message>>? Call(string path) =>
        path[(path.LastIndexOf('/') + 1)..] switch
        {
            "run" => Run,
            "components" => Components,
            "end" => End,
            "judge" => Judge,
            "picture" => Picture,
            "preview" => Preview,
            _ => null,
        };

    private IEnumerable<Message> Run(JsonElement asked, CancellationToken gone) =>
        from step in SessionOf(asked).Run(SettingsOf(asked), EditsOf(asked), gone)
        select new Message()
            .Add([step.Step.Inertia, step.Step.Movement ?? double.NaN, step.ArrivedInertia])
            .Add(step.Step.Centroids.Span).Add(step.Step.CentroidsInOriginalUnits()).Add(step.Arrived.Span)
            .Add(step.Counts).Add(step.ChangedRows).Add(step.ChangedLabels)
            .Add(step.Step.Metric.Offsets.Span).Add(step.Step.Metric.Ranges.Span);

    private IEnumerable<Message> Components(JsonElement asked, CancellationToken gone)
    {
        Session session = SessionOf(asked);
        (Metric metric, PrincipalComponents found) = session.Components(Settings.ScalingOf(asked.GetProperty("scale").GetString()!));
        yield return new Message().Add(metric.Offsets.Span).Add(metric.Ranges.Span).Add(found.Mean.Span)
            .Add(found.Directions.Span[..(2 * session.Sample.Points.Dimensions)]).Add(found.VarianceShares.Span);
    }

    private IEnumerable<Message> End(JsonElement asked, CancellationToken gone)
    {
        KMeansModel model = SettingsOf(asked).Fit(SessionOf(asked).Sample.Points, cancellation: gone);
        yield return new Message().Add([model.Inertia, model.Iterations]).Add(model.Centroids.Span);
    }

    private IEnumerable<Message> Judge(JsonElement asked, CancellationToken gone)
    {
        yield return new Message().Add(SessionOf(asked).Judge(SettingsOf(asked), asked.GetProperty("sample").GetInt32(), gone));
    }

    private IEnumerable<Message> Picture(JsonElement asked, CancellationToken gone)
    {
        JsonElement view = asked.GetProperty("view"), plane = view.GetProperty("plane");
        Session session = SessionOf(asked);
        bool Is(string name) => view.GetProperty(name).GetBoolean();
        int d = session.Sample.Points.Dimensions, scaled = plane.GetProperty("ranges").GetArrayLength() == 0 ? 0 : d;
        double[] Numbers(string name, int count) =>
            NumbersOf(plane.GetProperty(name)) is var numbers && numbers.Length == count
                ? numbers
                : throw new InvalidInputException($"The plane's {name} has {numbers.Length} numbers; there should be {count}.");
        Plane shown = Session.PlaneOf(
            Numbers("offsets", scaled), Numbers("ranges", scaled), Numbers("origin", d), Numbers("across", d), Numbers("up", d),
            Numbers("units", 4),
            [.. plane.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)],
            plane.GetProperty("hasOneScale").GetBoolean(), plane.GetProperty("showsRegions").GetBoolean(),
            plane.GetProperty("words").GetString()!);
        Plot plot = session.PlotOf(shown, view.GetProperty("title").GetString()!, Is("lines"), Is("tails"));
        yield return new Message().Add(Is("raw")
            ? session.DrawRaw(plot, Is("truth"))
            : session.Draw(SettingsOf(asked), EditsOf(asked), view.GetProperty("h").GetInt32(), plot, gone));
    }

    private static double[] NumbersOf(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];

    private IEnumerable<Message> Preview(JsonElement asked, CancellationToken gone)
    {
        Session session = SessionOf(asked);
        double[] centroids = NumbersOf(asked.GetProperty("centroids"));
        (int k, int rest) = Math.DivRem(centroids.Length, session.Sample.Points.Dimensions);
        if (rest != 0 || k is < 1 or > MostClusters)
            throw new InvalidInputException(
                $"{centroids.Length} numbers are not 1 to {MostClusters} centroids of {session.Sample.Points.Dimensions} columns.");
        (int[] labels, int[] counts, double inertia) = session.Preview(SettingsOf(asked), centroids);
        yield return new Message().Add([inertia]).Add(labels).Add(counts);
    }

    /// <summary>The points that a question is about.</summary>
    private Session SessionOf(JsonElement asked)
    {
        int[] columns = asked.TryGetProperty("columns", out JsonElement list)
            ? [.. list.EnumerateArray().Select(column => column.GetInt32())]
            : AllOf(sample);
        lock (_choosing)
        {
            if (!_taken.Columns.AsSpan().SequenceEqual(columns))
                _taken = (columns, new Session(sample.Take(columns)));
            return _taken.Session;
        }
    }

    private static int[] AllOf(Sample sample) => [.. Enumerable.Range(0, sample.Columns.Length)];

    private static KMeans SettingsOf(JsonElement asked)
    {
        JsonElement given = asked.GetProperty("settings");
        string Word(string name) => given.GetProperty(name).GetString()!;
        JsonElement tolerance = given.GetProperty("tol");
        return Settings.Of(
            Whole(given, "k", MostClusters), Word("init"), given.GetProperty("seed").GetUInt32(), Word("scale"), Word("empty"),
            tolerance.ValueKind == JsonValueKind.Number ? tolerance.GetDouble() : double.NaN,
            Whole(given, "iter", MostIterations));
    }

    private static string EditsOf(JsonElement asked) => asked.GetProperty("settings").GetProperty("e").GetString()!;

    private static int Whole(JsonElement given, string name, int most) =>
        given.GetProperty(name).GetInt32() is var value && value >= 1 && value <= most
            ? value
            : throw new InvalidInputException($"{name} is {value}; here it can be 1 to {most}.");

    /// <summary>Answers with messages, one after the other.</summary>
    public static async Task SendAsync(HttpContext context, IEnumerable<Message> messages)
    {
        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers.CacheControl = "no-store";
        foreach (Message message in messages)
            await message.WriteAsync(context.Response.BodyWriter, context.RequestAborted);
    }

    /// <summary>Says what is wrong. Only before the first message: what is wrong with points or settings is found by then.</summary>
    public static async Task RefuseAsync(HttpContext context, string why)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(why);
    }
}
