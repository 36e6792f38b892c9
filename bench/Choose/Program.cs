using System.Globalization;
using Lloyd;
using Lloyd.Choose;
using Lloyd.Datasets;
using Lloyd.Quality;

// How often a k is recommended where there are no clusters, and how often the right one where there are: so many draws of each
// kind, k = 2..12 as `lloyd choose` tries them.
int draws = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100;
const int Restarts = 5;

Console.WriteLine($"{draws} draws of each kind, seeds 1 … {draws}");
Console.WriteLine("kind                                 n    d   recommended   the right k");
int falseAlarms = 0, without = 0;
foreach (int n in (int[])[100, 300])
    foreach (int d in (int[])[1, 2, 5, 16])
        foreach ((string kind, Func<uint, Points<double>> draw) in new (string, Func<uint, Points<double>>)[]
        {
            ("spread evenly", seed => new Uniform { Samples = n, Features = d, Seed = seed }.Make().Points),
            ("one normal cluster", seed => new Blobs { Samples = n, Features = d, Centers = 1, Seed = seed }.Make().Points),
            ("one stretched normal cluster", seed => Shapes.Stretched(n, d, seed)),
            ("one skewed cluster", seed => Shapes.Skewed(n, d, seed)),
        })
        {
            (int recommended, _) = Count(draw, right: 0);
            (falseAlarms, without) = (falseAlarms + recommended, without + draws);
            Tell(kind, n, d, recommended, null);
        }
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"without clusters: {falseAlarms} of {without}, {100.0 * falseAlarms / without:F1} %"));
foreach ((string kind, int n, int d, int k, Func<uint, Points<double>> draw) in new (string, int, int, int, Func<uint, Points<double>>)[]
{
    ("notebook: 4 blobs anywhere, std 2", 100, 2, 4, seed => new Blobs { Samples = 100, Centers = 4, Std = 2, Seed = seed }.Make().Points),
    ("4 blobs anywhere, std 1", 300, 2, 4, seed => new Blobs { Samples = 300, Centers = 4, Std = 1, Seed = seed }.Make().Points),
    ("3 blobs on a circle, 4 std apart", 100, 2, 3, seed => Shapes.Circle(100, 3, apart: 4, seed)),
    ("3 blobs on a circle, 5 std apart", 100, 2, 3, seed => Shapes.Circle(100, 3, apart: 5, seed)),
    ("5 blobs on a circle, 6 std apart", 200, 2, 5, seed => Shapes.Circle(200, 5, apart: 6, seed)),
})
{
    (int recommended, int right) = Count(draw, k);
    Tell(kind, n, d, recommended, right);
}

(int Recommended, int Right) Count(Func<uint, Points<double>> draw, int right)
{
    int recommended = 0, found = 0;
    Parallel.For(1, draws + 1, seed =>
    {
        var settings = new KMeans(2) { Restarts = Restarts, Threads = 1 };
        if (ChoiceOfK.Of(draw((uint)seed), settings, 2, 12).Recommended is not { } best)
            return;
        Interlocked.Increment(ref recommended);
        if (best.K == right)
            Interlocked.Increment(ref found);
    });
    return (recommended, found);
}

void Tell(string kind, int n, int d, int recommended, int? right) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{kind,-34} {n,4} {d,4} {100.0 * recommended / draws,11:F0} % {(right is { } count ? $"{100.0 * count / draws,11:F0} %" : "")}"));
