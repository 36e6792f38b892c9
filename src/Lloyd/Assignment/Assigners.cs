using System.Numerics;
using System.Runtime.Intrinsics;

namespace Lloyd.Assignment;

/// <summary>
/// The catalogue of assigners, best first: the first that suits the problem runs. All give the same labels.
/// <see cref="KMeans.Algorithm"/>, or the environment variable LLOYD_ASSIGNER, forces one by name.
/// </summary>
internal static class Assigners
{
    public static readonly IReadOnlyList<IAssignerKind> All =
    [
        new PanelKind(),
        new ReferenceKind(),
    ];

    public static IEnumerable<string> Names => All.Select(kind => kind.Name);

    /// <summary>The assigner of that name; for "auto" the one that the environment names, or else the best.</summary>
    public static IAssignerKind Choose(string name)
    {
        if (name == KMeans.AutomaticAlgorithm)
            name = Environment.GetEnvironmentVariable("LLOYD_ASSIGNER") ?? "";
        if (name is "" or KMeans.AutomaticAlgorithm)
            return All.First(kind => kind.Suits);
        return All.FirstOrDefault(kind => kind.Name == name) ?? throw Throw.UnknownAlgorithm(name, Names);
    }

    private sealed class PanelKind : IAssignerKind
    {
        public string Name => "panel";

        // Without vectors, turning points into panels costs more than it brings.
        public bool Suits => Vector128.IsHardwareAccelerated;

        public Assigner<T> Create<T>(MetricPoints<T> points) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            new PanelAssigner<T>(points);
    }

    private sealed class ReferenceKind : IAssignerKind
    {
        public string Name => "reference";

        public bool Suits => true;

        public Assigner<T> Create<T>(MetricPoints<T> points) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            new ReferenceAssigner<T>(points);
    }
}

/// <summary>A line of the catalogue.</summary>
internal interface IAssignerKind
{
    string Name { get; }

    bool Suits { get; }

    Assigner<T> Create<T>(MetricPoints<T> points) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
