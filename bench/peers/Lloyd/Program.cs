using System.Numerics;
using Lloyd;
using Lloyd.Data;
using Lloyd.Peers;

// Lloyd: … file|f64|k-means++ [algorithm]. "file" keeps the precision of the file; k-means++ is seeding alone.
PeerCall call = PeerCall.Parse(args);
string mode = call.More[0], version = $"Lloyd {typeof(KMeans).Assembly.GetName().Version?.ToString(3)}";
using Table table = Table.Read(call.Points);
if (mode != "f64" && table.Precision == Precision.F32)
    Run<float>();
else
    Run<double>();

void Run<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A copy, for the table may be a mapping whose pages are still on disk.
    Points<T> read = table.ToPoints<T>();
    var points = new Points<T>(read.Values.ToArray(), read.Dimensions);
    Points<double> init = Table.Read(call.Init).ToPoints<double>();
    var settings = new KMeans(init.Count)
    {
        MaxIterations = call.Iterations,
        Tolerance = call.Tolerance,
        Threads = call.Threads,
        Algorithm = call.More.ElementAtOrDefault(1) ?? KMeans.AutomaticAlgorithm,
    };
    if (mode == "k-means++")
        Seed(settings, points);
    else
        Fit(settings with { Seeding = Seeding.From(init) }, points);
}

void Fit<T>(KMeans settings, Points<T> points) where T : unmanaged, IBinaryFloatingPointIeee754<T> => call.Answer(
    () => settings.Fit(points), model => new Outcome(model.Inertia, model.Iterations, model.Algorithm), version);

void Seed<T>(KMeans settings, Points<T> points) where T : unmanaged, IBinaryFloatingPointIeee754<T> => call.Answer(
    () => settings.Fit(points),
    model => new Outcome(settings.Steps(points).First().Inertia, 0, model.Algorithm),
    version,
    model => model.SeedingTime);
