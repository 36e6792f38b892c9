using System.Buffers;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The points projected on a <see cref="Subspace"/>: the leading coordinates in panels, with the norm of the
/// tail as one coordinate more; the others row by row, with both tails after them.</summary>
internal sealed class SubspacePoints
{
    private const int Points = ScoreKernel.Points;

    private readonly Subspace _subspace;
    private readonly int _restSize;
    private readonly float[] _leading;
    private readonly float[] _rest;
    private readonly float[] _squares;

    public SubspacePoints(Subspace subspace, int count, RentedArrays arrays)
    {
        int panels = (count + Points - 1) / Points;
        _subspace = subspace;
        PanelSize = (subspace.Leading + 1) * Points;
        _restSize = subspace.Dimensions - subspace.Leading + 2;
        _leading = arrays.Rent<float>(checked(panels * PanelSize));
        _rest = arrays.Rent<float>(checked(panels * Points * _restSize));
        _squares = arrays.Rent<float>(panels * Points);
    }

    /// <summary>(leading + 1) · 48.</summary>
    public int PanelSize { get; }

    /// <summary>(leading + 1) × 48.</summary>
    public ReadOnlySpan<float> Leading(int panel) => _leading.AsSpan(panel * PanelSize, PanelSize);

    /// <summary>The further coordinates of a row and its two tails.</summary>
    public ReadOnlySpan<float> Rest(int row) => _rest.AsSpan(row * _restSize, _restSize);

    /// <summary>‖y‖² of a row.</summary>
    public float Square(int row) => _squares[row];

    /// <param name="panel">The number of the panel.</param>
    /// <param name="y">d × 48.</param>
    public void Set(int panel, ReadOnlySpan<float> y)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent(_subspace.Dimensions * Points);
        Span<float> projections = buffer.AsSpan(0, _subspace.Dimensions * Points);
        Span<float> leadingTails = stackalloc float[Points];
        Span<float> tails = stackalloc float[Points];
        _subspace.Project(y, projections, _squares.AsSpan(panel * Points, Points), leadingTails, tails);
        int leading = _subspace.Leading;
        Span<float> first = _leading.AsSpan(panel * PanelSize, PanelSize);
        projections[..(leading * Points)].CopyTo(first);
        leadingTails.CopyTo(first[(leading * Points)..]);
        for (int lane = 0; lane < Points; lane++)
        {
            Span<float> rest = _rest.AsSpan((panel * Points + lane) * _restSize, _restSize);
            for (int t = leading; t < _subspace.Dimensions; t++)
                rest[t - leading] = projections[t * Points + lane];
            rest[^2] = leadingTails[lane];
            rest[^1] = tails[lane];
        }
        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary>The leading coordinates of any rows as a panel.</summary>
    public void Gather(ReadOnlySpan<int> rows, Span<float> panel)
    {
        for (int lane = 0; lane < rows.Length; lane++)
        {
            ReadOnlySpan<float> source = Leading(rows[lane] / Points)[(rows[lane] % Points)..];
            for (int at = 0; at < source.Length; at += Points)
                panel[at + lane] = source[at];
        }
    }
}
