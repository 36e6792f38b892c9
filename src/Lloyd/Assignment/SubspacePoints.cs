using System.Buffers;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The points in <see cref="Codes"/>: all coordinates row by row, and those in a <see cref="Subspace"/> in panels.</summary>
internal sealed class SubspacePoints
{
    private const int Points = ScoreKernel.Points;
    private const int Numbers = CodeKernel.PointNumbers * Points;

    private readonly Subspace _subspace;
    private readonly int _words;
    private readonly int[] _rows;
    private readonly float[] _rowNumbers;
    private readonly int[] _panels;
    private readonly float[] _panelNumbers;
    private readonly float[] _squares;

    public SubspacePoints(Subspace subspace, int count, int d, RentedArrays arrays)
    {
        int panels = (count + Points - 1) / Points;
        _subspace = subspace;
        _words = Codes.Words(d);
        PanelSize = subspace.Dimensions / Codes.InWord * Points;
        _rows = arrays.Rent<int>(checked(panels * Points * _words));
        _rowNumbers = arrays.Rent<float>(panels * Numbers);
        _panels = arrays.Rent<int>(checked(panels * PanelSize));
        _panelNumbers = arrays.Rent<float>(panels * Numbers);
        _squares = arrays.Rent<float>(panels * Points);
    }

    /// <summary>The words of a panel of projections.</summary>
    public int PanelSize { get; }

    /// <summary>The codes of all coordinates of a row.</summary>
    public ReadOnlySpan<int> Row(int row) => _rows.AsSpan(row * _words, _words);

    /// <summary>The numbers that belong to them, 48 apart.</summary>
    public ReadOnlySpan<float> RowNumbers(int row) => _rowNumbers.AsSpan(row / Points * Numbers + row % Points);

    /// <summary>The same of all rows of a panel.</summary>
    public ReadOnlySpan<float> NumbersOfRows(int panel) => _rowNumbers.AsSpan(panel * Numbers, Numbers);

    /// <summary>‖y‖² of a row.</summary>
    public float Square(int row) => _squares[row];

    /// <summary>The codes of the projections of a panel's points …</summary>
    public ReadOnlySpan<int> Panel(int panel) => _panels.AsSpan(panel * PanelSize, PanelSize);

    /// <summary>… and their numbers.</summary>
    public ReadOnlySpan<float> PanelNumbers(int panel) => _panelNumbers.AsSpan(panel * Numbers, Numbers);

    /// <summary>Takes 48 points.</summary>
    /// <param name="panel">The number of the panel.</param>
    /// <param name="y">d × 48.</param>
    /// <param name="rows">Gets their codes of all coordinates, words × 48.</param>
    /// <returns>The largest ‖y‖.</returns>
    [MethodImpl(Jit.AtOnce)]
    public float Set(int panel, ReadOnlySpan<float> y, Span<int> rows)
    {
        float[] projections = ArrayPool<float>.Shared.Rent(_subspace.Dimensions * Points);
        Span<float> projected = projections.AsSpan(0, _subspace.Dimensions * Points);
        Span<float> tails = stackalloc float[Points];
        tails.Clear();
        Codes.Encode(y, tails, rows, _rowNumbers.AsSpan(panel * Numbers, Numbers));
        for (int lane = 0; lane < Points; lane++)
            Codes.CopyLane(rows, lane, _rows.AsSpan((panel * Points + lane) * _words, _words));
        Span<float> squares = _squares.AsSpan(panel * Points, Points);
        ProductKernel.Squares(y, squares);
        _subspace.Project(y, projected, squares, tails);
        Codes.Encode(projected, tails, _panels.AsSpan(panel * PanelSize, PanelSize), _panelNumbers.AsSpan(panel * Numbers, Numbers));
        ArrayPool<float>.Shared.Return(projections);
        float largest = 0;
        foreach (float square in squares)
            largest = MathF.Max(largest, square);
        return MathF.Sqrt(largest);
    }

    /// <summary>Any rows as a panel of all coordinates.</summary>
    [MethodImpl(Jit.AtOnce)]
    public void GatherRows(ReadOnlySpan<int> rows, Span<int> panel, Span<float> numbers)
    {
        for (int lane = 0; lane < rows.Length; lane++)
        {
            ReadOnlySpan<int> row = Row(rows[lane]);
            for (int w = 0, at = lane; w < row.Length; w++, at += Points)
                panel[at] = row[w];
            CopyNumbers(_rowNumbers, rows[lane], numbers[lane..]);
        }
    }

    /// <summary>Any rows as a panel of projections.</summary>
    [MethodImpl(Jit.AtOnce)]
    public void GatherProjections(ReadOnlySpan<int> rows, Span<int> panel, Span<float> numbers)
    {
        for (int lane = 0; lane < rows.Length; lane++)
        {
            ReadOnlySpan<int> source = Panel(rows[lane] / Points)[(rows[lane] % Points)..];
            for (int at = 0; at < source.Length; at += Points)
                panel[at + lane] = source[at];
            CopyNumbers(_panelNumbers, rows[lane], numbers[lane..]);
        }
    }

    private static void CopyNumbers(float[] from, int row, Span<float> to)
    {
        ReadOnlySpan<float> numbers = from.AsSpan(row / Points * Numbers + row % Points);
        for (int at = 0; at < Numbers; at += Points)
            to[at] = numbers[at];
    }
}
