using System.Buffers;
using System.Numerics;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>Every point against every centroid, by scores in float32; where they are too close to call, the formula
/// in float64 decides.</summary>
internal sealed class DenseAssigner<T> : RowAssigner<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ScorePanels _panels;
    private readonly ScoreCentroids _scores;
    private double[] _centroids = [];

    public DenseAssigner(
        MetricPoints<T> points, Description description, int k, int threads, CancellationToken cancellation)
        : base(points)
    {
        var space = new ScoreSpace(description);
        _panels = ScorePanels.Of(points, space, threads, cancellation);
        _scores = new ScoreCentroids(space, k);
    }

    public override void Begin(double[] centroids)
    {
        _centroids = centroids;
        _scores.Set(centroids);
    }

    public override void Nearest(int first, Span<int> nearest)
    {
        Span<float> best = stackalloc float[ScoreKernel.Points];
        Span<float> second = stackalloc float[ScoreKernel.Points];
        Span<int> labels = stackalloc int[ScoreKernel.Points];
        int[] close = ArrayPool<int>.Shared.Rent(nearest.Length);
        int closeCount = 0;
        for (int i = 0; i < nearest.Length; i += ScoreKernel.Points)
        {
            int panel = (first + i) / ScoreKernel.Points;
            ScoreKernel.Nearest(_panels[panel], _scores.Rows, _scores.All, best, second, labels);
            int lanes = Math.Min(ScoreKernel.Points, nearest.Length - i);
            labels[..lanes].CopyTo(nearest[i..]);
            ulong tooClose = ScoreKernel.TooClose(best, second, _scores.Slack(_panels.Norm(panel), Points.Dimensions));
            for (; tooClose != 0; tooClose &= tooClose - 1)
                if (BitOperations.TrailingZeroCount(tooClose) is var lane && lane < lanes)
                    close[closeCount++] = i + lane;
        }
        ExactPanels.Nearest(Points, first, close.AsSpan(0, closeCount), _centroids, nearest);
        ArrayPool<int>.Shared.Return(close);
    }
}
