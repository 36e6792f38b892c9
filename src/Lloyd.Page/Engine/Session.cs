using Lloyd.Assignment;
using Lloyd.Datasets;
using Lloyd.Pictures;
using Lloyd.Quality;

namespace Lloyd.Page;

/// <summary>The points on the page and the run that is being watched, one step at a time.</summary>
internal sealed class Session
{
    private KMeans _settings = new(1);
    private IEnumerator<(Step Step, ReadOnlyMemory<double> Arrived)>? _run;
    private int[] _labels = [];

    public Sample Sample { get; private set; } = Sample.Empty;

    /// <summary>The step that the run is at.</summary>
    public Step Step { get; private set; } = null!;

    /// <summary>Where the update before has left the centroids, in the metric: those of the step, unless a hand has
    /// changed them since.</summary>
    public ReadOnlyMemory<double> Arrived { get; private set; }

    /// <summary>The inertia of these with the labels of the step before; NaN at the first.</summary>
    public double ArrivedInertia { get; private set; }

    /// <summary>The rows whose label in this step differs from the one before, in order.</summary>
    public int[] ChangedRows { get; private set; } = [];

    public void Use(Sample sample)
    {
        Sample = sample;
        End();
    }

    public void Start(KMeans settings, string edits)
    {
        End();
        _labels = [];
        _settings = settings;
        _run = Steps(settings, Sample.Points, Edit.Parse(edits, Sample.Points.Dimensions), 0).GetEnumerator();
    }

    /// <summary>Computes the next step; false when the run has ended.</summary>
    public bool Next()
    {
        if (_run is null || !_run.MoveNext())
        {
            End();
            return false;
        }
        (Step, Arrived) = _run.Current;
        int[] labels = Step.Labels.ToArray();
        ArrivedInertia = _labels.Length == 0 ? double.NaN : Inertia(Arrived, _labels);
        ChangedRows = _labels.Length == 0 ? [.. Enumerable.Range(0, labels.Length)] : Differences(_labels, labels);
        _labels = labels;
        return true;
    }

    /// <summary>The step that a run from these centroids would begin with, scaled as the run on the page.</summary>
    /// <param name="centroids">k × d, in original units.</param>
    public Step Preview(double[] centroids) => From(_settings, centroids, Sample.Points.Dimensions, 1).Steps(Sample.Points).First();

    /// <summary>Inertia and silhouette of a run, and the silhouette of one on points spread evenly over the same box.</summary>
    /// <param name="settings">Of both.</param>
    /// <param name="sample">At most how many points a silhouette looks at; so many are spread.</param>
    public double[] Judge(KMeans settings, int sample)
    {
        KMeansModel model = settings.Fit(Sample.Points);
        Points<double> even = Even(Sample.Points, Math.Max(settings.K + 1, Math.Min(sample, Sample.Points.Count)), settings.Seed);
        KMeansModel evenModel = settings.Fit(even);
        return
        [
            model.Inertia,
            Silhouette.Score(Sample.Points, model.Labels, model.Metric, sample, settings.Seed),
            Silhouette.Score(even, evenModel.Labels, evenModel.Metric),
        ];
    }

    /// <summary>A run as a picture, the run on the page being left alone.</summary>
    /// <param name="settings">Of the run.</param>
    /// <param name="edits">What hands have changed on its way.</param>
    /// <param name="half">The half-step to show; −1: all of them, one after the other.</param>
    /// <param name="plot">Where to show it.</param>
    public string Draw(KMeans settings, string edits, int half, Plot plot)
    {
        IEnumerable<Frame> frames = Frame.Of(Steps(settings, Sample.Points, Edit.Parse(edits, Sample.Points.Dimensions), 0));
        return half < 0 ? Svg.Animation(plot, frames) : Svg.Still(plot, frames.Skip(half).First());
    }

    /// <summary>A plot of two columns, counted from 0; y is −1 where there is only one.</summary>
    public Plot PlotOf(int x, int y, bool showsRegions, string title) =>
        new(Sample.Points, Sample.Columns, x, y, title) { ShowsRegions = showsRegions };

    private static Points<double> Even(Points<double> points, int count, uint seed)
    {
        int d = points.Dimensions;
        Description box = Description.Of(new MetricPoints<double>(points, Metric.Identity(d)), threads: 1, CancellationToken.None);
        double[] values = [.. new Uniform { Samples = count, Features = d, Seed = seed }.Make().Points.Values];
        for (int i = 0; i < values.Length; i++)
            values[i] = box.Min[i % d] + values[i] * (box.Max[i % d] - box.Min[i % d]);
        return new Points<double>(values, d);
    }

    /// <summary>The steps of a run that hands have changed on its way, and where each update has left the
    /// centroids.</summary>
    /// <param name="first">The number of the first step.</param>
    private static IEnumerable<(Step Step, ReadOnlyMemory<double> Arrived)> Steps(
        KMeans settings, Points<double> points, ReadOnlyMemory<Edit> edits, int first)
    {
        foreach (Step step in settings.Steps(points))
        {
            int number = first + step.Iteration, changes = 0;
            double[] centroids = [];
            for (; changes < edits.Length && edits.Span[changes].Step == number; changes++)
                centroids = edits.Span[changes].Apply(
                    changes == 0 ? step.CentroidsInOriginalUnits() : centroids, points.Dimensions);
            if (changes == 0)
            {
                yield return (step, step.Centroids);
                continue;
            }
            KMeans rest = From(
                settings, centroids, points.Dimensions, Math.Max(1, settings.MaxIterations - step.Iteration));
            bool isFirst = true;
            foreach ((Step Step, ReadOnlyMemory<double> Arrived) later in Steps(rest, points, edits[changes..], number))
            {
                yield return isFirst ? (later.Step, step.Centroids) : later;
                isFirst = false;
            }
            yield break;
        }
    }

    private static KMeans From(KMeans settings, double[] centroids, int dimensions, int iterations) => settings with
    {
        K = centroids.Length / dimensions,
        Seeding = Seeding.From(new Points<double>(centroids, dimensions)),
        MaxIterations = iterations,
    };

    /// <summary>Σ D of every row to the centroid of its label.</summary>
    private double Inertia(ReadOnlyMemory<double> centroids, int[] labels)
    {
        double[] distances = new double[MetricPoints<double>.MostRowsAtATime];
        double sum = 0;
        new MetricPoints<double>(Sample.Points, Step.Metric).ReadRows(0, labels.Length, (first, z) =>
        {
            int count = z.Length / Sample.Points.Dimensions;
            Distance.Squared(z, centroids.Span, labels.AsSpan(first, count), distances);
            for (int i = 0; i < count; i++)
                sum += distances[i];
        });
        return sum;
    }

    private void End()
    {
        _run?.Dispose();
        _run = null;
    }

    private static int[] Differences(int[] before, int[] after)
    {
        var rows = new List<int>();
        for (int i = 0; i < after.Length; i++)
            if (before[i] != after[i])
                rows.Add(i);
        return [.. rows];
    }
}
