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
    public override int TakeBest(int[] candidates)
    {
        int best = candidates.Length == 1 ? 0 : Smallest(candidates);
        Take([candidates[best]]);
        return candidates[best];
    }

    public override void Take(ReadOnlySpan<double[]> centroids)
    {
        ForEachRow(centroids, (_, row, distances) =>
        {
            int nearest = 0;        // of equally near ones the first
            for (int j = 1; j < distances.Length; j++)
                if (distances[j] < distances[nearest])
                    nearest = j;
            Approach(row, distances[nearest], Taken + nearest);
        });
        Took(centroids.Length);
    }

    private int Smallest(int[] candidates)
    {
        ExactSum[][] differences = [.. Enumerable.Range(0, Workers).Select(_ => ExactSum.NewArray(candidates.Length))];
        ForEachRow(Read(candidates), (worker, row, distances) =>
        {
            for (int j = 0; j < distances.Length; j++)
                if (distances[j] < Nearest(row))
                    Replace(differences[worker][j], row, distances[j]);
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

    /// <summary>Runs action(worker, row, its squared distances from some points) for all points.</summary>
    private void ForEachRow(ReadOnlySpan<double[]> others, Action<int, int, ReadOnlySpan<double>> action)
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
        Blocks.Run(Points.Count, Workers, (worker, first, rows) =>
        {
            double[] z = new double[d], distances = new double[lanes];
            for (int row = first; row < first + rows; row++)
            {
                Points.Read(row, z);
                Measure(z, columns, distances);
                action(worker, row, distances.AsSpan(0, count));
            }
        }, Cancellation);
    }

    /// <summary>The formula of <see cref="Assignment.Distance"/>, a lane for each centroid.</summary>
    [MethodImpl(Jit.AtOnce)]
    private static void Measure(double[] z, double[] columns, double[] distances)
    {
        for (int j = 0; j < distances.Length; j += Vector<double>.Count)
        {
            var sum = Vector<double>.Zero;
            for (int t = 0, at = j; t < z.Length; t++, at += distances.Length)
            {
                Vector<double> difference = new Vector<double>(z[t]) - new Vector<double>(columns, at);
                sum += difference * difference;
            }
            sum.CopyTo(distances, j);
        }
    }
}
