using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Lloyd.Assignment;
using Lloyd.Datasets;

namespace Lloyd.Tests;

/// <summary>What a process computes, as one line, and how wide its vectors are.</summary>
internal static class Fingerprint
{
    public const string Question = "fingerprint";

    /// <summary>The bits of the widest vectors that run as instructions; 0 where there are none.</summary>
    public static int Width =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;

    public static string Answer() => $"{Width} {Hash()}";

    /// <summary>A hash of a fixed set of hostile runs, of all assigners and of the generators.</summary>
    public static string Hash()
    {
        var lines = new List<string>();
        foreach (string kind in Hostile.Kinds)
        {
            foreach (int d in new[] { 1, 7, 33 })
            {
                lines.AddRange(Lines<float>(kind, d));
                lines.AddRange(Lines<double>(kind, d));
            }
        }
        foreach (Generator generator in Generators.All.Select(entry => entry.Create(new GeneratorOptions())))
            lines.Add(Run.Hash(generator.Make().Points.Values));
        return Run.Hash(MemoryMarshal.AsBytes<char>(string.Join('\n', lines).AsSpan()));
    }

    private static IEnumerable<string> Lines<T>(string kind, int d) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int N = 70, K = 7;
        (T[] values, T[] centers) = Hostile.Make<T>(kind, N, d, K, seed: d);
        foreach (IAssignerKind assigner in Assigners.All)
        {
            var settings = new KMeans(K) { Algorithm = assigner.Name, MaxIterations = 4 };
            var centroids = new Points<double>(Array.ConvertAll(centers, double.CreateChecked), d);
            foreach (string line in Run.Of(settings with { Seeding = Seeding.From(centroids) }, new Points<T>(values, d)))
                yield return line;
            var weighted = new Points<T>(values, d, Hostile.Weights(N, d));
            foreach (string line in Run.Of(settings with { Scaling = Scaling.Standard }, weighted))
                yield return line;
        }
    }
}
