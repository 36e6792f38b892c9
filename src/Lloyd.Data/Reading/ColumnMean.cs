using System.Numerics;

namespace Lloyd.Data.Reading;

/// <summary>The mean that missing cells take.</summary>
internal static class ColumnMean
{
    /// <summary>The mean of the values of a column that are not NaN; NaN where there are none.</summary>
    /// <param name="rows">The rows, one after the other.</param>
    /// <param name="width">The values of a row.</param>
    /// <param name="t">The column.</param>
    /// <remarks>Neumaier's compensated sum: nearly always, but not provably, the correctly rounded mean.</remarks>
    public static double Of<T>(ReadOnlySpan<T> rows, int width, int t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0, lost = 0;
        int count = 0;
        for (int i = t; i < rows.Length; i += width)
        {
            if (T.IsNaN(rows[i]))
                continue;
            double value = double.CreateTruncating(rows[i]), next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
            count++;
        }
        return double.IsInfinity(sum) ? sum : (sum + lost) / count;
    }
}
