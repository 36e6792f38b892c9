using System.Diagnostics;
using Lloyd.Orleans;

namespace Lloyd.ClusterBench;

/// <summary>How long a job stands still when a worker process is lost or comes: the longest time between two iterations until it
/// goes on with the workers that there are, less the usual time.</summary>
internal static class Faults
{
    private const int First = 3, Before = 40, After = 20;      // workers; iterations that are looked at

    private static readonly (string Name, int Workers, Action<Workers> Cause)[] s_all =
    [
        ("worker killed", First - 1, workers => workers.Other.Kill()),
        ("job's killed", First - 1, workers => workers.Runner!.Kill()),
        ("worker hung", First - 1, workers => Stop(workers.Other)),
        ("job's hung", First - 1, workers => Stop(workers.Runner!)),
        ("worker added", First + 1, workers => workers.Start()),
    ];

    public static async Task MeasureAsync(string redis, ClusterData data, KMeans settings)
    {
        foreach ((string fault, int left, Action<Workers> cause) in s_all)
        {
            string name = $"bench-{Guid.NewGuid():N}";
            using var workers = new Workers(redis, name);
            for (int i = 0; i < First; i++)
                workers.Start();
            Guid job;
            await using (Cluster cluster = await JoinAsync(redis, name))
                job = (await cluster.StartAsync(settings, data)).Id;
            await UntilAsync(() => workers.Spread.Workers == First && workers.Iterations >= workers.Spread.Iterations + Before);
            int from = workers.Iterations;
            cause(workers);
            await UntilAsync(() => workers.Spread.Workers == left && workers.Iterations >= workers.Spread.Iterations + After);
            double usual = workers.Seconds(from - Before / 2, from).Order().ElementAt(Before / 4);
            Console.WriteLine($"{fault,-17} {workers.Seconds(from, workers.Iterations).Max() - usual:F1} s lost (an iteration takes {usual * 1000:F0} ms)");
            await using (Cluster cluster = await JoinAsync(redis, name))
                await cluster[job].CancelAsync();
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
            await Task.Delay(5);
    }

    private static void Stop(Process worker) => Process.Start("sh", ["-c", $"kill -STOP {worker.Id}"]).WaitForExit();

    private static async Task<Cluster> JoinAsync(string redis, string name)
    {
        for (int attempt = 0; ; attempt++)
        {
            await Task.Delay(1000);
            try
            {
                return await Cluster.JoinAsync(redis, name);
            }
            catch (InvalidInputException) when (attempt < 60)
            {
            }
        }
    }
}
