using Lloyd.Assignment;
using Lloyd.Streams;

namespace Lloyd.Seedings;

/// <summary><see cref="Seeding.Farthest"/>.</summary>
internal sealed record FarthestSeeding : Seeding
{
    public override string Name => "farthest";

    internal override Start Choose<T>(
        MetricPoints<T> points, int k, uint seed, int restart, int threads, long? memory, CancellationToken cancellation)
    {
        int workers = Blocks.Workers(points.Count, points.Dimensions, threads);
        double[] nearest = new double[points.Count];        // D to the nearest of the rows so far
        Array.Fill(nearest, double.PositiveInfinity);
        int[] rows = new int[k];
        rows[0] = new Pcg64(SeedSequence.ForRestart(seed, restart)).Choice(points.Count, 1)[0];
        for (int j = 1; j < k; j++)
        {
            double[] newest = points.Read(rows[j - 1]);
            Winner farthest = Blocks.Sum(points.Count, workers, () => new Winner(), (part, first, count) =>
                points.ReadRows(first, count, (row, z) =>
                {
                    for (int at = 0; at < z.Length; at += newest.Length, row++)
                    {
                        nearest[row] = Math.Min(nearest[row], Distance.Squared(z.Slice(at, newest.Length), newest));
                        part.Add(row, nearest[row]);
                    }
                }), (sum, part) => sum.Add(part.Row, part.Distance), cancellation);
            if (farthest.Distance == 0)
                throw Throw.TooFewDistinctPoints(points, k);
            rows[j] = farthest.Row;
        }
        return Start.At(points, rows);
    }

    /// <summary>The row of the largest distance; of equal ones the lowest, in whatever order they come.</summary>
    private sealed class Winner
    {
        public int Row { get; private set; } = int.MaxValue;

        public double Distance { get; private set; }

        public void Add(int row, double distance)
        {
            if (distance > Distance || distance == Distance && row < Row)
                (Row, Distance) = (row, distance);
        }
    }
}
