using System.Numerics;
using Lloyd.Kernels;

namespace Lloyd.Seedings;

/// <summary>Up to eight points that may become centroids, side by side: coordinate t of all of them, then t + 1.</summary>
internal sealed class CandidateGroup
{
    private CandidateGroup(int count, int dimensions)
    {
        Count = count;
        Coordinates = new double[dimensions * GroupKernel.Centres];
    }

    public int Count { get; }

    /// <summary>d × 8; lanes without a candidate hold zeros.</summary>
    public double[] Coordinates { get; }

    public static CandidateGroup[] Of<T>(MetricPoints<T> points, ReadOnlySpan<int> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var groups = new CandidateGroup[(rows.Length + GroupKernel.Centres - 1) / GroupKernel.Centres];
        double[] z = new double[points.Dimensions];
        for (int g = 0; g < groups.Length; g++)
        {
            int first = g * GroupKernel.Centres;
            groups[g] = new CandidateGroup(Math.Min(GroupKernel.Centres, rows.Length - first), points.Dimensions);
            for (int lane = 0; lane < groups[g].Count; lane++)
            {
                points.Read(rows[first + lane], z);
                for (int t = 0; t < z.Length; t++)
                    groups[g].Coordinates[t * GroupKernel.Centres + lane] = z[t];
            }
        }
        return groups;
    }
}
