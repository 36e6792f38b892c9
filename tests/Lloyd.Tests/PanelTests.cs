using Lloyd.Assignment;
using Lloyd.Kernels;

namespace Lloyd.Tests;

/// <summary>What panels are made of: turned rows, and rows in the order of labels.</summary>
public class PanelTests
{
    [Fact]
    public void EveryValueFindsItsLane()
    {
        for (int d = 1; d <= 21; d++)
            for (int count = 1; count <= ScoreKernel.Points; count++)
            {
                float[] rows = [.. Enumerable.Range(1, count * d).Select(i => (float)i)];
                float[] panel = new float[d * ScoreKernel.Points];
                Transpose.ToPanel(rows, panel);
                for (int t = 0; t < d; t++)
                    for (int lane = 0; lane < ScoreKernel.Points; lane++)
                        Assert.Equal(lane < count ? rows[lane * d + t] : 0, panel[t * ScoreKernel.Points + lane]);
            }
    }

    [Fact]
    public void RowsAreSortedByLabelThenBySecondThenByNumber()
    {
        var random = new Random(3);
        int[] labels = [.. Enumerable.Range(0, 5000).Select(_ => random.Next(40))];
        int[] seconds = [.. labels.Select(_ => random.Next(40))];
        int[] order = new int[labels.Length];
        LabelOrder.Find(labels, seconds, 40, order);
        Assert.Equal(Enumerable.Range(0, labels.Length).OrderBy(i => labels[i]).ThenBy(i => seconds[i]), order);
    }

    /// <summary>Points in any order, that of the last panel repeated to its end, and the norms of what is there.</summary>
    [Fact]
    public void PanelsHoldThePointsOfTheirOrder()
    {
        const int N = 1000, D = 5;
        var random = new Random(4);
        double[] values = [.. Enumerable.Range(0, N * D).Select(_ => random.NextDouble())];
        var points = new MetricPoints<double>(new Points<double>(values, D), Metric.Identity(D));
        var space = new ScoreSpace(Description.Of(points, 1, default));
        using var arrays = new RentedArrays();
        var panels = new ScorePanels(N, D, arrays);
        random.Shuffle(panels.Order.AsSpan(0, N));
        float[] y = new float[D];
        for (int panel = 0; panel < panels.Count; panel++)
        {
            panels.Read(points, space, panel);
            ReadOnlySpan<int> rows = panels.Rows(panel);
            float largest = 0;
            for (int lane = 0; lane < ScoreKernel.Points; lane++)
            {
                space.Read(points, rows[Math.Min(lane, rows.Length - 1)], y, 1);
                largest = Math.Max(largest, MathF.Sqrt(y.Sum(v => v * v)));
                for (int t = 0; t < D; t++)
                    Assert.Equal(y[t], panels[panel][t * ScoreKernel.Points + lane]);
            }
            Assert.Equal(largest, panels.Norm(panel, 1), largest * 1e-6f);
        }
    }
}
