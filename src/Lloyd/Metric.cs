using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Lloyd.Kernels;
using Lloyd.Shares;

namespace Lloyd;

/// <summary>
/// The space in which a model measures distance: z_t = (x_t − offset_t) / range_t, computed in float64 from a point x
/// in original units. Without scaling, z = x.
/// </summary>
public sealed class Metric
{
    /// <summary>The metric of data that is not scaled.</summary>
    internal static Metric Identity(int dimensions) => new(dimensions, [], []);

    internal Metric(int dimensions, double[] offsets, double[] ranges)
    {
        Dimensions = dimensions;
        Offsets = offsets;
        Ranges = ranges;
    }

    /// <summary>d.</summary>
    public int Dimensions { get; }

    /// <summary>Whether z = x.</summary>
    public bool IsIdentity => Ranges.IsEmpty;

    /// <summary>What is taken from each of the d coordinates; empty without scaling.</summary>
    public ReadOnlyMemory<double> Offsets { get; }

    /// <summary>What each of the d coordinates is then divided by; 0 for a constant column, whose z is always 0;
    /// empty without scaling.</summary>
    public ReadOnlyMemory<double> Ranges { get; }

    /// <summary>Rows of d coordinates in the metric, in original units: x = z · range + offset.</summary>
    /// <param name="rows">Any number of rows of d coordinates.</param>
    public double[] ToOriginal(ReadOnlySpan<double> rows)
    {
        double[] original = rows.ToArray();
        if (!IsIdentity)
            for (int i = 0; i < original.Length; i++)
                original[i] = original[i] * Ranges.Span[i % Dimensions] + Offsets.Span[i % Dimensions];
        return original;
    }

    /// <summary>Rows of d coordinates in original units, in the metric.</summary>
    /// <param name="rows">Any number of rows of d coordinates.</param>
    public double[] ToMetric(ReadOnlySpan<double> rows)
    {
        double[] z = new double[rows.Length];
        ToMetric(rows, z);
        return z;
    }

    internal void Write(BinaryWriter to)
    {
        to.Write(Dimensions);
        to.WriteDoubles(Offsets.Span);
        to.WriteDoubles(Ranges.Span);
    }

    internal static Metric Read(BinaryReader from) => new(from.ReadInt32(), from.ReadDoubles(), from.ReadDoubles());

    /// <summary>Any number of points of d coordinates, in the metric.</summary>
    [MethodImpl(Jit.AtOnce)]
    internal void ToMetric<T>(ReadOnlySpan<T> rows, Span<double> z) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        z = z[..rows.Length];
        Widen(rows, z);
        if (IsIdentity)
            return;
        ReadOnlySpan<double> offsets = Offsets.Span;
        ReadOnlySpan<double> ranges = Ranges.Span;
        for (; !z.IsEmpty; z = z[ranges.Length..])
            for (int t = 0; t < ranges.Length; t++)
                z[t] = ranges[t] == 0 ? 0 : (z[t] - offsets[t]) / ranges[t];
    }

    /// <summary>Columns of equal length, one for each coordinate, in the metric: the same bits as row by row.</summary>
    [MethodImpl(Jit.AtOnce)]
    internal void ColumnsToMetric<T>(ReadOnlySpan<T> columns, Span<double> z)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        Widen(columns, z[..columns.Length]);
        int length = columns.Length / Dimensions;
        for (int t = 0; t < Ranges.Length; t++)
        {
            Span<double> column = z.Slice(t * length, length);
            (double offset, double range) = (Offsets.Span[t], Ranges.Span[t]);
            if (range == 0)
                column.Clear();
            else
                for (int i = 0; i < column.Length; i++)
                    column[i] = (column[i] - offset) / range;
        }
    }

    [MethodImpl(Jit.AtOnce)]
    private static void Widen<T>(ReadOnlySpan<T> x, Span<double> z) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        int t = 0;
        if (typeof(T) == typeof(double))
        {
            MemoryMarshal.Cast<T, double>(x).CopyTo(z);
            return;
        }
        if (typeof(T) == typeof(float))
        {
            ref float from = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<T, float>(x));
            ref double to = ref MemoryMarshal.GetReference(z[..x.Length]);
            for (; Vector512.IsHardwareAccelerated && t <= x.Length - Vector256<float>.Count; t += Vector256<float>.Count)
                Vector512.WidenLower(Vector256.LoadUnsafe(ref from, (nuint)t).ToVector512Unsafe()).StoreUnsafe(ref to, (nuint)t);
            for (; t <= x.Length - Vector128<float>.Count; t += Vector128<float>.Count)
                Vector256.WidenLower(Vector128.LoadUnsafe(ref from, (nuint)t).ToVector256Unsafe()).StoreUnsafe(ref to, (nuint)t);
        }
        for (; t < z.Length; t++)
            z[t] = double.CreateTruncating(x[t]);
    }
}
