using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>
/// Points against all centroids by scores in float32, where what is known from earlier iterations does not spare them
/// that; where scores are too close to call, the formula in float64 decides.
/// </summary>
/// <remarks>Each block chooses by counted work, iteration after iteration: to score all its points in their place, or
/// to gather those whose bounds overlap into panels.</remarks>
internal sealed class BoundedAssigner<T> : RowAssigner<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Undecided = -1;

    private readonly ScoreSpace _space;
    private readonly ScorePanels _panels;
    private readonly ScoreCentroids _scores;
    private readonly DistanceBounds _bounds;
    private readonly BlockState[] _blocks;
    private readonly BoundCosts _costs;
    private double[] _centroids = [];

    public BoundedAssigner(
        MetricPoints<T> points, Description description, int k, BoundCosts costs, int threads,
        CancellationToken cancellation)
        : base(points)
    {
        _costs = costs;
        _space = new ScoreSpace(description);
        _panels = ScorePanels.Of(points, _space, Arrays, threads, cancellation);
        _scores = new ScoreCentroids(_space, k);
        _bounds = new DistanceBounds(_space, _scores, points.Count, k, Arrays);
        _blocks = new BlockState[(points.Count + Blocks.Rows - 1) / Blocks.Rows];
        Array.Fill(_blocks, new BlockState { Rest = costs.Rest + 1 });
    }

    /// <summary>How many points the last iteration scored against all centroids.</summary>
    public long Scored => _blocks.Sum(block => (long)block.Scored);

    public override void Begin(double[] centroids)
    {
        _centroids = centroids;
        _scores.Set(centroids);
        _bounds.Follow(centroids);
    }

    [MethodImpl(Jit.AtOnce)]
    public override void Nearest(int first, Span<int> nearest)
    {
        ref BlockState block = ref _blocks[first / Blocks.Rows];
        int[] buffer = ArrayPool<int>.Shared.Rent(nearest.Length);
        Span<int> offsets = buffer.AsSpan(0, nearest.Length);
        if (block.HasBounds)
            offsets = offsets[.._bounds.Overlapping(first, nearest.Length, offsets)];
        if (block.HasBounds && _costs.PayFor(offsets.Length, nearest.Length))
            block.Scored = ScoreGathered(first, offsets, nearest);
        else
        {
            block.Rest = block.HasBounds ? _costs.Rest : block.Rest - 1;
            block.HasBounds = block.Rest == 0;
            ScoreAll(first, nearest, block.HasBounds);
            block.Scored = nearest.Length;
        }
        Decide(first, nearest, buffer);
        ArrayPool<int>.Shared.Return(buffer);
    }

    [MethodImpl(Jit.AtOnce)]
    private void ScoreAll(int first, Span<int> nearest, bool keepBounds)
    {
        var scores = new PanelScores(
            stackalloc float[ScoreKernel.Points], stackalloc float[ScoreKernel.Points],
            stackalloc int[ScoreKernel.Points]);
        for (int i = 0; i < nearest.Length; i += ScoreKernel.Points)
        {
            int panel = (first + i) / ScoreKernel.Points;
            float norm = _panels.Norm(panel);
            scores.Compute(_panels[panel], norm, _scores);
            int lanes = Math.Min(ScoreKernel.Points, nearest.Length - i);
            scores.Labels[..lanes].CopyTo(nearest[i..]);
            for (ulong close = scores.TooClose; close != 0; close &= close - 1)
                if (BitOperations.TrailingZeroCount(close) is var lane && lane < lanes)
                    nearest[i + lane] = Undecided;
            if (keepBounds)
                _bounds.Set(first + i, _panels[panel], norm, scores);
        }
    }

    [MethodImpl(Jit.AtOnce)]
    private int ScoreGathered(int first, ReadOnlySpan<int> offsets, Span<int> nearest)
    {
        int d = Points.Dimensions, scored = 0;
        float[] buffer = ArrayPool<float>.Shared.Rent(2 * d * ScoreKernel.Points);
        Span<float> rows = buffer.AsSpan(0, d * ScoreKernel.Points);
        var gathered = new GatheredPanel(buffer.AsSpan(rows.Length, rows.Length), stackalloc int[ScoreKernel.Points]);
        for (int i = 0; i < offsets.Length; i += ScoreKernel.Points)
        {
            ReadOnlySpan<int> some = offsets[i..Math.Min(i + ScoreKernel.Points, offsets.Length)];
            for (int j = 0; j < some.Length; j++)       // all at once: memory answers many questions at a time
                _space.Read(Points, first + some[j], rows.Slice(j * d, d), 1);
            for (int j = 0; j < some.Length; j++)
            {
                int row = first + some[j];
                float norm = _panels.Norm(row / ScoreKernel.Points);
                ReadOnlySpan<float> y = rows.Slice(j * d, d);
                if (_bounds.Tighten(row, y, norm))
                    continue;
                gathered.Add(some[j], y, norm);
                scored++;
                if (gathered.IsFull)
                    Score(first, ref gathered, nearest);
            }
        }
        Score(first, ref gathered, nearest);
        ArrayPool<float>.Shared.Return(buffer);
        return scored;
    }

    [MethodImpl(Jit.AtOnce)]
    private void Score(int first, ref GatheredPanel gathered, Span<int> nearest)
    {
        ReadOnlySpan<int> offsets = gathered.Offsets;
        if (offsets.IsEmpty)
            return;
        var scores = new PanelScores(
            stackalloc float[ScoreKernel.Points], stackalloc float[ScoreKernel.Points],
            stackalloc int[ScoreKernel.Points]);
        scores.Compute(gathered.Values, gathered.Norm, _scores);
        for (int lane = 0; lane < offsets.Length; lane++)
            nearest[offsets[lane]] = (scores.TooClose >> lane & 1) == 0 ? scores.Labels[lane] : Undecided;
        _bounds.Set(first, offsets, gathered.Values, gathered.Norm, scores);
        gathered.Clear();
    }

    /// <summary>Lets the formula decide where scores do not.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void Decide(int first, Span<int> nearest, Span<int> offsets)
    {
        int count = 0;
        for (int i = 0; nearest[i..].IndexOf(Undecided) is var step && step >= 0; i += step + 1)
            offsets[count++] = i + step;
        ExactPanels.Nearest(Points, first, offsets[..count], _centroids, nearest);
    }

    /// <summary>A block whose bounds spared too little does without them for some iterations.</summary>
    private struct BlockState
    {
        public bool HasBounds;
        public int Rest;            // iterations until it keeps bounds again
        public int Scored;          // points, in the last iteration
    }
}
