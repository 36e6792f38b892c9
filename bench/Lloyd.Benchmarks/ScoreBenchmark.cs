using BenchmarkDotNet.Attributes;
using Lloyd.Kernels;

namespace Lloyd.Benchmarks;

/// <summary>Scores in float32: the filter in front of the formula.</summary>
public class ScoreBenchmark : KernelBenchmark<float>
{
    private readonly float[] _best = new float[ScoreKernel.Points], _second = new float[ScoreKernel.Points];
    private readonly int[] _labels = new int[ScoreKernel.Points];
    private float[] _panel = [], _centroids = [];
    private int[] _candidates = [];

    [GlobalSetup]
    public void SetUp()
    {
        _panel = Values(D * ScoreKernel.Points);
        _centroids = Values((K + 1) * (D + 1));
        _centroids[K * (D + 1)] = float.PositiveInfinity;
        int groups = (K + ScoreKernel.Group - 1) / ScoreKernel.Group;
        _candidates = [.. Enumerable.Range(0, groups * ScoreKernel.Group).Select(j => Math.Min(j, K))];
    }

    [Benchmark, Work(typeof(float), ScoreKernel.Points, flops: 2)]
    public void Nearest() => ScoreKernel.Nearest(_panel, _centroids, _candidates, _best, _second, _labels);
}
