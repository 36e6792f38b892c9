using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>A panel of points from here and there.</summary>
/// <param name="values">d × 48.</param>
/// <param name="offsets">48: which points they are.</param>
internal ref struct GatheredPanel(Span<float> values, Span<int> offsets)
{
    private readonly Span<float> _values = values;
    private readonly Span<int> _offsets = offsets;
    private int _count;

    public readonly ReadOnlySpan<float> Values => _values;

    public readonly ReadOnlySpan<int> Offsets => _offsets[.._count];

    public readonly bool IsFull => _count == ScoreKernel.Points;

    /// <summary>The largest norm.</summary>
    public float Norm { get; private set; }

    public void Add(int offset, ReadOnlySpan<float> y, float norm)
    {
        ScorePanels.Put(y, _values[_count..]);
        _offsets[_count++] = offset;
        Norm = MathF.Max(Norm, norm);
    }

    public void Clear() => (_count, Norm) = (0, 0);
}
