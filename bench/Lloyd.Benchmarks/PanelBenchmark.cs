using BenchmarkDotNet.Attributes;
using Lloyd.Kernels;

namespace Lloyd.Benchmarks;

/// <summary>The plain formula in float64.</summary>
public class PanelBenchmark : KernelBenchmark<double>
{
    private readonly double[] _results = new double[PanelKernel.Points];
    private double[] _panel = [], _centroids = [];

    [GlobalSetup]
    public void SetUp()
    {
        _panel = Values(D * PanelKernel.Points);
        _centroids = Values(K * D);
    }

    [Benchmark, Work(typeof(double), PanelKernel.Points, flops: 3)]
    public void Nearest() => PanelKernel.Nearest(_panel, _centroids, _results);
}
