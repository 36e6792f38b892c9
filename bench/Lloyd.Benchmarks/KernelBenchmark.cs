using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace Lloyd.Benchmarks;

/// <summary>
/// What a kernel is measured on: one panel of points, which stays in the first-level cache as it does in a fit, and k
/// centroids. A new kernel is a class of a few lines under this one, with <see cref="WorkAttribute"/> on its method.
/// </summary>
public abstract class KernelBenchmark<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Random _random = new(1);

    [Params(2, 16, 64, 768)]
    public int D { get; set; }

    [Params(64, 1000)]
    public int K { get; set; }

    /// <summary>Values in [−1, 1), which is all that the speed of a kernel could depend on.</summary>
    protected T[] Values(int count)
    {
        var values = new T[count];
        for (int i = 0; i < count; i++)
            values[i] = T.CreateTruncating(2 * _random.NextDouble() - 1);
        return values;
    }
}
