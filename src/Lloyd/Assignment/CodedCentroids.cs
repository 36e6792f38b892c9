using System.Buffers;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>Centroids, or projections of them, in <see cref="Codes"/>, as <see cref="CodeKernel"/> wants them.</summary>
internal sealed class CodedCentroids
{
    private const int Points = ScoreKernel.Points;

    private readonly int _stride;

    /// <param name="k">The number of centroids.</param>
    /// <param name="words">The words that each takes.</param>
    public CodedCentroids(int k, int words)
    {
        _stride = words + 1;
        Rows = new int[(k + 1) * _stride];
        Numbers = new float[(k + 1) * CodeKernel.RowNumbers];
        Numbers[k * CodeKernel.RowNumbers + CodeKernel.HalfSquare] = float.PositiveInfinity;
    }

    /// <summary>k + 1 rows of where the product starts and codes; the last fills up groups.</summary>
    public int[] Rows { get; }

    /// <summary>The numbers of k + 1 rows.</summary>
    public float[] Numbers { get; }

    /// <summary>Takes some centroids.</summary>
    /// <param name="chosen">Their numbers, up to 48.</param>
    /// <param name="panel">d × 48: −c, or projections of it.</param>
    /// <param name="tails">48 norms of what was not projected.</param>
    /// <param name="scores">Where their ½‖c‖² are.</param>
    [MethodImpl(Jit.AtOnce)]
    public void Set(ReadOnlySpan<int> chosen, ReadOnlySpan<float> panel, ReadOnlySpan<float> tails, ScoreCentroids scores)
    {
        int[] buffer = ArrayPool<int>.Shared.Rent((_stride - 1) * Points);
        Span<int> words = buffer.AsSpan(0, (_stride - 1) * Points);
        Span<float> numbers = stackalloc float[CodeKernel.PointNumbers * Points];
        Codes.Encode(panel, tails, words, numbers);
        for (int lane = 0; lane < chosen.Length; lane++)
        {
            Span<int> row = Rows.AsSpan(chosen[lane] * _stride, _stride);
            Codes.CopyLane(words, lane, row[1..]);
            row[0] = -Codes.Zero * Codes.Centre(row[1..]);
            Span<float> own = Numbers.AsSpan(chosen[lane] * CodeKernel.RowNumbers, CodeKernel.RowNumbers);
            own[CodeKernel.Scale] = numbers[CodeKernel.Scale * Points + lane];
            own[CodeKernel.Norm] = -numbers[CodeKernel.Error * Points + lane];
            own[CodeKernel.Error] = -numbers[CodeKernel.Norm * Points + lane];
            own[CodeKernel.Rest] = -numbers[CodeKernel.Rest * Points + lane];
            own[CodeKernel.HalfSquare] = scores.HalfSquare(chosen[lane]);
        }
        ArrayPool<int>.Shared.Return(buffer);
    }

    /// <summary>Lower bounds of the scores of some pairs.</summary>
    /// <param name="pairs">Made of lanes and of indices of <paramref name="among"/>.</param>
    /// <param name="points">The codes of all coordinates.</param>
    /// <param name="rows">The point of each lane.</param>
    /// <param name="among">Centroids.</param>
    /// <param name="bounds">One for each pair.</param>
    [MethodImpl(Jit.AtOnce)]
    public void Bounds(
        ReadOnlySpan<int> pairs, SubspacePoints points, ReadOnlySpan<int> rows, ReadOnlySpan<int> among, Span<float> bounds)
    {
        // No bound waits for the one before: what is done with them is left to a loop of its own.
        for (int p = 0; p < pairs.Length; p++)
        {
            (int i, int lane) = PairKernel.Parts(pairs[p]);
            bounds[p] = Bound(points.Row(rows[lane]), points.RowNumbers(rows[lane]), among[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Bound(ReadOnlySpan<int> y, ReadOnlySpan<float> point, int j)
    {
        ReadOnlySpan<int> row = Rows.AsSpan(j * _stride, _stride);
        ReadOnlySpan<float> own = Numbers.AsSpan(j * CodeKernel.RowNumbers, CodeKernel.RowNumbers);
        int product = row[0] + CodeKernel.Product(y, row[1..]);
        return own[CodeKernel.HalfSquare]
            + own[CodeKernel.Scale] * point[CodeKernel.Scale * Points] * product
            + own[CodeKernel.Norm] * point[CodeKernel.Norm * Points]
            + own[CodeKernel.Error] * point[CodeKernel.Error * Points]
            + own[CodeKernel.Rest] * point[CodeKernel.Rest * Points];
    }
}
