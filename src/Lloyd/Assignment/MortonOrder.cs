using System.Numerics;

namespace Lloyd.Assignment;

/// <summary>An order of the rows in which neighbours are near each other: along Morton's curve (G. M. Morton, 1966),
/// the bits of the coordinates interleaved, by one counting sort.</summary>
internal static class MortonOrder
{
    private const int KeyBits = 18;

    /// <summary>The row at each position.</summary>
    public static int[] Of<T>(MetricPoints<T> points, ScoreSpace space, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = points.Count;
        int bits = Math.Max(1, KeyBits / points.Dimensions);
        int[] interleaved = Interleaved(bits, points.Dimensions);
        int[] keys = GC.AllocateUninitializedArray<int>(n);
        int workers = Blocks.Workers(n, 2 * points.Dimensions, threads);
        int[][] starts = new int[workers][];
        Blocks.Share(n, workers, (worker, first, count) =>
        {
            int[] counts = starts[worker] = new int[1 << (bits * Math.Min(points.Dimensions, KeyBits))];
            double[] z = new double[points.Dimensions];
            for (int row = first; row < first + count; row++)
            {
                points.Read(row, z);
                int key = 0;
                for (int t = 0; t < z.Length && t < KeyBits; t++)
                {
                    int cell = (int)((space.Of(z[t], t) + 1) * (0.5 * (1 << bits)));
                    key |= interleaved[Math.Clamp(cell, 0, (1 << bits) - 1)] << t;
                }
                keys[row] = key;
                counts[key]++;
            }
        }, cancellation);
        int start = 0;
        for (int key = 0; key < starts[0].Length; key++)
            foreach (int[] counts in starts)
                (counts[key], start) = (start, start + counts[key]);
        int[] order = GC.AllocateUninitializedArray<int>(n);
        Blocks.Share(n, workers, (worker, first, count) =>
        {
            int[] next = starts[worker];
            for (int row = first; row < first + count; row++)
                order[next[keys[row]]++] = row;
        }, cancellation);
        return order;
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
