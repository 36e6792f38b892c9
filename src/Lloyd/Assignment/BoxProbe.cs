using System.Numerics;

namespace Lloyd.Assignment;

/// <summary>Whether boxes around points of several dimensions are small enough to rule centroids out: tried on some
/// blocks of the points before all are put in order.</summary>
internal static class BoxProbe
{
    /// <summary>Up to here boxes always are.</summary>
    public const int FewDimensions = 4;

    /// <summary>From here on they never were.</summary>
    public const int MostDimensions = 12;

    /// <summary>Below, boxes pay for the order that they need.</summary>
    public const double PayingShare = 0.45;

    private const int BlocksTried = 4;
    private const int Testing = 2;      // what testing a centroid for 16 boxes costs, in scores of a panel, as measured

    /// <summary>The work of an iteration by boxes, as a share of that of scoring all points against all
    /// centroids.</summary>
    /// <param name="points">The points, more than a block.</param>
    /// <param name="description">Their description.</param>
    /// <param name="centroids">k × d, in the metric.</param>
    /// <param name="threads">At most how many threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static double Share<T>(
        MetricPoints<T> points, Description description, double[] centroids, int threads, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var arrays = new RentedArrays();
        var space = new ScoreSpace(description);
        int blocks = Math.Min(BlocksTried, points.Count / Boxes.RowsInBlock);
        int[] tried = new MortonOrder<T>(points, space, threads, cancellation).Stretches(blocks, Boxes.RowsInBlock);
        var panels = OrderedPanels<T>.Of(points, tried, space, arrays, threads, cancellation);
        Boxes boxes = panels.Boxes, groups = boxes.Around(arrays);

        int k = centroids.Length / points.Dimensions;
        var scores = new ScoreCentroids(space, k);
        scores.Set(centroids);
        BoxCandidates ofGroups = new(k), ofPanels = new(k);
        long work = 0;
        for (int block = 0; block < blocks; block++)
        {
            ofGroups.Find(scores, scores.All[..k], groups, block);
            work += Testing * k;
            for (int group = 0; group < Boxes.InBlock; group++)
            {
                ReadOnlySpan<int> among = ofGroups.Of(group);
                ofPanels.Find(scores, among, boxes, block * Boxes.InBlock + group);
                work += Testing * among.Length;
                for (int panel = 0; panel < Boxes.InBlock; panel++)
                    work += ofPanels.Count(panel);
            }
        }
        return (double)work / ((long)panels.Count * k);
    }
}
