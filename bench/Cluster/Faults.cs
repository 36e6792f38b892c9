using System.Diagnostics;
using Lloyd.Orleans;

namespace Lloyd.ClusterBench;

/// <summary>How long a job stands still when a worker process is lost or comes: the longest time between two iterations, less
/// the usual one.</summary>
internal static class Faults
{
    private const int Before = 40, After = 60;      // iterations that are looked at

    public static async Task MeasureAsync(string redis, ClusterData data, KMeans settings)
    {
        foreach (string fault in new[] { "worker killed", "worker hung", "worker added" })
        {
            string name = $"bench-{Guid.NewGuid():N}";
            var workers = new List<Process> { Start(redis, name), Start(redis, name), Start(redis, name) };
            try
            {
                await using Cluster cluster = await JoinAsync(redis, name);
                ClusterJob job = await cluster.StartAsync(settings, data);
                (double usual, double longest) = await WatchAsync(job, () => Cause(fault, workers, redis, name));
                await job.CancelAsync();
                Console.WriteLine($"{fault,-17} {longest - usual:F1} s lost (an iteration takes {usual * 1000:F0} ms)");
            }
            finally
            {
                foreach (Process worker in workers)
                {
                    worker.Kill();
                    worker.Dispose();
                }
            }
        }
    }

    private static async Task<(double Usual, double Longest)> WatchAsync(ClusterJob job, Action cause)
    {
        var times = new List<double>();
        long last = Stopwatch.GetTimestamp();
        int iteration = -1;
        while (iteration < Before + After)
        {
            JobStatus? status = await TryStatusAsync(job);
            if (status is null)
                continue;
            if (status.Iteration != iteration)
            {
                times.Add(Stopwatch.GetElapsedTime(last).TotalSeconds / Math.Max(1, status.Iteration - iteration));
                if (iteration < Before && status.Iteration >= Before)
                    cause();
                (iteration, last) = (status.Iteration, Stopwatch.GetTimestamp());
            }
            await Task.Delay(1);
        }
        double usual = times.Skip(5).Take(Before / 2).Order().ElementAt(Before / 4);
        return (usual, times.Skip(Before / 2).Max());
    }

    /// <summary>Nothing where the job's silo is the one that is lost.</summary>
    private static async Task<JobStatus?> TryStatusAsync(ClusterJob job)
    {
        try
        {
            return await job.StatusAsync();
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private static void Cause(string fault, List<Process> workers, string redis, string name)
    {
        if (fault == "worker killed")
            workers[1].Kill();
        else if (fault == "worker hung")
            Process.Start("sh", ["-c", $"kill -STOP {workers[1].Id}"]).WaitForExit();
        else
            workers.Add(Start(redis, name));
    }

    private static Process Start(string redis, string name) => Process.Start(new ProcessStartInfo("dotnet",
        [Path.Combine(AppContext.BaseDirectory, "Lloyd.Cli.dll"), "worker", "--join", redis, "--name", name, "--threads", "1"])
    { RedirectStandardError = true, RedirectStandardOutput = true })!;

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
