using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>
/// Leading directions of the points: rows of P, a quarter of d. For any y and c, with what P leaves of them as tails,
/// y·c ≤ Py·Pc + ‖tail of y‖ ‖tail of c‖.
/// </summary>
/// <remarks>
/// P is what subspace iteration makes of a sample; any P would do. That P is in float32 and not quite orthonormal, and
/// that projections are rounded, is in <see cref="Error"/> and in the tails: with p = Py + δ, q = Pc + ε, E = PPᵀ − I
/// and tails r = y − Pᵀp, s = c − Pᵀq, y·c = p·q − pᵀEq − p·ε − δ·q + r·s and ‖r‖² = ‖y‖² − ‖p‖² − 2 p·(Py − p) + pᵀEp.
/// </remarks>
internal sealed class Subspace
{
    private const int Points = ScoreKernel.Points;
    private const int SampleRows = 40 * Points;
    private const int Rounds = 2;
    private const int Unit = 2 * Codes.InWord;  // pairs of words
    private const double Negligible = 1e-6;     // what float32 leaves of a direction that others span

    private readonly float[] _rows;             // 0 and a direction, each
    private readonly int[] _all;
    private readonly double _tailError;

    [MethodImpl(Jit.AtOnce)]
    private Subspace(int d, double[] basis)
    {
        _rows = Rows(basis, d);
        _all = Numbers(basis.Length / d);
        for (int i = 0; i < basis.Length; i++)
            basis[i] = (float)basis[i];
        double squares = 0, skew = 0;
        for (int i = 0; i < Dimensions; i++)
        {
            double square = Dot(Row(basis, d, i), Row(basis, d, i));
            if (square == 0)
                continue;                       // nothing is projected on it
            squares += square;
            skew += (square - 1) * (square - 1);
            for (int j = 0; j < i; j++)
            {
                double product = Dot(Row(basis, d, i), Row(basis, d, j));
                skew += 2 * product * product;
            }
        }
        double rounding = 1.02 * (d + 2) * ScoreCentroids.Float * Math.Sqrt(squares);   // ‖δ‖ / ‖y‖
        skew = 1.02 * Math.Sqrt(skew) + d * 1e-14;                                      // ‖E‖
        double growth = 1 + rounding + skew;                                            // ‖p‖ / ‖y‖
        Error = growth * (2 * rounding + growth * skew);
        _tailError = Error + 2.2 * growth * growth * (d + 2) * ScoreCentroids.Float;
    }

    /// <summary>How many directions there are, a multiple of 8.</summary>
    public int Dimensions => _all.Length;

    /// <summary>By how much, relative to ‖y‖ ‖c‖, the product of two projections may fall short.</summary>
    public double Error { get; }

    [MethodImpl(Jit.AtOnce)]
    public static Subspace Of<T>(MetricPoints<T> points, ScoreSpace space, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int d = points.Dimensions;
        int dimensions = Math.Max(Unit, d / 4 / Unit * Unit);
        int[] all = Numbers(dimensions);
        int sampled = Math.Min(SampleRows, points.Count);
        int rowPanels = Panels(sampled), columnPanels = Panels(d);
        int padded = rowPanels * Points;
        float[] byRow = new float[padded * d];                                   // panels of rows: d × 48 …
        float[] byColumn = new float[columnPanels * Points * padded];   // … and of columns: padded × 48
        HugePages.Advise(byRow);
        HugePages.Advise(byColumn);
        double[] basis = new double[dimensions * d];
        float[] y = new float[d];
        for (int i = 0; i < sampled; i++)
        {
            int row = (int)((long)i * points.Count / sampled);
            space.Read(points, row, byRow.AsSpan(i / Points * Points * d + i % Points), Points);
            space.Read(points, row, y, 1);
            for (int t = 0; t < d; t += Points)
                y.AsSpan(t, Math.Min(Points, d - t)).CopyTo(byColumn.AsSpan(t * padded + i * Points));
            // A start: some of the rows.
            if ((long)i * dimensions / sampled is var direction && direction != (long)(i - 1) * dimensions / sampled || i == 0)
                for (int t = 0; t < d; t++)
                    basis[(int)direction * d + t] = y[t];
        }
        Orthonormalize(basis, d);
        float[] products = new float[dimensions * (padded + 1)];                // of each direction with each row
        for (int round = 0; round < Rounds; round++)
        {
            float[] directions = Rows(basis, d);
            Blocks.Each(rowPanels, threads, (_, panel) =>
            {
                float[] product = new float[dimensions * Points];
                ProductKernel.Multiply(byRow.AsSpan(panel * Points * d, Points * d), directions, all, product);
                for (int i = 0; i < dimensions; i++)
                    product.AsSpan(i * Points, Points)
                        .CopyTo(products.AsSpan(i * (padded + 1) + 1 + panel * Points));
            }, cancellation);
            Blocks.Each(columnPanels, threads, (_, panel) =>
            {
                float[] product = new float[dimensions * Points];
                ProductKernel.Multiply(byColumn.AsSpan(panel * Points * padded, Points * padded), products, all, product);
                for (int t = panel * Points; t < Math.Min(d, (panel + 1) * Points); t++)
                    for (int i = 0; i < dimensions; i++)
                        basis[i * d + t] = product[i * Points + t % Points];
            }, cancellation);
            Orthonormalize(basis, d);
        }
        return new Subspace(d, basis);
    }

    /// <summary>Projects 48 vectors.</summary>
    /// <param name="panel">d × 48.</param>
    /// <param name="projections"><see cref="Dimensions"/> × 48.</param>
    /// <param name="squares">Their 48 squared norms.</param>
    /// <param name="tails">48 norms, or more, of what the directions leave.</param>
    [MethodImpl(Jit.AtOnce)]
    public void Project(ReadOnlySpan<float> panel, Span<float> projections, ReadOnlySpan<float> squares, Span<float> tails)
    {
        ProductKernel.Multiply(panel, _rows, _all, projections);
        ProductKernel.Squares(projections, tails);
        for (int lane = 0; lane < Points; lane++)
            tails[lane] = Tail(squares[lane], tails[lane]);
    }

    private float Tail(double square, double projected) =>
        (float)(1.0001 * Math.Sqrt(Math.Max(0, square - projected) + 1.01 * _tailError * square + 1e-30));

    /// <summary>Modified Gram-Schmidt; a direction that earlier ones span becomes 0.</summary>
    [MethodImpl(Jit.AtOnce)]
    private static void Orthonormalize(double[] basis, int d)
    {
        for (int i = 0; i < basis.Length / d; i++)
        {
            Span<double> v = Row(basis, d, i);
            double before = Math.Sqrt(Dot(v, v));
            for (int j = 0; j < i; j++)
                AddMultiple(v, -Dot(v, Row(basis, d, j)), Row(basis, d, j));
            double norm = Math.Sqrt(Dot(v, v));
            double scale = norm > Negligible * before ? 1 / norm : 0;
            foreach (ref double value in v)
                value *= scale;
        }
    }

    private static Span<double> Row(double[] basis, int d, int i) => basis.AsSpan(i * d, d);

    [MethodImpl(Jit.AtOnce)]
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(a);
        ReadOnlySpan<Vector<double>> y = MemoryMarshal.Cast<double, Vector<double>>(b);
        Vector<double> sums = Vector<double>.Zero;
        for (int v = 0; v < x.Length; v++)
            sums += x[v] * y[v];
        double sum = Vector.Sum(sums);
        for (int t = x.Length * Vector<double>.Count; t < a.Length; t++)
            sum += a[t] * b[t];
        return sum;
    }

    [MethodImpl(Jit.AtOnce)]
    private static void AddMultiple(Span<double> a, double factor, ReadOnlySpan<double> b)
    {
        Span<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(a);
        ReadOnlySpan<Vector<double>> y = MemoryMarshal.Cast<double, Vector<double>>(b);
        for (int v = 0; v < x.Length; v++)
            x[v] += factor * y[v];
        for (int t = x.Length * Vector<double>.Count; t < a.Length; t++)
            a[t] += factor * b[t];
    }

    [MethodImpl(Jit.AtOnce)]
    private static float[] Rows(double[] basis, int d)
    {
        float[] rows = new float[basis.Length / d * (d + 1)];
        for (int i = 0; i < basis.Length; i++)
            rows[i / d * (d + 1) + 1 + i % d] = (float)basis[i];
        return rows;
    }

    private static int Panels(int count) => (count + Points - 1) / Points;

    private static int[] Numbers(int count) => [.. Enumerable.Range(0, count)];
}
