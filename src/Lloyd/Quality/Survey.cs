using System.Numerics;
using Lloyd.Assignment;
using Lloyd.Streams;

namespace Lloyd.Quality;

/// <summary>The work behind a <see cref="ChoiceOfK"/>.</summary>
internal sealed class Survey<T>(
    Points<T> points, KMeans settings, int least, int most, IProgress<ChoiceProgress>? progress, CancellationToken cancellation)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MostInSilhouette = 5000;
    private const int MostInResample = 1000;        // where k allows
    private const int PointsPerCluster = 10;
    private const int Repeats = 20;
    private const double BeyondLuckiest = 0.5;      // standard deviations

    // What the parts cost, as shares of the whole; it only drives a progress bar.
    private const double Fits = 0.4, References = 0.3;

    private readonly int[] _ks = [.. Enumerable.Range(least, most - least + 1)];

    public ChoiceOfK Run()
    {
        KMeansModel[] models = [.. Models()];
        int[] rows = new Pcg64(settings.Seed).Choice(points.Count, Math.Min(points.Count, MostInSilhouette));
        Tell("silhouettes", Fits);
        double[] silhouettes = Silhouettes(points.Take(rows), models[0].Metric,
            [.. models.Select(model => (ReadOnlyMemory<int>)Array.ConvertAll(rows, row => model.Labels.Span[row]))], settings.Threads);

        // References and resamples live in the metric, which is that of every fit.
        int few = Math.Min(rows.Length, Math.Max(MostInResample, PointsPerCluster * most));
        double[] z = new double[few * points.Dimensions];
        models[0].Metric.ToMetric<T>(points.Take(rows.AsSpan(0, few)).Values, z);
        var sample = new Points<double>(z, points.Dimensions);
        (double[] expected, double[] deviations, double luck) = Expect(sample);

        var candidates = new List<Candidate>();
        for (int i = 0; i < _ks.Length; i++)
        {
            Tell($"stability of k = {_ks[i]}", Fits + References + (1 - Fits - References) * i / _ks.Length);
            double[] pairs = Stability.Pairs(sample, Unscaled(_ks[i]) with { Threads = settings.Threads }, Repeats, cancellation);
            candidates.Add(new Candidate(
                _ks[i], models[i].Inertia, silhouettes[i], expected[i], luck * deviations[i],
                CalinskiHarabasz.Score(points, models[i].Labels, models[i].Metric, settings.Threads, cancellation),
                DaviesBouldin.Score(points, models[i].Labels, models[i].Metric, settings.Threads, cancellation),
                pairs.Average())
            {
                Deviation = deviations[i],
            });
        }
        return new ChoiceOfK(candidates)
        {
            PointCount = points.Count, SilhouetteSample = rows.Length, ResampleSize = few, Resamples = Repeats,
        };
    }

    /// <summary>The best fit for each k: of the restarts, and of one that goes on from the k before with the farthest point
    /// as a further centroid, so that the inertia never rises.</summary>
    private IEnumerable<KMeansModel> Models()
    {
        KMeansModel? before = null;
        foreach (int k in _ks)
        {
            Tell($"fits of k = {k}", Fits * (k - least) / _ks.Length);
            KMeansModel model = (settings with { K = k }).Fit(points, cancellation: cancellation);
            if (before is not null)
            {
                KMeans onwards = settings with { K = k, Restarts = 1, Seeding = Seeding.From(OneMore(before)) };
                KMeansModel other = onwards.Fit(points, cancellation: cancellation);
                model = other.Inertia < model.Inertia ? other : model;
            }
            yield return before = model;
        }
    }

    private Points<double> OneMore(KMeansModel model)
    {
        int d = points.Dimensions, farthest = 0;
        double most = -1;
        double[] z = new double[d];
        for (int i = 0; i < points.Count; i++)
        {
            model.Metric.ToMetric(points[i], z);
            double distance = Distance.Squared(z, model.Centroids.Span.Slice(model.Labels.Span[i] * d, d));
            if (distance > most)
                (farthest, most) = (i, distance);
        }
        double[] row = new double[d];
        Metric.Identity(d).ToMetric(points[farthest], row);
        return new Points<double>((double[])[.. model.CentroidsInOriginalUnits(), .. row], d);
    }

    /// <summary>What data without clusters reaches on average, by the kind that reaches more, its standard deviation, and how
    /// many of these luck can go beyond: for any k, so that trying many k finds no clusters either.</summary>
    private (double[] Expected, double[] Deviations, double Luck) Expect(Points<double> sample)
    {
        var featureless = new Featureless(sample, cancellation);
        double[][] found = new double[2 * Repeats][];
        int done = 0;
        Blocks.Each(found.Length, Math.Min(found.Length, settings.Threads), (_, i) =>
        {
            SeedSequence seed = new SeedSequence(settings.Seed).Spawn((uint)i);
            Points<double> drawn = i < Repeats ? featureless.Even(seed) : featureless.Normal(seed);
            ReadOnlyMemory<int>[] labels = [.. _ks.Select(k => Unscaled(k).Fit(drawn, cancellation: cancellation).Labels)];
            found[i] = Silhouettes(drawn, null, labels, threads: 1);
            Tell("data without clusters", Fits + References * Interlocked.Increment(ref done) / found.Length);
        }, cancellation);
        double[] expected = new double[_ks.Length], deviations = new double[_ks.Length];
        for (int k = 0; k < expected.Length; k++)
            (expected[k], deviations[k]) =
                new[] { found[..Repeats], found[Repeats..] }.Select(kind => MeanAndDeviation([.. kind.Select(each => each[k])])).Max();
        // More than the luckiest, which is the luckiest of some and not of all that could have been drawn.
        double luck = BeyondLuckiest + found.Max(each => Enumerable.Range(0, expected.Length)
            .Max(k => deviations[k] > 0 ? (each[k] - expected[k]) / deviations[k] : 0));
        return (expected, deviations, luck);
    }

    private static (double Mean, double Deviation) MeanAndDeviation(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)));
    }

    private KMeans Unscaled(int k) => settings with { K = k, Scaling = Scaling.None, Threads = 1 };

    /// <summary>The mean silhouette of each clustering; NaN where the points see but one of its clusters.</summary>
    private double[] Silhouettes<V>(Points<V> of, Metric? metric, ReadOnlyMemory<int>[] clusterings, int threads)
        where V : unmanaged, IBinaryFloatingPointIeee754<V>
    {
        bool CanBeJudged(ReadOnlyMemory<int> labels) =>
            labels.ToArray().Distinct().Count() is var clusters && clusters > 1 && clusters < of.Count;
        ReadOnlyMemory<int>[] judged = [.. clusterings.Where(CanBeJudged)];
        var scores = new Queue<double>(
            Silhouette.Coefficients(of, judged, metric, threads, cancellation).Select(coefficients => coefficients.Average()));
        return [.. clusterings.Select(labels => CanBeJudged(labels) ? scores.Dequeue() : double.NaN)];
    }

    private void Tell(string doing, double done) => progress?.Report(new ChoiceProgress(doing, done));
}
