using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The formula that every label is decided by.</summary>
internal static class Distance
{
    /// <summary>D(z, c) = Σ (z_t − c_t)².</summary>
    [MethodImpl(Jit.AtOnce)]
    public static double Squared(ReadOnlySpan<double> z, ReadOnlySpan<double> c)
    {
        double sum = 0;
        for (int t = 0; t < z.Length; t++)
        {
            double difference = z[t] - c[t];
            sum += difference * difference;     // two roundings: a fused multiply-add would differ between hosts
        }
        return sum;
    }

    /// <summary>D of each row to a centroid of its own.</summary>
    /// <param name="rows">n × d; overwritten.</param>
    /// <param name="centroids">k × d.</param>
    /// <param name="labels">The centroids of the n rows.</param>
    /// <param name="distances">n squared distances.</param>
    [MethodImpl(Jit.AtOnce)]
    public static void Squared(
        Span<double> rows, ReadOnlySpan<double> centroids, ReadOnlySpan<int> labels, Span<double> distances)
    {
        // Squares may be computed in any order; only their sum must not.
        int d = rows.Length / labels.Length;
        if (d < Vector<double>.Count)
        {
            for (int i = 0; i < labels.Length; i++)
                distances[i] = Squared(rows.Slice(i * d, d), centroids.Slice(labels[i] * d, d));
            return;
        }
        for (int i = 0; i < labels.Length; i++)
            SquareDifferences(rows.Slice(i * d, d), centroids.Slice(labels[i] * d, d));
        int row = 0;
        for (; row <= labels.Length - 4; row += 4)
        {
            // Four sums at a time hide the latency of an addition.
            ReadOnlySpan<double> squares = rows.Slice(row * d, 4 * d);
            double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
            for (int t = 0; t < d; t++)
            {
                sum0 += squares[t];
                sum1 += squares[t + d];
                sum2 += squares[t + 2 * d];
                sum3 += squares[t + 3 * d];
            }
            (distances[row], distances[row + 1], distances[row + 2], distances[row + 3]) = (sum0, sum1, sum2, sum3);
        }
        for (; row < labels.Length; row++)
        {
            double sum = 0;
            foreach (double square in rows.Slice(row * d, d))
                sum += square;
            distances[row] = sum;
        }
    }

    /// <summary>D of each lane of a panel to a centroid of its own.</summary>
    /// <param name="panel">d × 48.</param>
    /// <param name="centroids">d × 48.</param>
    /// <param name="distances">48 squared distances.</param>
    [MethodImpl(Jit.AtOnce)]
    public static void SquaredOfLanes(ReadOnlySpan<double> panel, ReadOnlySpan<double> centroids, Span<double> distances)
    {
        for (int lane = 0; lane < ScoreKernel.Points; lane += Vector<double>.Count)
        {
            Vector<double> sum = Vector<double>.Zero;
            for (int at = lane; at < panel.Length; at += ScoreKernel.Points)
            {
                Vector<double> difference = new Vector<double>(panel[at..]) - new Vector<double>(centroids[at..]);
                sum += difference * difference;
            }
            sum.CopyTo(distances[lane..]);
        }
    }

    /// <summary>Puts (z_t − c_t)² in the place of each z_t.</summary>
    [MethodImpl(Jit.AtOnce)]
    public static void SquareDifferences(Span<double> z, ReadOnlySpan<double> c)
    {
        int t = 0;
        for (; t <= z.Length - Vector<double>.Count; t += Vector<double>.Count)
        {
            Vector<double> difference = new Vector<double>(z[t..]) - new Vector<double>(c[t..]);
            (difference * difference).CopyTo(z[t..]);
        }
        for (; t < z.Length; t++)
            z[t] = (z[t] - c[t]) * (z[t] - c[t]);
    }

    /// <summary>The index of the nearest of k centroids (k × d); ties go to the lowest.</summary>
    public static int Nearest(ReadOnlySpan<double> z, ReadOnlySpan<double> centroids) =>
        Nearest(z, centroids, out _);

    /// <inheritdoc cref="Nearest(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static int Nearest(ReadOnlySpan<double> z, ReadOnlySpan<double> centroids, out double distance)
    {
        int nearest = 0;
        distance = double.PositiveInfinity;
        for (int j = 0; j < centroids.Length / z.Length; j++)
        {
            double candidate = Squared(z, centroids.Slice(j * z.Length, z.Length));
            if (candidate < distance)
                (nearest, distance) = (j, candidate);
        }
        return nearest;
    }
}
