using System.Numerics;
using System.Runtime.InteropServices;
using Lloyd.Assignment;
using Lloyd.Kernels;

namespace Lloyd.Tests;

/// <summary>Seven bits a coordinate: products of codes are exact, and what is a lower bound of a score lies below it.</summary>
public class CodesTests
{
    private const int Lanes = ScoreKernel.Points;

    public static TheoryData<string> Kinds => [.. Hostile.Kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void BoundsAreBelowScores(string kind)
    {
        foreach (int d in new[] { 1, 2, 7, 32, 128, 129, 257, 768 })
        {
            Check<float>(kind, d);
            Check<double>(kind, d);
        }
    }

    [Fact]
    public void ProductsOfTheLargestCodesDoNotOverflow()
    {
        const int Words = 4096 / Codes.InWord;
        int[] a = new int[Words], b = new int[Words];
        MemoryMarshal.Cast<int, sbyte>(a.AsSpan()).Fill(127);
        MemoryMarshal.Cast<int, sbyte>(b.AsSpan()).Fill(63);
        Assert.Equal(4096 * 127 * 63, CodeKernel.Product(a, b));
        MemoryMarshal.Cast<int, sbyte>(b.AsSpan()).Fill(-63);
        Assert.Equal(-4096 * 127 * 63, CodeKernel.Product(a, b));
    }

    [Fact]
    public void ProductsAreThoseOfTheCodes()
    {
        var random = new Random(1);
        int[] a = new int[96], b = new int[96];
        foreach (ref sbyte code in MemoryMarshal.Cast<int, sbyte>(a.AsSpan()))
            code = (sbyte)random.Next(0, 128);
        foreach (ref sbyte code in MemoryMarshal.Cast<int, sbyte>(b.AsSpan()))
            code = (sbyte)random.Next(-63, 64);
        int expected = 0;
        for (int i = 0; i < 4 * a.Length; i++)
            expected += MemoryMarshal.Cast<int, sbyte>(a.AsSpan())[i] * MemoryMarshal.Cast<int, sbyte>(b.AsSpan())[i];
        Assert.Equal(expected, CodeKernel.Product(a, b));
    }

    private static void Check<T>(string kind, int d) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int N = Lanes, K = 9;
        (T[] values, T[] centers) = Hostile.Make<T>(kind, N, d, K, seed: d);
        var points = new MetricPoints<T>(new Points<T>(values, d), Metric.Identity(d));
        Description description = Description.Of(points, 1, CancellationToken.None);
        var space = new ScoreSpace(description);
        if (!space.IsUsable)
            return;
        var scores = new ScoreCentroids(space, K);
        double[] centroids = Array.ConvertAll(centers, double.CreateChecked);
        scores.Set(centroids);
        Subspace subspace = Subspace.Of(points, space, 1, CancellationToken.None);
        using var arrays = new RentedArrays();
        var coded = new SubspacePoints(subspace, N, d, arrays);
        var codedCentroids = new SubspaceCentroids(subspace, scores, d, K);
        codedCentroids.Set(centroids, [], threads: 1);
        float[] panel = new float[d * Lanes], rows = new float[N * d];
        space.ReadRows(points, 0, N, rows);
        Transpose.ToPanel(rows, panel);
        coded.Set(0, panel);
        float norm = ScoreKernel.LargestNorm(panel);
        double slack = codedCentroids.Slack(norm);

        int[] words = new int[Codes.Words(d) * Lanes];
        float[] numbers = new float[CodeKernel.PointNumbers * Lanes];
        coded.GatherRows([.. Enumerable.Range(0, N)], words, numbers);
        int[] all = codedCentroids.Moved;
        float[] whole = new float[all.Length * Lanes], projected = new float[all.Length * Lanes];
        CodeKernel.Bounds(words, numbers, codedCentroids.Whole.Rows, codedCentroids.Whole.Numbers, all, whole);
        CodeKernel.Bounds(
            coded.Panel(0), coded.PanelNumbers(0), codedCentroids.Projected.Rows, codedCentroids.Projected.Numbers, all, projected);
        for (int j = 0; j < K; j++)
            for (int i = 0; i < N; i++)
            {
                double score = scores.HalfSquare(j);
                for (int t = 0; t < d; t++)
                    score += (double)panel[t * Lanes + i] * scores.Rows[j * (d + 1) + 1 + t];
                float single = codedCentroids.Whole.Bound(coded.Row(i), coded.RowNumbers(i), j);
                foreach (double bound in (double[])[whole[j * Lanes + i], projected[j * Lanes + i], single])
                    Assert.False(bound - slack > score, $"{kind}, d = {d}, point {i}, centroid {j}: {bound:R} > {score:R} + {slack:R}");
            }
        Assert.All(whole[(K * Lanes)..], bound => Assert.Equal(float.PositiveInfinity, bound));
    }
}
