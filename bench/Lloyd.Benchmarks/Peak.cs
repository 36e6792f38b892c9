using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Lloyd.Benchmarks;

/// <summary>The most fused multiply-adds that one thread can do, in GFLOP/s: measured, once per run.</summary>
internal static class Peak
{
    private const int Rounds = 1_000_000, Sums = 12, Tries = 100;

    private static readonly Lazy<double> LazySingle = new(() => Measure<float>());
    private static readonly Lazy<double> LazyDouble = new(() => Measure<double>());

    public static double Single => LazySingle.Value;

    public static double Double => LazyDouble.Value;

    public static double Of(Type element) => element == typeof(float) ? Single : Double;

    private static double Measure<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool wide = Vector512.IsHardwareAccelerated;
        int lanes = (wide ? 64 : 32) / Unsafe.SizeOf<T>();
        double best = 0;
        for (int i = 0; i < Tries; i++)     // the first ones wake the compiler and the processor
        {
            long started = Stopwatch.GetTimestamp();
            T sum = wide ? Run512(T.One) : Run256(T.One);
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            GC.KeepAlive(sum);
            best = Math.Max(best, 2.0 * Rounds * Sums * lanes / seconds / 1e9);
        }
        return best;
    }

    // Twelve sums that do not wait for each other cover the latency of two units.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Run512<T>(T one) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> x = Vector512.Create(one), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x,
            k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = MultiplyAdd(x, x, a);
            b = MultiplyAdd(x, x, b);
            c = MultiplyAdd(x, x, c);
            d = MultiplyAdd(x, x, d);
            e = MultiplyAdd(x, x, e);
            f = MultiplyAdd(x, x, f);
            g = MultiplyAdd(x, x, g);
            h = MultiplyAdd(x, x, h);
            i = MultiplyAdd(x, x, i);
            j = MultiplyAdd(x, x, j);
            k = MultiplyAdd(x, x, k);
            l = MultiplyAdd(x, x, l);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Run256<T>(T one) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> x = Vector256.Create(one), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x,
            k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = MultiplyAdd(x, x, a);
            b = MultiplyAdd(x, x, b);
            c = MultiplyAdd(x, x, c);
            d = MultiplyAdd(x, x, d);
            e = MultiplyAdd(x, x, e);
            f = MultiplyAdd(x, x, f);
            g = MultiplyAdd(x, x, g);
            h = MultiplyAdd(x, x, h);
            i = MultiplyAdd(x, x, i);
            j = MultiplyAdd(x, x, j);
            k = MultiplyAdd(x, x, k);
            l = MultiplyAdd(x, x, l);
        }
        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAdd<T>(Vector512<T> x, Vector512<T> y, Vector512<T> sum) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> MultiplyAdd<T>(Vector256<T> x, Vector256<T> y, Vector256<T> sum) => typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector256.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>();
}
