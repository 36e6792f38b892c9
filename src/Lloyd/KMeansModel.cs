using System.Numerics;
using Lloyd.Assignment;

namespace Lloyd;

/// <summary>
/// What a fit found: k centroids and the metric they live in. Labels, centroids and inertia belong together: the
/// labels are the nearest of these centroids, and <c>Predict</c> on the training points gives them again.
/// </summary>
public sealed class KMeansModel
{
    private readonly double[] _centroids;

    internal KMeansModel(double[] centroids, Metric metric)
    {
        _centroids = centroids;
        Metric = metric;
    }

    internal static KMeansModel Of<T>(Iteration<T> last, double inertia, int restart, int[] initialRows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KMeans settings = last.Problem.Settings;
        Points<T> points = last.Problem.Points.Points;
        return new KMeansModel(last.Centroids, last.Problem.Points.Metric)
        {
            Inertia = inertia,
            Iterations = last.Number,
            Converged = last.Converged,
            Counts = (long[])last.Assignments.Partial.Counts.Clone(),
            Labels = last.Assignments.Labels,
            Columns = points.Columns,
            Encodings = points.Encodings,
            PointCount = points.Count,
            Seed = settings.Seed,
            Seeding = settings.Seeding.Name,
            Scaling = settings.Scaling,
            Algorithm = last.Assignments.Algorithm,
            Restart = restart,
            InitialRows = initialRows,
            Options = settings.Options,
        };
    }

    /// <summary>k.</summary>
    public int K => _centroids.Length / Dimensions;

    /// <summary>d.</summary>
    public int Dimensions => Metric.Dimensions;

    /// <summary>The space that distances are measured in, scaling included.</summary>
    public Metric Metric { get; }

    /// <summary>How the metric was made.</summary>
    public Scaling Scaling { get; internal init; }

    /// <summary>The centroids, k × d row-major, in the metric.</summary>
    public ReadOnlyMemory<double> Centroids => _centroids;

    /// <summary>The centroids, k × d row-major, in original units.</summary>
    public double[] CentroidsInOriginalUnits() => Metric.ToOriginal(_centroids);

    /// <summary>The names of the d columns the model was trained on; empty where they had none.</summary>
    public IReadOnlyList<string> Columns { get; internal init; } = [];

    /// <summary>How columns of text became some of the d columns: points to predict must be encoded so.</summary>
    public IReadOnlyList<OneHotEncoding> Encodings { get; internal init; } = [];

    /// <summary>n, the number of training points.</summary>
    public long PointCount { get; internal init; }

    /// <summary>The cluster of each training point; empty in a model that was loaded from a file.</summary>
    public ReadOnlyMemory<int> Labels { get; internal init; }

    /// <summary>How many training points belong to each of the k clusters.</summary>
    public ReadOnlyMemory<long> Counts { get; internal init; }

    /// <summary>Σ w · D(z, c) over the training points, in the metric.</summary>
    public double Inertia { get; internal init; }

    /// <summary>T, the number of updates.</summary>
    public int Iterations { get; internal init; }

    /// <summary>False where the limit of iterations ended the run.</summary>
    public bool Converged { get; internal init; }

    /// <summary>The seed of the fit.</summary>
    public uint Seed { get; internal init; }

    /// <summary>The name of the seeding.</summary>
    public string Seeding { get; internal init; } = "";

    /// <summary>The name of the assigner that ran.</summary>
    public string Algorithm { get; internal init; } = "";

    /// <summary>Which start won, counted from 0.</summary>
    public int Restart { get; internal init; }

    /// <summary>The rows of the points that the winning start began from; empty where centroids were given.</summary>
    public IReadOnlyList<int> InitialRows { get; internal init; } = [];

    /// <summary>The other options of the fit, by name.</summary>
    public IReadOnlyDictionary<string, string> Options { get; internal init; } = new Dictionary<string, string>();

    /// <summary>What <see cref="Points{T}.Fingerprint"/> gave for the training points; empty where the file of the model does
    /// not say.</summary>
    public string DataFingerprint { get; internal init; } = "";

    /// <summary>The version of this library that wrote the file of the model; empty in a model that comes from a fit.</summary>
    public string WrittenBy { get; internal init; } = "";

    /// <summary>How long choosing the initial centroids took, of all starts together.</summary>
    public TimeSpan SeedingTime { get; internal set; }

    /// <summary>How long everything else took, from points in memory to labels.</summary>
    public TimeSpan FitTime { get; internal set; }

    /// <summary>The cluster of one point. Allocates nothing up to d = 256.</summary>
    /// <param name="point">d coordinates in original units.</param>
    /// <exception cref="InvalidInputException">There are not d coordinates, or one is not finite, or the point is too
    /// far away to square the distance.</exception>
    public int Predict<T>(ReadOnlySpan<T> point) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckDimensions(point.Length);
        Span<double> z = point.Length <= 256 ? stackalloc double[point.Length] : new double[point.Length];
        Metric.ToMetric(point, z);
        int nearest = Distance.Nearest(z, _centroids, out double distance);
        if (!double.IsFinite(distance))
            throw Throw.TooFarToPredict();
        return nearest;
    }

    /// <inheritdoc cref="Predict{T}(ReadOnlySpan{T})"/>
    public int Predict(ReadOnlySpan<double> point) => Predict<double>(point);

    /// <summary>The cluster of each of n points.</summary>
    /// <param name="points">n × d in original units; weights play no part.</param>
    /// <param name="threads">At most how many threads; every core when null.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidInputException">The points do not have d coordinates, or a value is not finite, or too
    /// far away to square the distance.</exception>
    public int[] Predict<T>(Points<T> points, int? threads = null, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (MetricPoints<T> scaled, Description description) = Check(points, threads, cancellation);
        using Assignments<T> assignments = Assign(scaled, description, threads, cancellation);
        return assignments.Labels.ToArray();
    }

    /// <summary>The distance of each of n points from each of the k centroids, in the metric: √D, as scikit-learn's
    /// <c>transform</c>.</summary>
    /// <returns>n × k row-major.</returns>
    /// <inheritdoc cref="Predict{T}(Points{T}, int?, CancellationToken)"/>
    public double[] Transform<T>(Points<T> points, int? threads = null, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (MetricPoints<T> scaled, _) = Check(points, threads, cancellation);
        double[] distances = new double[checked(points.Count * K)];
        int workers = Blocks.Workers(points.Count, _centroids.Length, threads ?? Environment.ProcessorCount);
        Blocks.Run(points.Count, workers, (_, first, count) =>
        {
            double[] z = new double[Dimensions];
            for (int i = first; i < first + count; i++)
            {
                scaled.Read(i, z);
                for (int j = 0; j < K; j++)
                    distances[i * K + j] =
                        Math.Sqrt(Distance.Squared(z, _centroids.AsSpan(j * Dimensions, Dimensions)));
            }
        }, cancellation);
        return distances;
    }

    /// <summary>The inertia of these points with these centroids, weights included: Σ w · D to the nearest, exact and
    /// rounded once. (scikit-learn's <c>score</c> is minus this.)</summary>
    /// <inheritdoc cref="Predict{T}(Points{T}, int?, CancellationToken)"/>
    public double Score<T>(Points<T> points, int? threads = null, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (MetricPoints<T> scaled, Description description) = Check(points, threads, cancellation);
        using Assignments<T> assignments = Assign(scaled, description, threads, cancellation);
        return assignments.Inertia();
    }

    /// <summary>The model as the bytes of a file; the training labels are not part of it.</summary>
    public byte[] Save() => ModelFile.Write(this, DataFingerprint);

    /// <summary>The same with the fingerprint of the training points, by which they are known again.</summary>
    /// <param name="trainedOn">The points that the model was fitted to.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    public byte[] Save<T>(Points<T> trainedOn, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(trainedOn);
        return ModelFile.Write(this, trainedOn.Fingerprint(cancellation: cancellation));
    }

    /// <summary>The model as an ONNX file (opset 13) that other runtimes predict with: from <c>points</c>, n × d in original
    /// units, to <c>cluster</c>, n whole numbers. It computes in float64 throughout, scaling included.</summary>
    /// <typeparam name="T">What it takes: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <remarks>A point that is equally near to two centroids, to the last bits, may be given to the other.</remarks>
    public byte[] ToOnnx<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T> => Onnx.OnnxFile.Write<T>(this);

    /// <summary>A model from the bytes of a file.</summary>
    /// <exception cref="InvalidInputException">They are not a model, or are damaged.</exception>
    public static KMeansModel Load(ReadOnlySpan<byte> file) => ModelFile.Read(file);

    private Assignments<T> Assign<T>(
        MetricPoints<T> points, Description description, int? threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        IAssignerKind kind = Assigners.ForOnePass(points.Count, Dimensions, K);
        var assignments = new Assignments<T>(
            points, description, K, kind, memory: null, threads ?? Environment.ProcessorCount, cancellation);
        assignments.Assign(_centroids);
        return assignments;
    }

    internal (MetricPoints<T> Points, Description Description) Check<T>(Points<T> points, int? threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(points);
        CheckDimensions(points.Dimensions);
        var raw = new MetricPoints<T>(points, Metric.Identity(Dimensions));
        int most = threads ?? Environment.ProcessorCount;
        Description known = Problem<T>.Describe(raw, most, cancellation);
        (MetricPoints<T> scaled, Description description) = Problem<T>.In(Metric, raw, known, most, cancellation);
        description.CheckSquares(scaled, _centroids);
        return (scaled, description);
    }

    private void CheckDimensions(int dimensions)
    {
        if (dimensions != Dimensions)
            throw Throw.WrongDimensions(dimensions, Dimensions);
    }
}
