using System.Diagnostics;
using System.Globalization;
using Lloyd;
using Lloyd.ClusterBench;
using Lloyd.Orleans;

// Loss and bytes: the same work in this process alone and with workers in it. With the address of a Redis also faults:
// seconds lost when a worker process is killed, hung, or added.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int N = 400_000, D = 32, K = 100, Iterations = 100, Rounds = 3;
string folder = Directory.CreateTempSubdirectory("lloyd-bench-").FullName;
try
{
    Points<float> points = Work.Write(folder, N, D);
    KMeans settings = new(K) { Seeding = Seeding.From(points.Slice(0, K)), Tolerance = null, MaxIterations = Iterations };
    Console.WriteLine($"{N} × {D}, k = {K}, {Iterations} iterations, {Environment.ProcessorCount} cores; seconds: least of {Rounds}, in turn");
    var data = new ClusterData { Paths = [folder] };
    using var bytes = new Bytes();
    var alone = new List<double>();
    var shared = new Dictionary<int, List<double>> { [1] = [], [2] = [], [3] = [] };
    var sent = new Dictionary<int, (long To, long From)>();
    for (int round = 0; round < Rounds; round++)
    {
        alone.Add(Work.Seconds(() => settings.Fit(points)));
        foreach ((int workers, List<double> seconds) in shared)
        {
            await using Cluster cluster = await Cluster.StartLocalAsync(workers);
            await cluster.FitAsync(settings with { MaxIterations = 1 }, data);      // files mapped, code compiled
            bytes.Clear();
            long started = Stopwatch.GetTimestamp();
            await cluster.FitAsync(settings, data);
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            sent[workers] = (bytes.Sent, bytes.Received);
        }
    }
    Console.WriteLine($"one process       {alone.Min():F3} s");
    foreach ((int workers, List<double> seconds) in shared)
        Console.WriteLine($"{workers} workers         {seconds.Min():F3} s, {seconds.Min() / alone.Min():F2} of one process; "
            + $"bytes per iteration, worker, k and d: {sent[workers].To / (double)(Iterations + 1) / workers / (K * D):F1} to, "
            + $"{sent[workers].From / (double)(Iterations + 1) / workers / (K * D):F1} from");
    if (args is [var redis])
        await Faults.MeasureAsync(redis, data, settings with { MaxIterations = 1_000_000, Algorithm = "panel" });
}
finally
{
    Directory.Delete(folder, recursive: true);
}
