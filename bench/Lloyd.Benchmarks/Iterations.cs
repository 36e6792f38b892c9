using System.Diagnostics;

namespace Lloyd.Benchmarks;

/// <summary>Where the time of a fit goes: its iterations one by one, beside one that scored every point against every centroid at the
/// FMA peak of all cores and did nothing else. Iteration 0 includes looking at the points and copying them.</summary>
internal static class Iterations
{
    private const int Fits = 7;
    private static readonly int[] s_shown = [0, 1, 2, 3, 5, 10, Shape.Last];

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
            Print(Shape.Read(folder, name));
    }

    private static void Print(Shape shape)
    {
        KMeans settings = shape.Settings;
        List<double[]> fits = [];
        string algorithm = "";
        for (int i = 0; i <= Fits; i++)                 // the first compiles
        {
            var times = new Times();
            algorithm = settings.Fit(shape.Points, times).Algorithm;
            fits.Add(times.End());
        }
        double[] spent = [.. Enumerable.Range(0, fits[0].Length).Select(part => Shape.Median(fits.Skip(1).Select(fit => fit[part])))];
        double[] iterations = spent[..^1];
        IEnumerable<double> cells =
        [
            Shape.Median(fits.Skip(1).Select(fit => fit.Sum())), shape.AtThePeak, .. s_shown.Select(t => t < iterations.Length ? iterations[t] : 0),
            iterations.Sum(), spent[^1],
        ];
        Console.WriteLine($"| {shape} | {algorithm} | {string.Join(" | ", cells.Select(ms => $"{ms:F1}"))} |");
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
