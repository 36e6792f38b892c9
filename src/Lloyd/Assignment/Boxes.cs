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

    /// <summary>The boxes around every panel of 48 points.</summary>
    public static Boxes Of<T>(MetricPoints<T> points, ScoreSpace space, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var boxes = new Boxes((points.Count + ScoreKernel.Points - 1) / ScoreKernel.Points, points.Dimensions);
        Blocks.Run(points.Count, Blocks.Workers(points.Count, points.Dimensions, threads),
            (_, first, count) =>
            {
                float[] panel = new float[ScoreKernel.Points * points.Dimensions];
                float[] min = new float[points.Dimensions], max = new float[points.Dimensions];
                for (int row = first; row < first + count; row += ScoreKernel.Points)
                {
                    space.ReadPanel(points, row, Math.Min(ScoreKernel.Points, first + count - row), panel);
                    boxes.Enclose(panel, row / ScoreKernel.Points, min, max);
                }
            },
            cancellation);
        return boxes;
    }

    /// <summary>The boxes around every <paramref name="size"/> of these boxes.</summary>
    public Boxes Around(int size)
    {
        var around = new Boxes((_norms.Length + size - 1) / size, _dimensions);
        Span<float> min = new float[_dimensions], max = new float[_dimensions];
        for (int group = 0; group < around._norms.Length; group++)
        {
            min.Fill(float.PositiveInfinity);
            max.Fill(float.NegativeInfinity);
            for (int box = group * size; box < Math.Min((group + 1) * size, _norms.Length); box++)
            {
                for (int t = 0; t < min.Length; t++)
                {
                    min[t] = MathF.Min(min[t], MathF.BitDecrement(Middle(box)[t] - Half(box)[t]));
                    max[t] = MathF.Max(max[t], MathF.BitIncrement(Middle(box)[t] + Half(box)[t]));
                }
            }
            around.Set(group, min, max);
        }
        return around;
    }

    public ReadOnlySpan<float> Middle(int box) => _values.AsSpan(box * 2 * _dimensions, _dimensions);

    public ReadOnlySpan<float> Half(int box) => _values.AsSpan((box * 2 + 1) * _dimensions, _dimensions);

    /// <summary>No point of the box is farther from the origin.</summary>
    public float Norm(int box) => _norms[box];

    /// <summary>Lanes that are left over hold zeros, and a box that is wider than it must be is still right.</summary>
    [MethodImpl(Jit.AtOnce)]
    private void Enclose(ReadOnlySpan<float> panel, int box, Span<float> min, Span<float> max)
    {
        for (int t = 0; t < min.Length; t++)
        {
            var lowest = new Vector<float>(float.PositiveInfinity);
            var highest = new Vector<float>(float.NegativeInfinity);
            for (int lane = 0; lane < ScoreKernel.Points; lane += Vector<float>.Count)
            {
                var y = new Vector<float>(panel[(t * ScoreKernel.Points + lane)..]);
                lowest = Vector.MinNative(lowest, y);
                highest = Vector.MaxNative(highest, y);
            }
            (min[t], max[t]) = (lowest[0], highest[0]);
            for (int i = 1; i < Vector<float>.Count; i++)
                (min[t], max[t]) = (MathF.Min(min[t], lowest[i]), MathF.Max(max[t], highest[i]));
        }
        Set(box, min, max);
    }

    private void Set(int box, ReadOnlySpan<float> min, ReadOnlySpan<float> max)
    {
        double squares = 0;
        for (int t = 0; t < min.Length; t++)
        {
            float middle = min[t] / 2 + max[t] / 2;
            _values[box * 2 * _dimensions + t] = middle;
            _values[(box * 2 + 1) * _dimensions + t] = MathF.BitIncrement(Math.Max(max[t] - middle, middle - min[t]));
            squares += Math.Max((double)min[t] * min[t], (double)max[t] * max[t]);
        }
        _norms[box] = MathF.BitIncrement((float)Math.Sqrt(squares));
    }
}
