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
        int d = points.Dimensions;
        if (scaling == Scaling.None)
            return points.Metric;
        double[] offsets = [.. description.Min];
        double[] ranges = new double[d];
        for (int t = 0; t < d; t++)
        {
            ranges[t] = description.Max[t] - description.Min[t];
            if (!double.IsFinite(ranges[t] * ranges[t]))
                throw Throw.RangeTooWide(points.Points.ColumnName(t), description.Min[t], description.Max[t]);
        }
        if (scaling == Scaling.Standard)
        {
            Moments moments = Moments.Of(points, threads, cancellation);
            offsets = moments.Means;
            ranges = Array.ConvertAll(moments.Variances, Math.Sqrt);
        }
        return new Metric(d, offsets, ranges);
    }
}
