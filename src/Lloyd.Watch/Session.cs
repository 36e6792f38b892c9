using Lloyd.Assignment;
using Lloyd.Datasets;
using Lloyd.Pictures;
using Lloyd.Quality;
using Lloyd.Seedings;

namespace Lloyd.Watch;

/// <summary>What can be asked about the points on the page.</summary>
internal sealed class Session(Sample sample) : IDisposable
{
    private readonly Lock _oneAtATime = new();
    private Preview? _preview;                          // kept while a hand drags

    public Sample Sample => sample;

    /// <summary>A run that hands have changed on its way, step by step.</summary>
    /// <param name="settings">Of the run.</param>
    /// <param name="edits">The changes, as <see cref="Edit.Parse"/> reads them.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<WatchedStep> Run(KMeans settings, string edits, CancellationToken cancellation = default)
    {
        Step? former = null;
        foreach ((Step step, ReadOnlyMemory<double> arrived) in Steps(settings, edits, cancellation))
        {
            yield return former is null
                ? new WatchedStep(step, arrived, double.NaN, [], step.Labels.ToArray())
                : Changed(step, arrived, former.Labels, cancellation);
            former = step;
        }
    }

    /// <summary>A run as an SVG.</summary>
    /// <param name="settings">Of the run.</param>
    /// <param name="edits">The changes by hand.</param>
    /// <param name="half">The half-step to show; −1: all of them, one after the other.</param>
    /// <param name="plot">Where to show it.</param>
    public string Draw(KMeans settings, string edits, int half, Plot plot, CancellationToken cancellation = default)
    {
        IEnumerable<Frame> frames = Frame.Of(Steps(settings, edits, cancellation));
        if (half < 0)
            return Svg.Animation(plot, frames, cancellation);
        var before = new List<Frame>();
        foreach (Frame frame in frames)
        {
            if (before.Count == half)
                return Svg.Still(plot, frame, before, cancellation);
            before.Add(frame with { Labels = default, Changed = default });       // labels of many points and steps are much
        }
        throw new InvalidInputException($"There is no half-step {half}; the run ends at {before.Count - 1}.");
    }

    /// <summary>The points before any clustering as an SVG.</summary>
    /// <param name="plot">Where to show them.</param>
    /// <param name="truth">Whether to show their true clusters.</param>
    public string DrawRaw(Plot plot, bool truth) =>
        Svg.Still(plot, Frame.Raw(sample.Points.Count, truth ? sample.Truth : default), []);

    /// <summary>A plane as the page describes it: see plane.js.</summary>
    public static Plane PlaneOf(
        double[] offsets, double[] ranges, double[] origin, double[] across, double[] up, double[] units, string[] names,
        bool hasOneScale, bool showsRegions, string words) =>
        new(new Metric(origin.Length, offsets, ranges), origin, across, up, names)
        {
            UnitAcross = (units[0], units[1]),
            UnitUp = (units[2], units[3]),
            HasOneScale = hasOneScale,
            ShowsRegions = showsRegions,
            Words = words,
        };

    /// <summary>A plot of the points in a plane.</summary>
    public Plot PlotOf(Plane plane, string title, bool lines = false, bool tails = false) =>
        new(sample.Points, plane, title) { ShowsLines = lines, ShowsTails = tails };

    /// <summary>The labels, counts and inertia that a run would begin with, were these its centroids.</summary>
    /// <param name="settings">Of the run.</param>
    /// <param name="centroids">k × d, in original units.</param>
    public (int[] Labels, int[] Counts, double Inertia) Preview(KMeans settings, double[] centroids)
    {
        KMeans wanted = settings with { K = centroids.Length / sample.Points.Dimensions };
        lock (_oneAtATime)
        {
            if (_preview?.Settings is not { } known || (known.K, known.Scaling) != (wanted.K, wanted.Scaling))
            {
                _preview?.Dispose();
                _preview = null;
                _preview = new Preview(wanted, sample.Points);
            }
            return _preview.Of(centroids);
        }
    }

    /// <summary>Inertia and silhouette of a run, and the silhouette of one on points spread evenly over the same box.</summary>
    /// <param name="settings">Of both.</param>
    /// <param name="atMost">At most how many points a silhouette looks at; so many are spread.</param>
    public double[] Judge(KMeans settings, int atMost, CancellationToken cancellation = default)
    {
        Points<double> points = sample.Points;
        KMeansModel model = settings.Fit(points, cancellation: cancellation);
        Points<double> even = Even(points, Math.Max(settings.K + 1, Math.Min(atMost, points.Count)), settings.Seed);
        KMeansModel evenModel = settings.Fit(even, cancellation: cancellation);
        return
        [
            model.Inertia,
            Silhouette.Score(points, model.Labels, model.Metric, atMost, settings.Seed, cancellation: cancellation),
            Silhouette.Score(even, evenModel.Labels, evenModel.Metric, cancellation: cancellation),
        ];
    }

    /// <summary>The principal components of the points under a scaling, and the metric it makes.</summary>
    public (Metric Metric, PrincipalComponents Found) Components(Scaling scaling)
    {
        var raw = new MetricPoints<double>(sample.Points, Metric.Identity(sample.Points.Dimensions));
        Description description = Problem<double>.Describe(raw, threads: 1, CancellationToken.None);
        Metric metric = scaling.Fit(raw, description, threads: 1, CancellationToken.None);
        return (metric, PrincipalComponents.Of(sample.Points, metric));
    }

    private static Points<double> Even(Points<double> points, int count, uint seed)
    {
        int d = points.Dimensions;
        Description box = Description.Of(new MetricPoints<double>(points, Metric.Identity(d)), threads: 1, CancellationToken.None);
        double[] values = [.. new Uniform { Samples = count, Features = d, Seed = seed }.Make().Points.Values];
        for (int i = 0; i < values.Length; i++)
            values[i] = box.Min[i % d] + values[i] * (box.Max[i % d] - box.Min[i % d]);
        return new Points<double>(values, d);
    }

    public void Dispose() => _preview?.Dispose();

    private IEnumerable<(Step Step, ReadOnlyMemory<double> Arrived)> Steps(
        KMeans settings, string edits, CancellationToken cancellation)
    {
        int d = sample.Points.Dimensions;
        Edit[] list = Edit.Parse(edits, d);
        // Those placed by hand at step 0 are the start.
        int placing = settings.Seeding is GivenSeeding ? list.TakeWhile(edit => edit.Step == 0).Count() : 0;
        if (placing > 0)
            settings = From(
                settings, list[..placing].Aggregate(Array.Empty<double>(), (placed, edit) => edit.Apply(placed, d)),
                settings.MaxIterations);
        return Steps(settings, list.AsMemory(placing), 0, cancellation);
    }

    /// <summary>The steps of a run that hands have changed on its way, and where each update has left the
    /// centroids.</summary>
    /// <param name="first">The number of the first step.</param>
    private IEnumerable<(Step Step, ReadOnlyMemory<double> Arrived)> Steps(
        KMeans settings, ReadOnlyMemory<Edit> edits, int first, CancellationToken cancellation)
    {
        foreach (Step step in settings.Steps(sample.Points, cancellation))
        {
            int number = first + step.Iteration, changes = 0;
            double[] centroids = [];
            for (; changes < edits.Length && edits.Span[changes].Step == number; changes++)
                centroids = edits.Span[changes].Apply(
                    changes == 0 ? step.CentroidsInOriginalUnits() : centroids, sample.Points.Dimensions);
            if (changes == 0)
            {
                yield return (step, step.Centroids);
                continue;
            }
            KMeans rest = From(settings, centroids, Math.Max(1, settings.MaxIterations - step.Iteration));
            bool isFirst = true;
            foreach ((Step Step, ReadOnlyMemory<double> Arrived) later in
                Steps(rest, edits[changes..], number, cancellation))
            {
                yield return isFirst ? (later.Step, step.Centroids) : later;
                isFirst = false;
            }
            yield break;
        }
    }

    private KMeans From(KMeans settings, double[] centroids, int iterations) => settings with
    {
        K = centroids.Length / sample.Points.Dimensions,
        Seeding = Seeding.From(new Points<double>(centroids, sample.Points.Dimensions)),
        MaxIterations = iterations,
    };

    private WatchedStep Changed(
        Step step, ReadOnlyMemory<double> arrived, ReadOnlyMemory<int> former, CancellationToken cancellation)
    {
        ReadOnlySpan<int> before = former.Span, after = step.Labels.Span;
        var rows = new List<int>();
        var labels = new List<int>();
        for (int i = 0; (i += before[i..].CommonPrefixLength(after[i..])) < after.Length; i++)
        {
            rows.Add(i);
            labels.Add(after[i]);
        }
        double inertia = Assignments<double>.Inertia(
            new MetricPoints<double>(sample.Points, step.Metric), arrived.ToArray(), former, Environment.ProcessorCount, cancellation);
        return new WatchedStep(step, arrived, inertia, [.. rows], [.. labels]);
    }
}
