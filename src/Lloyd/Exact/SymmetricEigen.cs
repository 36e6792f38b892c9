namespace Lloyd.Exact;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations, in cyclic order (G. Golub, C. Van Loan,
/// "Matrix Computations", 8.5): slower than to reduce it to three diagonals first, but short, as accurate as the matrix
/// allows, and the same bits everywhere.
/// </summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 60;              // about ten are needed for d = 1000
    private const double Rounding = 1.0 / (1L << 60);

    /// <summary>The eigenvalues, largest first, and the eigenvector of each as a row.</summary>
    /// <param name="matrix">d × d, symmetric; it is overwritten.</param>
    /// <param name="d">The number of its rows.</param>
    public static (double[] Values, double[] Vectors) Of(double[] matrix, int d)
    {
        double[] vectors = new double[d * d];
        for (int t = 0; t < d; t++)
            vectors[t * d + t] = 1;
        double size = 0;
        for (int t = 0; t < d; t++)
            size += Math.Abs(matrix[t * d + t]);
        for (int sweep = 0; sweep < MostSweeps; sweep++)
            if (!Sweep(matrix, vectors, d, size * Rounding))
                break;
        int[] order = [.. Enumerable.Range(0, d).OrderByDescending(t => matrix[t * d + t])];
        return (
            Array.ConvertAll(order, t => matrix[t * d + t]),
            [.. order.SelectMany(t => vectors[(t * d)..(t * d + d)])]);
    }

    /// <summary>Rotates every pair of rows and columns so that their common entry becomes 0; false where all of these are
    /// too small to matter.</summary>
    private static bool Sweep(double[] matrix, double[] vectors, int d, double least)
    {
        bool hasRotated = false;
        for (int p = 0; p < d; p++)
            for (int q = p + 1; q < d; q++)
            {
                double entry = matrix[p * d + q], atP = matrix[p * d + p], atQ = matrix[q * d + q];
                if (Math.Abs(entry) <= least)
                    continue;
                hasRotated = true;
                double theta = (atQ - atP) / (2 * entry);
                double tangent = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
                double cosine = 1 / Math.Sqrt(tangent * tangent + 1), sine = tangent * cosine;
                RotateRows(matrix, d, p, q, cosine, sine);
                RotateColumns(matrix, d, p, q, cosine, sine);
                matrix[p * d + p] = atP - tangent * entry;
                matrix[q * d + q] = atQ + tangent * entry;
                matrix[p * d + q] = matrix[q * d + p] = 0;
                RotateRows(vectors, d, p, q, cosine, sine);
            }
        return hasRotated;
    }

    private static void RotateRows(double[] rows, int d, int p, int q, double cosine, double sine)
    {
        Span<double> a = rows.AsSpan(p * d, d), b = rows.AsSpan(q * d, d);
        for (int t = 0; t < d; t++)
            (a[t], b[t]) = (cosine * a[t] - sine * b[t], sine * a[t] + cosine * b[t]);
    }

    private static void RotateColumns(double[] rows, int d, int p, int q, double cosine, double sine)
    {
        for (int at = 0; at < rows.Length; at += d)
            (rows[at + p], rows[at + q]) = (
                cosine * rows[at + p] - sine * rows[at + q], sine * rows[at + p] + cosine * rows[at + q]);
    }
}
