using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>An order of the rows in which neighbours are near each other: along Morton's curve (G. M. Morton, 1966),
/// the bits of the coordinates interleaved, by one counting sort.</summary>
internal static class MortonOrder
{
    private const int KeyBits = 16, MostKeyBits = 18;

    /// <summary>The row at each position.</summary>
    public static Memory<int> Of<T>(MetricPoints<T> points, ScoreSpace space, RentedArrays arrays, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = points.Count;
        int bits = Math.Max(1, Math.Min((KeyBits + points.Dimensions - 1) / points.Dimensions, MostKeyBits / points.Dimensions));
        int[] interleaved = Interleaved(bits, points.Dimensions);
        int[] keys = ArrayPool<int>.Shared.Rent(n);
        int cells = 1 << (bits * Math.Min(points.Dimensions, MostKeyBits));
        int workers = Blocks.Workers(n, 2 * points.Dimensions, threads);
        int share = (n + workers - 1) / workers;
        int[][] starts = new int[workers][];
        Blocks.Each(workers, workers, [MethodImpl(Jit.AtOnce)] (_, part) =>
        {
            starts[part] = ArrayPool<int>.Shared.Rent(cells);
            starts[part].AsSpan(0, cells).Clear();
            float[] panel = new float[ScoreKernel.Points * points.Dimensions];
            int end = Math.Min((part + 1) * share, n);
            for (int row = part * share; row < end; row += ScoreKernel.Points)
            {
                Span<int> some = keys.AsSpan(row, Math.Min(ScoreKernel.Points, end - row));
                space.ReadPanel(points, row, some.Length, panel);
                Keys(panel, interleaved, some);
                foreach (int key in some)
                    starts[part][key]++;
            }
        }, cancellation);
        int start = 0;
        for (int key = 0; key < cells; key++)
            foreach (int[] counts in starts)
                (counts[key], start) = (start, start + counts[key]);
        int[] order = arrays.Rent<int>(n);
        Blocks.Each(workers, workers, [MethodImpl(Jit.AtOnce)] (_, part) =>
        {
            int[] next = starts[part];
            for (int row = part * share; row < Math.Min((part + 1) * share, n); row++)
                order[next[keys[row]]++] = row;
        }, cancellation);
        ArrayPool<int>.Shared.Return(keys);
        return order.AsMemory(0, n);
    }

    /// <summary>The place on the curve of the points of a panel, coordinates from −1 to 1.</summary>
    [MethodImpl(Jit.AtOnce)]
    private static void Keys(ReadOnlySpan<float> panel, int[] interleaved, Span<int> keys)
    {
        keys.Clear();
        for (int t = 0; t < Math.Min(panel.Length / ScoreKernel.Points, MostKeyBits); t++)
        {
            ReadOnlySpan<float> y = panel.Slice(t * ScoreKernel.Points, keys.Length);
            for (int lane = 0; lane < keys.Length; lane++)
            {
                int cell = (int)((y[lane] + 1) * (0.5f * interleaved.Length));
                keys[lane] |= interleaved[Math.Clamp(cell, 0, interleaved.Length - 1)] << t;
            }
        }
    }

    /// <summary>Every cell number with its bits <paramref name="dimensions"/> apart.</summary>
    private static int[] Interleaved(int bits, int dimensions)
    {
        int[] spread = new int[1 << bits];
        for (int cell = 0; cell < spread.Length; cell++)
            for (int bit = 0; bit < bits; bit++)
                spread[cell] |= (cell >> bit & 1) << (bit * dimensions);
        return spread;
    }
}
