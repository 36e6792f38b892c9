using System.Diagnostics;
using Lloyd.Page.Tests.DevTools;

namespace Lloyd.PageBench;

/// <summary>What a person waits for, and how smoothly the page follows a pointer.</summary>
/// <param name="Data">Seconds from the address to the data on the page.</param>
/// <param name="Run">Seconds from there to the end of the run.</param>
/// <param name="Scrub">The slider moved over every half-step for the first time,</param>
/// <param name="Again">and again.</param>
/// <param name="Drag">A centroid moved in a circle.</param>
internal sealed record Watched(double Data, double Run, Smoothness Scrub, Smoothness Again, Smoothness Drag)
{
    private const int Turns = 4;                // of a dragged centroid
    private const int Places = 60;              // of each turn

    public static async Task<Watched> MeasureAsync(Browser browser, Uri address)
    {
        await using Tab tab = await browser.OpenAsync();
        long started = Stopwatch.GetTimestamp();
        await tab.GoToAsync(address);
        await tab.UntilAsync("window.lloyd?.table");
        double data = Stopwatch.GetElapsedTime(started).TotalSeconds;
        started = Stopwatch.GetTimestamp();
        await tab.EvaluateAsync<object>("void lloyd.ready().then(() => { window.hasEnded = true; })");
        while (!await tab.EvaluateAsync<bool>("window.hasEnded === true"))       // as long as it takes
            await Task.Delay(20);
        double run = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Smoothness scrub = await ScrubAsync(tab), again = await ScrubAsync(tab);
        return new Watched(data, run, scrub, again, await DragAsync(tab));
    }

    private static async Task<Smoothness> ScrubAsync(Tab tab)
    {
        double[] box = await tab.EvaluateAsync<double[]>(
            "(({ x, y, width, height }) => [x + 10, y + height / 2, width - 20])(document.querySelector('#slider').getBoundingClientRect())");
        int last = await tab.EvaluateAsync<int>("2 * (lloyd.steps.length - 1)");
        double[][] way = [.. Enumerable.Range(0, last + 1).Select(h => (double[])[box[0] + box[2] * h / last, box[1]])];
        return await Smoothness.MeasureAsync(tab, "lloyd.h", [.. way, .. way.Reverse(), .. way, .. way.Reverse()]);
    }

    private static async Task<Smoothness> DragAsync(Tab tab)
    {
        double[] at = await tab.EvaluateAsync<double[]>("lloyd.centroids()[0]");
        double[][] circle = [.. Enumerable.Range(0, Turns * Places).Select(i => i * Math.Tau / Places).Select(angle =>
            (double[])[at[0] + 40 * (Math.Cos(angle) - 1), at[1] + 40 * Math.Sin(angle)])];
        return await Smoothness.MeasureAsync(tab, "lloyd.centroids()[0].join()", circle);
    }
}
