using Lloyd.Exact;

namespace Lloyd.Shares;

/// <summary>
/// Consecutive rows of all points, with what a run keeps of them. Whatever it is asked gives something that adds up, so it
/// does not matter how the rows are cut into segments, nor who holds which.
/// </summary>
internal abstract class Segment : IDisposable
{
    /// <summary>The number of the first row among all points.</summary>
    public abstract long First { get; }

    /// <summary>How many rows it has.</summary>
    public abstract int Count { get; }

    /// <exception cref="InvalidInputException">A value is not finite.</exception>
    public abstract Description Describe(Metric metric);

    /// <summary>Σ w, and the sums of the columns or of their squared differences from a centre.</summary>
    public abstract Sums Sum(Metric metric, double[]? centre);

    /// <summary>The coordinates of those of some rows that lie here, in original units.</summary>
    public abstract Rows Read(long[] rows);

    /// <summary>Gives every point its nearest centroid.</summary>
    /// <param name="basis">What the run is measured in.</param>
    /// <param name="number">The number of the iteration, of all starts.</param>
    /// <param name="after">The number of the iteration from which changes are counted; null where that does not
    /// matter.</param>
    /// <param name="catchUp">The centroids of that iteration.</param>
    /// <exception cref="ColdException">The labels of that iteration are not here, and there are no centroids to find them
    /// by.</exception>
    public abstract Partial Assign(
        Basis basis, double[] centroids, long number, long? after, double[]? catchUp);

    /// <summary>The points that are farthest from the centroids of an iteration.</summary>
    /// <inheritdoc cref="Assign"/>
    public abstract Farthest Farthest(Basis basis, long number, double[]? catchUp);

    /// <summary>Σ w · D of an iteration.</summary>
    /// <inheritdoc cref="Assign"/>
    public abstract ExactSum Inertia(Basis basis, long number, double[]? catchUp);

    /// <summary>Σ w of the rows, for the row that <see cref="RowAt"/> finds.</summary>
    public abstract ExactSum Weight();

    /// <summary>The first row up to which the cumulative weight exceeds <paramref name="target"/>.</summary>
    /// <param name="before">Σ w of all rows before this segment.</param>
    public abstract long RowAt(ExactSum before, double target);

    /// <summary>Σ w · D to the nearest of some candidates.</summary>
    /// <param name="candidates">All that there are, in the order of their taking: m × d, in the metric. Those that were taken
    /// before must be the first of them.</param>
    public abstract ExactSum Potential(Basis basis, double[] candidates);

    /// <summary>The rows that a round of k-means‖ draws.</summary>
    /// <inheritdoc cref="Potential"/>
    public abstract Rows Draw(
        Basis basis, double[] candidates, Draws draws, double total);

    /// <summary>Σ w of the points that are nearest to each candidate.</summary>
    /// <inheritdoc cref="Potential"/>
    public abstract ExactSum[] Owned(Basis basis, double[] candidates);

    public abstract void Dispose();
}

/// <summary>A segment has not the labels that a question is about.</summary>
internal sealed class ColdException : Exception;

/// <summary>What the points are measured in, and by which means: the same for all segments.</summary>
internal sealed record Basis(int K, string Algorithm, Metric Metric, Description Description)
{
    public void Write(BinaryWriter to)
    {
        to.Write(K);
        to.Write(Algorithm);
        Metric.Write(to);
        Description.Write(to);
    }

    public static Basis Read(BinaryReader from) =>
        new(from.ReadInt32(), from.ReadString(), Metric.Read(from), Description.Read(from));
}

/// <summary>Which numbers a round of k-means‖ draws.</summary>
internal sealed record Draws(uint Seed, int Restart, int Round, double Expected);

/// <summary>Σ w, and a sum for each column.</summary>
internal sealed record Sums(ExactSum Weight, ExactSum[] Columns)
{
    /// <summary>The mean of each column.</summary>
    public double[] Means => Array.ConvertAll(Columns, column => column.DivideBy(Weight));
}

/// <summary>Rows of d coordinates each, with their numbers among all points.</summary>
internal sealed record Rows(long[] Numbers, double[] Values)
{
    /// <summary>The same in the order of their numbers.</summary>
    public Rows Sorted()
    {
        if (Numbers.Length == 0)
            return this;
        int d = Values.Length / Numbers.Length;
        int[] order = [.. Enumerable.Range(0, Numbers.Length)];
        Array.Sort((long[])Numbers.Clone(), order);
        return new Rows(
            Array.ConvertAll(order, i => Numbers[i]), [.. order.SelectMany(i => Values.AsSpan(i * d, d).ToArray())]);
    }
}

/// <summary>Points far from their centroids, the farthest first, of equally far ones the lowest row.</summary>
internal sealed record Farthest(Outlier[] Outliers);

/// <summary>A point far from its centroid.</summary>
/// <param name="Z">d coordinates, in the metric.</param>
internal sealed record Outlier(double Distance, long Row, int Label, double Weight, double[] Z);
