using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Lloyd.Tests;

/// <summary>A whole run in lines of text that are equal if, and only if, every bit of every step is.</summary>
internal static class Run
{
    public static string[] Of<T>(KMeans settings, Points<T> points) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            return [.. settings.Steps(points).Select(Line)];
        }
        catch (InvalidInputException refused)
        {
            return [refused.Message];
        }
    }

    /// <summary>A hash of the bits.</summary>
    public static string Hash<T>(ReadOnlySpan<T> values) where T : unmanaged =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)).AsSpan(0, 8));

    /// <summary>The bits of doubles, for comparisons in which 0 is not −0.</summary>
    public static long[] Bits(ReadOnlyMemory<double> values) =>
        Array.ConvertAll(values.ToArray(), BitConverter.DoubleToInt64Bits);

    private static string Line(Step step) =>
        $"{step.Iteration}: labels {Hash(step.Labels.Span)} centroids {Hash(step.Centroids.Span)} "
        + $"counts {Hash(step.Counts.Span)} inertia {step.Inertia:R} changed {step.Changed} "
        + $"movement {step.Movement?.ToString("R") ?? "none"}";
}
