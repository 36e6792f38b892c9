using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>What <see cref="SubspaceAssigner{T}"/> knows of the rows of a block, and of up to 48 of them that it has in
/// hand. One thread at a time uses it.</summary>
internal sealed class SubspaceBlock(int d)
{
    private readonly int[] _labels = new int[Blocks.Rows];
    private readonly float[] _seconds = new float[Blocks.Rows];
    private readonly float[] _bounds = new float[Blocks.Rows];
    private readonly int[] _rows = new int[ScoreKernel.Points];
    private readonly float[] _panel = new float[ScoreKernel.Points * d];
    private readonly int[] _codes = new int[Assignment.Codes.Words(d) * ScoreKernel.Points];
    private readonly float[] _numbers = new float[CodeKernel.PointNumbers * ScoreKernel.Points];
    private float[] _lower = [];
    private float[] _pairBounds = [];
    private int[] _pairs = [];
    private float[] _points = [];
    private int _count;
    private ulong _read;
    private bool _isRun;                        // whether they are consecutive

    /// <summary>The first row.</summary>
    public int First { get; private set; }

    /// <summary>How many scores of all coordinates were computed.</summary>
    public long Products { get; set; }

    /// <summary>The largest ‖y‖.</summary>
    public float Norm { get; set; }

    /// <summary>How far products of single points can be trusted.</summary>
    public float Slack { get; set; }

    /// <summary>How far bounds can be.</summary>
    public float BoundSlack { get; set; }

    /// <summary>Whether some of its points were compared as a panel.</summary>
    public bool IsCompared { get; set; }

    /// <summary>Rows, or offsets of them, for later.</summary>
    public int[] Pending { get; } = new int[Blocks.Rows];

    /// <summary>The rows in hand.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>d × 48, once filled.</summary>
    public ReadOnlySpan<float> Panel => _panel;

    /// <summary>Room for a panel of codes …</summary>
    public Span<int> Codes => _codes;

    /// <summary>… and the numbers that belong to them.</summary>
    public Span<float> Numbers => _numbers;

    /// <summary>The best centroid so far …</summary>
    public ref int Label(int row) => ref _labels[row - First];

    /// <summary>… the second best score that was computed …</summary>
    public ref float Second(int row) => ref _seconds[row - First];

    /// <summary>… and what no other score that was to be looked at is below.</summary>
    public ref float Bound(int row) => ref _bounds[row - First];

    public void Begin(int first) => (First, Products, Norm, IsCompared) = (first, 0, 0, false);

    /// <summary>Takes consecutive rows in hand.</summary>
    public void Take(int row, int count)
    {
        (_count, _read, _isRun) = (count, 0, true);
        for (int lane = 0; lane < count; lane++)
            _rows[lane] = row + lane;
    }

    /// <summary>Takes any rows in hand.</summary>
    public void Take(ReadOnlySpan<int> rows)
    {
        (_count, _read, _isRun) = (rows.Length, 0, false);
        rows.CopyTo(_rows);
    }

    /// <summary>y · c of a row in hand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Product<T>(int lane, MetricPoints<T> points, ScoreSpace space, ReadOnlySpan<float> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ScoreSpace.IsPlain<T>(points.Metric)
            ? space.Product(points, _rows[lane], c)
            : ProductKernel.Dot(Point(lane, points, space), c);

    /// <summary>y of a row in hand, read when it is first wanted.</summary>
    private ReadOnlySpan<float> Point<T>(int lane, MetricPoints<T> points, ScoreSpace space)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<float> y = Room(ref _points, ScoreKernel.Points * d).Slice(lane * d, d);
        if ((_read >> lane & 1) == 0)
            space.Read(points, _rows[lane], y, 1);
        _read |= 1UL << lane;
        return y;
    }

    /// <summary>Makes a panel of the rows in hand.</summary>
    [MethodImpl(Jit.AtOnce)]
    public void FillPanel<T>(MetricPoints<T> points, ScoreSpace space)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<float> rows = Room(ref _points, ScoreKernel.Points * d)[..(_count * d)];
        if (_isRun)
        {
            space.ReadRows(points, _rows[0], _count, rows);
            _read = LaneMask.All;
        }
        else
            for (int lane = 0; lane < _count; lane++)
                Point(lane, points, space);
        if (_count < ScoreKernel.Points)
            Array.Clear(_panel);
        Transpose.ToPanel(rows, _panel);
    }

    /// <summary>Room for bounds of the rows in hand.</summary>
    public Span<float> Bounds(int centroids) => Room(ref _lower, centroids * ScoreKernel.Points);

    /// <summary>Room for a list of pairs of these …</summary>
    /// <param name="most">How many it may get.</param>
    public Span<int> Pairs(int most) => Room(ref _pairs, most + PairKernel.Surplus);

    /// <summary>… and their bounds.</summary>
    public Span<float> PairBounds(int count) => Room(ref _pairBounds, count);

    private static Span<V> Room<V>(ref V[] array, int length)
    {
        if (array.Length < length)
            array = new V[length];
        return array.AsSpan(0, length);
    }
}
