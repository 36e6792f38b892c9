using System.Numerics;
using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>The hint for data in which one column decides nearly alone, because its numbers are the largest.</summary>
internal static class DominanceHint
{
    private const double Dominant = 0.9;

    public static void Print<T>(Points<T> points, Scaling scaling, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (scaling != Scaling.None || points.Dimensions == 1)
            return;
        double[] shares;
        using (new ProgressLine("comparing the columns"))
            shares = points.VarianceShares(cancellation: cancellation);
        int widest = Array.IndexOf(shares, shares.Max());
        if (shares[widest] > Dominant)
            Console.Error.WriteLine($"lloyd: column '{Shown.Text(points.Columns[widest])}' carries {Math.Floor(100 * shares[widest])} % of the "
                + "total variance and decides nearly alone; --scale standard gives every column the same say");
    }
}
