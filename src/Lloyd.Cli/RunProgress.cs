namespace Lloyd.Cli;

/// <summary>How far a run is, on a line.</summary>
internal static class RunProgress
{
    /// <summary>Takes the iterations of a fit; null where nobody would see them.</summary>
    public static IProgress<FitProgress>? Of(KMeans settings, ProgressLine line) =>
        line.Reports<FitProgress>(at => Describe(at, settings, line));

    /// <summary>The steps, told as they are asked for.</summary>
    /// <param name="steps">A run.</param>
    /// <param name="doing">What is done with them.</param>
    /// <param name="last">The number of the last, or the most that it can be.</param>
    /// <param name="line">Where it is told.</param>
    public static IEnumerable<Step> Told(this IEnumerable<Step> steps, string doing, int last, ProgressLine line)
    {
        IProgress<Step>? progress = line.Reports<Step>(step =>
            $"{doing} {ProgressLine.Bar((double)step.Iteration / last)} iteration {step.Iteration}, {step.Changed} points moved{line.TimeLeft((double)step.Iteration / last)}");
        foreach (Step step in steps)
        {
            progress?.Report(step);
            yield return step;
        }
    }

    private static string Describe(FitProgress at, KMeans settings, ProgressLine line)
    {
        double done = (at.Restart + (double)at.Iteration / settings.MaxIterations) / settings.Restarts;
        string start = settings.Restarts == 1 ? "" : $"start {at.Restart + 1} of {settings.Restarts}, ";
        // Most runs converge long before the limit, so that only the most that it can take is known.
        string left = line.TimeLeft(done) is { Length: > 2 } time ? $", at most{time[1..]}" : "";
        return $"{ProgressLine.Bar(done)} {start}iteration {at.Iteration}, {at.Changed} points moved{left}";
    }
}
