using System.Diagnostics;

namespace Lloyd.ClusterBench;

/// <summary>Worker processes, and when they say that an iteration of a job is over: a client would hear of it late where it is
/// connected to a worker that hangs.</summary>
internal sealed class Workers(string redis, string name) : IDisposable
{
    private readonly List<Process> _processes = [];
    private readonly List<long> _iterations = [];
    private readonly Lock _lock = new();

    /// <summary>The worker that runs the job.</summary>
    public Process? Runner { get; private set; }

    /// <summary>Over how many workers the points are spread, and how many iterations were over then.</summary>
    public (int Workers, int Iterations) Spread { get; private set; }

    /// <summary>One that does not run the job.</summary>
    public Process Other => _processes.First(worker => worker != Runner);

    public int Iterations
    {
        get
        {
            lock (_lock)
                return _iterations.Count;
        }
    }

    public void Start()
    {
        Process worker = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Lloyd.Cli.dll"), "worker", "--join", redis, "--name", name, "--threads", "1"])
        { RedirectStandardError = true })!;
        _processes.Add(worker);
        worker.ErrorDataReceived += (_, line) => Hear(worker, line.Data ?? "");
        worker.BeginErrorReadLine();
    }

    /// <summary>The seconds between iterations, from one to another.</summary>
    public double[] Seconds(int first, int end)
    {
        lock (_lock)
            return [.. Enumerable.Range(first, end - first).Select(i => Stopwatch.GetElapsedTime(_iterations[i - 1], _iterations[i]).TotalSeconds)];
    }

    public void Dispose()
    {
        foreach (Process worker in _processes)
        {
            worker.Kill();
            worker.Dispose();
        }
    }

    private void Hear(Process worker, string line)
    {
        lock (_lock)
        {
            if (line.Contains(" points moved", StringComparison.Ordinal))
                _iterations.Add(Stopwatch.GetTimestamp());
            else if (line.Contains(" runs from ", StringComparison.Ordinal))
                Runner = worker;
            else if (line.Contains(" parts over ", StringComparison.Ordinal))
                Spread = (int.Parse(line.Split(" parts over ")[1].Split(' ')[0]), _iterations.Count);
        }
    }
}
