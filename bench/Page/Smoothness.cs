using System.Diagnostics;
using Lloyd.Page.Tests.DevTools;

namespace Lloyd.PageBench;

/// <summary>What was seen while a pointer moved, counted by the browser itself in the frames that it painted.</summary>
/// <param name="Pictures">Per second: frames in which what moves was somewhere else than in the one before.</param>
/// <param name="Texts">Per second: frames in which the sentence under the plot was another. While a centroid is dragged it is so
/// with every answer of the engine.</param>
/// <param name="Longest">Milliseconds: the longest task of the page's own thread, in which it does not answer.</param>
internal sealed record Smoothness(double Pictures, double Texts, double Longest)
{
    private const string Record = """
        (value => {
          let pictures = 0, texts = 0, longest = 0, shown = value(), text = '', frame = 0;
          const observer = new PerformanceObserver(list => { for (const { duration } of list.getEntries()) longest = Math.max(longest, duration); });
          observer.observe({ type: 'longtask' });
          const look = () => {
            const now = value(), said = document.querySelector('#sentence').textContent;
            if (now !== shown) pictures++;
            if (said !== text && said.startsWith('Inertia')) texts++;
            [shown, text] = [now, said];
            frame = requestAnimationFrame(look);
          };
          look();
          window.recorded = () => {
            cancelAnimationFrame(frame);
            observer.disconnect();
            return { pictures, texts, longest };
          };
        })
        """;

    /// <summary>Presses the pointer at the first place, moves it through all of them, and lets go.</summary>
    /// <param name="tab">The page.</param>
    /// <param name="value">What moves, as an expression.</param>
    /// <param name="way">The places, in pixels of the window.</param>
    public static async Task<Smoothness> MeasureAsync(Tab tab, string value, double[][] way)
    {
        await tab.MouseAsync("mouseMoved", way[0][0], way[0][1]);
        await tab.MouseAsync("mousePressed", way[0][0], way[0][1]);
        await tab.EvaluateAsync<object>($"void {Record}(() => {value})");
        long started = Stopwatch.GetTimestamp();
        foreach (double[] place in way)
            await tab.MouseAsync("mouseMoved", place[0], place[1]);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Recorded found = await tab.EvaluateAsync<Recorded>("recorded()");
        await tab.MouseAsync("mouseReleased", way[^1][0], way[^1][1]);
        return new Smoothness(found.Pictures / seconds, found.Texts / seconds, found.Longest);
    }

    private sealed record Recorded(int Pictures, int Texts, double Longest);
}
