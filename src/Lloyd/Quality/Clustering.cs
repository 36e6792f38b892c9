using System.Numerics;
using Lloyd.Exact;

namespace Lloyd.Quality;

/// <summary>Points and the clusters they are said to belong to: what every index of quality begins with. Weights play no
/// part, and a number without points is no cluster.</summary>
internal sealed class Clustering<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _threads;
    private readonly CancellationToken _cancellation;

    /// <param name="points">n × d, in original units.</param>
    /// <param name="labels">The cluster of each of the n points, 0 or more.</param>
    /// <param name="metric">The space that distances are measured in; that of the original units when null.</param>
    /// <param name="threads">At most how many threads; every core when null.</param>
    /// <exception cref="ArgumentException">There is not one label for each point, or one is negative.</exception>
    /// <exception cref="InvalidInputException">All points are in one cluster, or each in one of its own.</exception>
    public Clustering(Points<T> points, ReadOnlyMemory<int> labels, Metric? metric, int? threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (labels.Length != points.Count)
            throw new ArgumentException($"There are {labels.Length} labels for {points.Count} points.", nameof(labels));
        Points = new MetricPoints<T>(points.Unweighted(), metric ?? Metric.Identity(points.Dimensions));
        Labels = labels;
        Sizes = SizesOf(labels.Span);
        Count = Sizes.Count(size => size > 0);
        if (Count < 2 || Count >= points.Count)
            throw new InvalidInputException(
                $"There are {Count} clusters of {points.Count} points; to tell how good they are takes at least 2, and fewer than points.");
        (_threads, _cancellation) = (threads ?? Environment.ProcessorCount, cancellation);
    }

    /// <summary>The points, in the metric.</summary>
    public MetricPoints<T> Points { get; }

    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>How many points each label has.</summary>
    public int[] Sizes { get; }

    /// <summary>How many labels have points.</summary>
    public int Count { get; }

    /// <summary>The mean of each cluster, correctly rounded; zeros for a label without points.</summary>
    /// <exception cref="InvalidInputException">A value is not finite, or a column is too wide to square.</exception>
    public double[] Means()
    {
        Description description = Problem<T>.Describe(Points, _threads, _cancellation);
        description.CheckSquares(Points, []);
        Partial sums = Blocks.Sum(
            Points.Count, Blocks.Workers(Points.Count, 2 * Points.Dimensions, _threads), () => description.NewPartial(Sizes.Length),
            (part, first, count) =>
            {
                ReadOnlySpan<int> to = Labels.Span.Slice(first, count);
                int[] from = new int[count];
                Array.Fill(from, -1);
                part.Move(Points, first, from, to);
            },
            (sum, part) => sum.Add(part), _cancellation);
        return sums.Means(new double[Sizes.Length * Points.Dimensions]);
    }

    /// <summary>Σ ‖z − c‖ over the points of each cluster, or Σ ‖z − c‖².</summary>
    /// <param name="means">A place for each cluster.</param>
    public double[] Spreads(double[] means, bool squared)
    {
        ExactSum[] sums = Blocks.Sum(
            Points.Count, Blocks.Workers(Points.Count, 2 * Points.Dimensions, _threads), () => ExactSum.NewArray(Sizes.Length),
            (part, first, count) => Points.ReadRows(first, count, (row, z) =>
            {
                double[] distances = new double[z.Length / Points.Dimensions];
                ReadOnlySpan<int> labels = Labels.Span.Slice(row, distances.Length);
                Assignment.Distance.Squared(z, means, labels, distances);
                for (int i = 0; i < distances.Length; i++)
                    part[labels[i]].Add(squared ? distances[i] : Math.Sqrt(distances[i]));
            }),
            ExactSum.Add, _cancellation);
        return Array.ConvertAll(sums, sum => sum.ToDouble());
    }

    private static int[] SizesOf(ReadOnlySpan<int> labels)
    {
        int most = -1;
        foreach (int label in labels)
        {
            if (label < 0)
                throw new ArgumentException($"A label is {label}; labels count from 0.", nameof(labels));
            most = Math.Max(most, label);
        }
        int[] sizes = new int[most + 1];
        foreach (int label in labels)
            sizes[label]++;
        return sizes;
    }
}
