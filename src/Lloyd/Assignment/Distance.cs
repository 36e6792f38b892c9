namespace Lloyd.Assignment;

/// <summary>The formula that every label is decided by.</summary>
internal static class Distance
{
    /// <summary>D(z, c) = Σ (z_t − c_t)².</summary>
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
