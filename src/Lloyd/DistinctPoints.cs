using System.Numerics;

namespace Lloyd;

/// <summary>Counts different points.</summary>
internal static class DistinctPoints
{
    public static int Count<T>(MetricPoints<T> points) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Enumerable.Range(0, points.Count).ToHashSet(new SameRow<T>(points)).Count;

    /// <summary>Whether there are fewer than some number.</summary>
    public static bool AreFewer<T>(MetricPoints<T> points, int than) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var known = new HashSet<int>(new SameRow<T>(points));
        for (int row = 0; row < points.Count && known.Count < than; row++)
            known.Add(row);
        return known.Count < than;
    }

    private sealed class SameRow<T>(MetricPoints<T> points) : IEqualityComparer<int>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly double[] _a = new double[points.Dimensions];
        private readonly double[] _b = new double[points.Dimensions];

        public bool Equals(int x, int y)
        {
            points.Read(x, _a);
            points.Read(y, _b);
            return _a.AsSpan().SequenceEqual(_b);
        }

        public int GetHashCode(int row)
        {
            points.Read(row, _a);
            var hash = new HashCode();
            foreach (double value in _a)
                hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
