using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The boxes around groups of points: middle and half width in each coordinate.</summary>
internal sealed class Boxes
{
    private readonly int _dimensions;
    private readonly float[] _values;       // boxes × 2 × d: middles, half widths
    private readonly float[] _norms;

    private Boxes(int count, int dimensions)
    {
        _dimensions = dimensions;
        _values = new float[count * 2 * dimensions];
        _norms = new float[count];
    }

    /// <summary>The boxes around every <paramref name="size"/> points.</summary>
    public static Boxes Of<T>(
        MetricPoints<T> points, ScoreSpace space, int size, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var boxes = new Boxes((points.Count + size - 1) / size, points.Dimensions);
        Blocks.Run(points.Count, Blocks.Workers(points.Count, points.Dimensions, threads),
            (_, first, count) =>
            {
                float[] panel = new float[ScoreKernel.Points * points.Dimensions];
                for (int row = first; row < first + count; row += size)
                    boxes.Enclose(points, space, row, Math.Min(size, first + count - row), row / size, panel);
            },
            cancellation);
        return boxes;
    }

    public ReadOnlySpan<float> Middle(int box) => _values.AsSpan(box * 2 * _dimensions, _dimensions);

    public ReadOnlySpan<float> Half(int box) => _values.AsSpan((box * 2 + 1) * _dimensions, _dimensions);

    /// <summary>No point of the box is farther from the origin.</summary>
    public float Norm(int box) => _norms[box];

    [MethodImpl(Jit.AtOnce)]
    private void Enclose<T>(
        MetricPoints<T> points, ScoreSpace space, int first, int count, int box, Span<float> panel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<float> min = _values.AsSpan(box * 2 * _dimensions, _dimensions);
        Span<float> max = _values.AsSpan((box * 2 + 1) * _dimensions, _dimensions);
        min.Fill(float.PositiveInfinity);
        max.Fill(float.NegativeInfinity);
        for (int i = 0; i < count; i += ScoreKernel.Points)
        {
            int lanes = Math.Min(ScoreKernel.Points, count - i);
            space.ReadPanel(points, first + i, lanes, panel);
            for (int t = 0; t < min.Length; t++)
            {
                ReadOnlySpan<float> y = panel.Slice(t * ScoreKernel.Points, lanes);
                foreach (float value in y)
                {
                    min[t] = MathF.Min(min[t], value);
                    max[t] = MathF.Max(max[t], value);
                }
            }
        }
        double squares = 0;
        for (int t = 0; t < min.Length; t++)
        {
            squares += Math.Max((double)min[t] * min[t], (double)max[t] * max[t]);
            float middle = min[t] / 2 + max[t] / 2;
            (min[t], max[t]) = (middle, MathF.BitIncrement(Math.Max(max[t] - middle, middle - min[t])));
        }
        _norms[box] = MathF.BitIncrement((float)Math.Sqrt(squares));
    }
}
