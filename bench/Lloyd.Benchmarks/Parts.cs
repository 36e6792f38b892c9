using System.Diagnostics;
using Lloyd.Assignment;
using Lloyd.Kernels;

namespace Lloyd.Benchmarks;

/// <summary>What a fit that scores all points in every iteration is made of, each part by itself, by all threads and in the library's
/// own code.</summary>
internal static class Parts
{
    private const int Times = 5;
    private static readonly int s_threads = Environment.ProcessorCount;

    /// <param name="folder">The shapes, as bench/peers/run makes them.</param>
    /// <param name="names">Which.</param>
    public static void Print(string folder, IReadOnlyList<string> names)
    {
        Console.WriteLine($"Milliseconds, medians of {Times}, by {s_threads} threads\n");
        Console.WriteLine("| shape | description | panels | all scores at the peak | by the kernel | first sums | rows that changed | their moves | inertia |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (string name in names)
            Print(Shape.Read(folder, name));
    }

    private static void Print(Shape shape)
    {
        var points = new MetricPoints<float>(shape.Points, Metric.Identity(shape.Points.Dimensions));
        Step[] steps = [.. shape.Settings.Steps(shape.Points)];
        var description = Description.Of(points, s_threads, default);
        var space = new ScoreSpace(description);
        using var arrays = new RentedArrays();
        ScorePanels panels = Copy(points, space, arrays);
        var scores = new ScoreCentroids(space, shape.Start.Count);
        scores.Set(steps[^1].Centroids.Span);
        var sums = new Partial[s_threads];
        for (int worker = 0; worker < s_threads; worker++)
            sums[worker] = description.NewPartial(shape.Start.Count);
        int[] none = new int[points.Count];
        Array.Fill(none, -1);

        double[] spent =
        [
            Spent(() => Description.Of(points, s_threads, default)),
            Spent(() =>
            {
                using var copy = new RentedArrays();
                Copy(points, space, copy);
            }),
            shape.AtThePeak,
            Spent(() => Blocks.Run(points.Count, s_threads, (_, first, count) => Score(panels, scores, first, count), default)),
            Spent(() => Move(points, sums, none, steps[0].Labels)),
            steps.Sum(step => step.Changed) - steps[0].Changed,
            Spent(() =>
            {
                for (int t = 1; t < steps.Length; t++)
                    Move(points, sums, steps[t - 1].Labels, steps[t].Labels);
            }),
            Spent(() => Assignments<float>.Inertia(points, steps[^1].Centroids.ToArray(), steps[^1].Labels, s_threads, default)),
        ];
        Console.WriteLine($"| {shape} | {string.Join(" | ", spent.Select((part, i) => i == 5 ? $"{part:F0}" : $"{part:F1}"))} |");
    }

    private static ScorePanels Copy(MetricPoints<float> points, ScoreSpace space, RentedArrays arrays)
    {
        var panels = new ScorePanels(points.Count, points.Dimensions, arrays);
        Blocks.Run(points.Count, s_threads, (_, first, count) =>
        {
            for (int row = first; row < first + count; row += ScoreKernel.Points)
                panels.Read(points, space, row / ScoreKernel.Points);
        }, default);
        return panels;
    }

    private static void Score(ScorePanels panels, ScoreCentroids scores, int first, int count)
    {
        Span<float> best = stackalloc float[ScoreKernel.Points], second = stackalloc float[ScoreKernel.Points];
        Span<int> labels = stackalloc int[ScoreKernel.Points];
        for (int row = first; row < first + count; row += ScoreKernel.Points)
            ScoreKernel.Nearest(panels[row / ScoreKernel.Points], scores.Rows, scores.All, best, second, labels);
    }

    private static void Move(MetricPoints<float> points, Partial[] sums, ReadOnlyMemory<int> from, ReadOnlyMemory<int> to) =>
        Blocks.Run(points.Count, s_threads, (worker, first, count) =>
            sums[worker].Move(points, first, from.Span.Slice(first, count), to.Span.Slice(first, count)), default);

    private static double Spent(Action part)
    {
        part();                                         // compiles
        return Shape.Median(Enumerable.Range(0, Times).Select(_ =>
        {
            long started = Stopwatch.GetTimestamp();
            part();
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }).ToArray());
    }
}
