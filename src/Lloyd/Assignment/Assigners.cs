using System.Numerics;
using System.Runtime.Intrinsics;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>
/// The catalogue of assigners, best first: the first that suits the problem runs. All give the same labels.
/// <see cref="KMeans.Algorithm"/>, or the environment variable LLOYD_ASSIGNER, forces one by name.
/// </summary>
internal static class Assigners
{
    public static readonly IReadOnlyList<IAssignerKind> All =
    [
        new BoxKind(),
        new SubspaceKind(),
        new BoundedKind(),
        new PanelKind(),
        new ReferenceKind(),
    ];

    public static IEnumerable<string> Names => All.Select(kind => kind.Name);

    /// <summary>The assigner of that name, for "auto" the one that the environment names, or null where none is
    /// named.</summary>
    /// <exception cref="InvalidInputException">There is no assigner of that name.</exception>
    public static IAssignerKind? Forced(string name)
    {
        if (name == KMeans.AutomaticAlgorithm)
            name = Environment.GetEnvironmentVariable("LLOYD_ASSIGNER") ?? "";
        return name is "" or KMeans.AutomaticAlgorithm ? null : Named(name);
    }

    /// <summary>The best for a run that starts from these centroids (k × d, in the metric), of those whose copies of the
    /// points take no more than so many bytes.</summary>
    public static IAssignerKind Best<T>(
        MetricPoints<T> points, Description description, double[] centroids, long? memory, int threads,
        CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = points.Count, d = points.Dimensions, k = centroids.Length / d;
        return All.First(kind =>
            kind.Suits(n, d, k) && !(kind.BytesPerPoint(d, k) * (long)n > memory)
            && kind.Pays(points, description, centroids, threads, cancellation));
    }

    /// <summary>The best for a single pass over n points of d coordinates, with k centroids.</summary>
    public static IAssignerKind ForOnePass(int n, int d, int k) =>
        Forced(KMeans.AutomaticAlgorithm) ?? All.First(kind => !kind.NeedsIterations && kind.Suits(n, d, k));

    /// <exception cref="InvalidInputException">There is none.</exception>
    public static IAssignerKind Named(string name) =>
        All.FirstOrDefault(kind => kind.Name == name) ?? throw Throw.UnknownAlgorithm(name, Names);

    private sealed class BoxKind : IAssignerKind
    {
        public string Name => "boxes";

        public bool NeedsIterations => true;

        public int BytesPerPoint(int d, int k) => 8 * d;

        // In few dimensions boxes are small; the order must pay for itself.
        public bool Suits(int n, int d, int k) => Vector128.IsHardwareAccelerated && n >= 20_000
            && (d <= BoxProbe.FewDimensions ? k >= 4 : d <= BoxProbe.MostDimensions && (d + 6) * k >= 3000);

        public bool Pays<T>(
            MetricPoints<T> points, Description description, double[] centroids, int threads, CancellationToken cancellation)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            points.Dimensions <= BoxProbe.FewDimensions
            || BoxProbe.Share(points, description, centroids, threads, cancellation) < BoxProbe.PayingShare;

        public Assigner<T> Create<T>(
            MetricPoints<T> points, Description description, int k, int threads, CancellationToken cancellation)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            new BoxAssigner<T>(points, description, k, threads, cancellation);
    }

    private sealed class SubspaceKind : IAssignerKind
    {
        public string Name => "subspace";

        public bool NeedsIterations => true;

        // Most of it only where it goes on with bounds.
        public int BytesPerPoint(int d, int k) => 2 * d + PanelBounds.BytesPerPoint(d, k);

        // What is done for each point, whatever k is, must be little beside its products; rows must be enough to sample.
        public bool Suits(int n, int d, int k) =>
            CodeKernel.IsFast && d is >= 128 and <= 4096 && (long)k * d >= 100_000 && n >= 10_000;

        public Assigner<T> Create<T>(
            MetricPoints<T> points, Description description, int k, int threads, CancellationToken cancellation)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            new SubspaceAssigner<T>(points, description, k, threads, cancellation);
    }

    private sealed class BoundedKind : IAssignerKind
    {
        public string Name => "bounded";

        public int BytesPerPoint(int d, int k) => PanelBounds.BytesPerPoint(d, k);

        // A copy of the points must pay for itself.
        public bool Suits(int n, int d, int k) => Vector128.IsHardwareAccelerated && (long)n * k >= 10_000;

        // Where scores tell nothing, the formula is better asked at once.
        public bool Pays<T>(
            MetricPoints<T> points, Description description, double[] centroids, int threads, CancellationToken cancellation)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => new ScoreSpace(description).IsUsable;

        public Assigner<T> Create<T>(
            MetricPoints<T> points, Description description, int k, int threads, CancellationToken cancellation)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            new BoundedAssigner<T>(points, description, k, threads, cancellation);
    }

    private sealed class PanelKind : IAssignerKind
    {
        public string Name => "panel";

        public int BytesPerPoint(int d, int k) => 0;

        // Without vectors, turning points into panels costs more than it brings.
        public bool Suits(int n, int d, int k) => Vector128.IsHardwareAccelerated;

        public Assigner<T> Create<T>(
            MetricPoints<T> points, Description description, int k, int threads, CancellationToken cancellation)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => new PanelAssigner<T>(points);
    }

    private sealed class ReferenceKind : IAssignerKind
    {
        public string Name => "reference";

        public int BytesPerPoint(int d, int k) => 0;

        public bool Suits(int n, int d, int k) => true;

        public Assigner<T> Create<T>(
            MetricPoints<T> points, Description description, int k, int threads, CancellationToken cancellation)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => new ReferenceAssigner<T>(points);
    }
}

/// <summary>A line of the catalogue.</summary>
internal interface IAssignerKind
{
    string Name { get; }

    /// <summary>What its copies of the points take, and what it keeps of each; 0 where that is labels alone.</summary>
    int BytesPerPoint(int d, int k);

    /// <summary>Whether it is the best for n points of d coordinates and k centroids, of what follows it in the
    /// catalogue.</summary>
    bool Suits(int n, int d, int k);

    /// <summary>Whether, where it suits, it also pays on these very points and centroids, as far as a look at some of
    /// them tells.</summary>
    bool Pays<T>(
        MetricPoints<T> points, Description description, double[] centroids, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => true;

    /// <summary>Whether what it does at first pays only in later iterations.</summary>
    bool NeedsIterations => false;

    Assigner<T> Create<T>(
        MetricPoints<T> points, Description description, int k, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
