using System.Numerics;
using Lloyd.Exact;

namespace Lloyd;

/// <summary>How columns are brought to one scale before distances are measured. It is part of the model: prediction
/// and regions use the same metric as the training.</summary>
public enum Scaling
{
    /// <summary>Distances are measured in original units.</summary>
    None,

    /// <summary>Every column to 0 … 1, as scikit-learn's MinMaxScaler.</summary>
    MinMax,

    /// <summary>Every column to mean 0 and variance 1 (ddof 0), as scikit-learn's StandardScaler.</summary>
    Standard,
}

internal static class ScalingExtensions
{
    /// <summary>The metric that brings these points to one scale.</summary>
    /// <param name="points">The points in original units.</param>
    /// <param name="description">What a first pass over them told.</param>
    public static Metric Fit<T>(
        this Scaling scaling, MetricPoints<T> points, Description description, int threads,
        CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (scaling == Scaling.None)
            return points.Metric;
        double[] ranges = Ranges(description, points.Points.ColumnName);
        if (scaling == Scaling.MinMax)
            return scaling.Fit(description.Min, ranges);
        Moments moments = Moments.Of(points, threads, cancellation);
        return scaling.Fit(moments.Means, moments.Variances);
    }

    /// <summary>The metric that follows from the least values and the ranges, or from the means and the variances, of the
    /// columns.</summary>
    public static Metric Fit(this Scaling scaling, double[] offsets, double[] spreads) => new(
        offsets.Length, [.. offsets], scaling == Scaling.Standard ? Array.ConvertAll(spreads, Math.Sqrt) : spreads);

    /// <summary>How far each column goes.</summary>
    /// <exception cref="InvalidInputException">Too far to be scaled.</exception>
    public static double[] Ranges(Description description, Func<int, string> columnName)
    {
        double[] ranges = new double[description.Min.Length];
        for (int t = 0; t < ranges.Length; t++)
        {
            ranges[t] = description.Max[t] - description.Min[t];
            if (!double.IsFinite(ranges[t] * ranges[t]))
                throw Throw.RangeTooWide(columnName(t), description.Min[t], description.Max[t]);
        }
        return ranges;
    }
}
