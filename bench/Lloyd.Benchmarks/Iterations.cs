using System.Diagnostics;
using Lloyd.Data;

namespace Lloyd.Benchmarks;

/// <summary>Where the time of a fit goes: its iterations one by one, beside one that scored every point against every centroid at the
/// FMA peak of all cores and did nothing else. Iteration 0 includes looking at the points and copying them.</summary>
internal static class Iterations
{
    private const int Fits = 7, Last = 20;
    private static readonly int[] s_shown = [0, 1, 2, 3, 5, 10, Last];

    /// <param name="folder">The shapes, as bench/peers/run makes them.</param>
    /// <param name="names">Which.</param>
    public static void Print(string folder, IReadOnlyList<string> names)
    {
        double peak = Peak.Single * Environment.ProcessorCount;
        Console.WriteLine($"Milliseconds, medians of {Fits} fits by {Environment.ProcessorCount} threads; FMA peak of all: {peak:F0} GFLOP/s\n");
        Console.WriteLine(
            $"| shape | algorithm | fit | all scores at the peak | {string.Join(" | ", s_shown.Select(t => $"t = {t}"))} | all of these | labels and inertia |");
        Console.WriteLine(string.Concat(Enumerable.Repeat("|---", 6 + s_shown.Length)) + "|");
        foreach (string name in names)
            Print(folder, name, peak);
    }

    private static void Print(string folder, string name, double peak)
    {
        using Table table = Table.Read(Path.Combine(folder, $"{name}.npy"));
        using Table start = Table.Read(Path.Combine(folder, $"{name}_init.npy"));
        Points<float> read = table.ToPoints<float>();
        var points = new Points<float>(read.Values.ToArray(), read.Dimensions);
        var settings = new KMeans(start.Rows) { MaxIterations = Last, Tolerance = 0, Seeding = Seeding.From(start.ToPoints<double>()) };
        List<double[]> fits = [];
        string algorithm = "";
        for (int i = 0; i <= Fits; i++)                 // the first compiles
        {
            var times = new Times();
            algorithm = settings.Fit(points, times).Algorithm;
            fits.Add(times.End());
        }
        double[] spent = [.. Enumerable.Range(0, fits[0].Length).Select(part => Median(fits.Skip(1).Select(fit => fit[part])))];
        double[] iterations = spent[..^1];
        double scores = 2e-6 * points.Count * points.Dimensions * settings.K / peak;
        IEnumerable<double> cells =
        [
            Median(fits.Skip(1).Select(fit => fit.Sum())), scores, .. s_shown.Select(t => t < iterations.Length ? iterations[t] : 0),
            iterations.Sum(), spent[^1],
        ];
        Console.WriteLine($"| {name} {points.Count} × {points.Dimensions}, k = {settings.K} | {algorithm} | {string.Join(" | ", cells.Select(ms => $"{ms:F1}"))} |");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Milliseconds from one report to the next.</summary>
    private sealed class Times : IProgress<FitProgress>
    {
        private readonly List<double> _spent = [];
        private long _last = Stopwatch.GetTimestamp();

        public void Report(FitProgress value) => Take();

        public double[] End()
        {
            Take();
            return [.. _spent];
        }

        private void Take()
        {
            _spent.Add(Stopwatch.GetElapsedTime(_last).TotalMilliseconds);
            _last = Stopwatch.GetTimestamp();
        }
    }
}
