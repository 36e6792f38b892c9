using System.Globalization;
using Lloyd.Data;
using Lloyd.Datasets;
using Lloyd.Page.Tests.DevTools;
using Lloyd.Page.Tests.Hosts;
using Lloyd.PageBench;

// How the page bears many points: 1M that the browser makes and computes itself, and 10M (or as many as are given) of a file
// through `lloyd play`.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int own = 1_000_000, served = args is [var rows] ? int.Parse(rows, CultureInfo.InvariantCulture) : 10_000_000;
const int K = 12, Updates = 40;
var folder = Directory.CreateTempSubdirectory("lloyd-bench-");
await using var browser = new Browser();
await browser.InitializeAsync();
try
{
    string file = Path.Combine(folder.FullName, "blobs.npy");
    TableWriter.Write(file, new Blobs { Samples = served, Centers = K, Std = 2, Seed = 5 }.Make().Points);
    Console.WriteLine($"k = {K}, {Updates} updates, {Environment.ProcessorCount} cores, no graphics card; a plot of 1280 × 800, per second while "
        + "a pointer moves: pictures that differ, and labels that do");
    Console.WriteLine("points     engine     data s   run s   step ms   scrub/s   again/s   longest ms   drag/s   labels/s   longest ms");
    await using (Play play = await Play.StartAsync())
        Print(own, "browser", await Watched.MeasureAsync(browser, new UriBuilder(play.Address)
        {
            Fragment = $"d=blobs:n={own},c={K},std=2,seed=5&k={K}&init=random&scale=none&tol=none&iter={Updates}",
        }.Uri));
    await using (Play play = await Play.StartAsync(file, "-k", $"{K}", "--init", "random", "--tolerance", "none", "--iterations", $"{Updates}"))
        Print(served, "server", await Watched.MeasureAsync(browser, play.Address));
}
finally
{
    folder.Delete(recursive: true);
}

static void Print(int points, string engine, Watched seen) => Console.WriteLine(
    $"{points,-10} {engine,-8} {seen.Data,8:F1} {seen.Run,7:F1} {1000 * seen.Run / (Updates + 1),9:F0} {seen.Scrub.Pictures,9:F0} "
    + $"{seen.Again.Pictures,9:F0} {seen.Again.Longest,12:F0} {seen.Drag.Pictures,8:F0} {seen.Drag.Texts,10:F0} {seen.Drag.Longest,12:F0}");
