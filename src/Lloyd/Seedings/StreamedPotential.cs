using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Exact;
using Lloyd.Kernels;

namespace Lloyd.Seedings;

/// <summary>The potential for points that memory does not hold twice: every candidate is measured against every point, in
/// passes over the rows as they lie. The sums are the same, and so are the rows that are chosen.</summary>
internal sealed class StreamedPotential<T>(
    MetricPoints<T> points, int trials, int threads, int[]? owners, CancellationToken cancellation)
    : Potential<T>(points, trials, threads, owners, cancellation)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int DistancesAtATime = 2048, MostRowsAtATime = 256;

    public override int TakeBest(int[] candidates)
    {
        int best = candidates.Length == 1 ? 0 : Smallest(candidates);
        Take([candidates[best]]);
        return candidates[best];
    }

    public override void Take(ReadOnlySpan<double[]> centroids)
    {
        int count = centroids.Length;
        ForSomeRows(centroids, (_, rows, distances) =>
        {
            Span<int> nearest = stackalloc int[rows.Length];
            Span<double> smallest = stackalloc double[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                ReadOnlySpan<double> each = distances.Slice(i * count, count);
                int best = 0;           // of equally near ones the first
                for (int j = 1; j < each.Length; j++)
                    if (each[j] < each[best])
                        best = j;
                (nearest[i], smallest[i]) = (Taken + best, each[best]);
            }
            Approach(rows, smallest, nearest);
        });
        Took(centroids.Length);
    }

    private int Smallest(int[] candidates)
    {
        ExactSum[][] differences = [.. Enumerable.Range(0, Workers).Select(_ => ExactSum.NewArray(candidates.Length))];
        ForSomeRows(Read(candidates), (worker, rows, distances) =>
        {
            Span<double> column = stackalloc double[rows.Length];
            for (int j = 0; j < candidates.Length; j++)
            {
                for (int i = 0; i < rows.Length; i++)
                    column[i] = distances[i * candidates.Length + j];
                Replace(differences[worker][j], rows, column);
            }
        });
        int best = 0;
        double smallest = double.PositiveInfinity;
        for (int j = 0; j < candidates.Length; j++)
        {
            double value = TotalWith(differences.Select(each => each[j]));
            if (value < smallest)
                (best, smallest) = (j, value);
        }
        return best;
    }

    /// <summary>Runs action(worker, rows, their squared distances from some points: rows × points) for all points, a few of a
    /// block at a time.</summary>
    private void ForSomeRows(ReadOnlySpan<double[]> others, Action<int, Span<int>, Span<double>> action)
    {
        if (others.IsEmpty)
            return;
        int count = others.Length, d = Points.Dimensions;
        int lanes = (count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        double[] columns = new double[d * lanes];       // coordinate after coordinate
        for (int j = 0; j < count; j++)
        {
            double[] other = others[j];
            for (int t = 0; t < d; t++)
                columns[t * lanes + j] = other[t];
        }
        int most = Math.Clamp(DistancesAtATime / count, 1, MostRowsAtATime);
        Blocks.Run(Points.Count, Workers, (worker, first, rows) =>
        {
            double[] z = ArrayPool<double>.Shared.Rent(d), each = ArrayPool<double>.Shared.Rent(lanes);
            double[] distances = ArrayPool<double>.Shared.Rent(most * count);
            Span<int> some = stackalloc int[MostRowsAtATime];
            for (int row = first; row < first + rows; row += most)
            {
                int end = Math.Min(row + most, first + rows);
                for (int i = 0; i < end - row; i++)
                {
                    some[i] = row + i;
                    Points.Read(row + i, z.AsSpan(0, d));
                    Measure(z.AsSpan(0, d), columns, each.AsSpan(0, lanes));
                    each.AsSpan(0, count).CopyTo(distances.AsSpan(i * count));
                }
                action(worker, some[..(end - row)], distances.AsSpan(0, (end - row) * count));
            }
            ArrayPool<double>.Shared.Return(z);
            ArrayPool<double>.Shared.Return(each);
            ArrayPool<double>.Shared.Return(distances);
        }, Cancellation);
    }

    /// <summary>The formula of <see cref="Assignment.Distance"/>, a lane for each centroid.</summary>
    [MethodImpl(Jit.AtOnce)]
    private static void Measure(ReadOnlySpan<double> z, double[] columns, Span<double> distances)
    {
        for (int j = 0; j < distances.Length; j += Vector<double>.Count)
        {
            var sum = Vector<double>.Zero;
            for (int t = 0, at = j; t < z.Length; t++, at += distances.Length)
            {
                Vector<double> difference = new Vector<double>(z[t]) - new Vector<double>(columns, at);
                sum += difference * difference;
            }
            sum.CopyTo(distances[j..]);
        }
    }
}
