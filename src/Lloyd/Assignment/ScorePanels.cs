using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The points in a <see cref="ScoreSpace"/>: a float32 copy in panels of 48, made once a fit.</summary>
internal sealed class ScorePanels
{
    private readonly float[] _values;
    private readonly float[] _norms;        // the largest ‖y‖ of each panel
    private readonly int _size;

    private ScorePanels(int count, int dimensions, RentedArrays arrays)
    {
        int panels = (count + ScoreKernel.Points - 1) / ScoreKernel.Points;
        _size = ScoreKernel.Points * dimensions;
        _values = arrays.Rent<float>(checked(panels * _size));
        _norms = arrays.Rent<float>(panels);
    }

    public static ScorePanels Of<T>(
        MetricPoints<T> points, ScoreSpace space, RentedArrays arrays, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var panels = new ScorePanels(points.Count, points.Dimensions, arrays);
        Blocks.Run(points.Count, Blocks.Workers(points.Count, points.Dimensions, threads),
            (_, first, count) => panels.Read(points, space, first, count), cancellation);
        return panels;
    }

    /// <summary>d × 48.</summary>
    public ReadOnlySpan<float> this[int panel] => _values.AsSpan(panel * _size, _size);

    /// <summary>The largest ‖y‖ in a panel.</summary>
    public float Norm(int panel) => _norms[panel];

    /// <summary>Makes a point a lane of a panel.</summary>
    /// <param name="y">d.</param>
    /// <param name="lane">The panel, from the lane on.</param>
    [MethodImpl(Jit.AtOnce)]
    public static void Put(ReadOnlySpan<float> y, Span<float> lane)
    {
        for (int t = 0, at = 0; t < y.Length; t++, at += ScoreKernel.Points)
            lane[at] = y[t];
    }

    [MethodImpl(Jit.AtOnce)]
    private void Read<T>(MetricPoints<T> points, ScoreSpace space, int first, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = first; row < first + count; row += ScoreKernel.Points)
        {
            int panel = row / ScoreKernel.Points;
            Span<float> y = _values.AsSpan(panel * _size, _size);
            space.ReadPanel(points, row, Math.Min(ScoreKernel.Points, first + count - row), y);
            _norms[panel] = ScoreKernel.LargestNorm(y);
        }
    }
}
