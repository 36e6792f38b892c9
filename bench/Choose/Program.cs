using System.Globalization;
using Lloyd;
using Lloyd.Choose;
using Lloyd.Datasets;
using Lloyd.Quality;

// How often a k is recommended where there are no clusters, and how often the right one where there are.
int[] asked = [.. args.Select(arg => int.Parse(arg, CultureInfo.InvariantCulture))];
int draws = asked.Length > 0 ? asked[0] : 100;
const int Restarts = 3, Most = 8;

Console.WriteLine($"{draws} draws of each kind, seeds 1 … {draws}, k = 2..{Most}, {Restarts} restarts");
Console.WriteLine("kind                                  n   d   recommended   of these weakly   the right k");
int falseAlarms = 0, without = 0;
foreach (int n in asked.Length > 1 ? asked[1..] : [100, 300])
    foreach (int d in (int[])[2, 5, 16])
        foreach ((string kind, Func<uint, Points<double>> draw) in new (string, Func<uint, Points<double>>)[]
        {
            ("spread evenly", seed => new Uniform { Samples = n, Features = d, Seed = seed }.Make().Points),
            ("one normal cluster", seed => new Blobs { Samples = n, Features = d, Centers = 1, Seed = seed }.Make().Points),
            ("one stretched normal cluster", seed => Shapes.Stretched(n, d, seed)),
        })
        {
            falseAlarms += Count(kind, draw, n, d, k: null);
            without += draws;
        }
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"without clusters: {falseAlarms} of {without}, {100.0 * falseAlarms / without:F1} %"));
Count("4 blobs anywhere, std 2", seed => new Blobs { Samples = 100, Centers = 4, Std = 2, Seed = seed }.Make().Points, 100, 2, 4);
Count("3 blobs on a circle, 4 std apart", seed => Shapes.Circle(100, 3, apart: 4, seed), 100, 2, 3);
Count("3 blobs on a circle, 5 std apart", seed => Shapes.Circle(100, 3, apart: 5, seed), 100, 2, 3);
Count("5 blobs on a circle, 6 std apart", seed => Shapes.Circle(200, 5, apart: 6, seed), 200, 2, 5);

int Count(string kind, Func<uint, Points<double>> draw, int n, int d, int? k)
{
    int recommended = 0, weakly = 0, right = 0;
    Parallel.For(1, draws + 1, seed =>
    {
        var settings = new KMeans(2) { Restarts = Restarts, Threads = 1 };
        if (ChoiceOfK.Of(draw((uint)seed), settings, 2, Most).Recommended is not { } best)
            return;
        Interlocked.Increment(ref recommended);
        Interlocked.Add(ref weakly, best.IsWeak ? 1 : 0);
        Interlocked.Add(ref right, best.K == k ? 1 : 0);
    });
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{kind,-34} {n,4} {d,3} {Share(recommended),13} {Share(weakly),17} {(k is null ? "" : Share(right)),13}"));
    return recommended;
}

string Share(int count) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / draws:F0} %");
