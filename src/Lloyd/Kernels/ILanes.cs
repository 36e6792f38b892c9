using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>What a kernel needs of a vector of doubles, so that one source serves every width.</summary>
internal interface ILanes<V> where V : struct
{
    static abstract int Count { get; }

    static abstract V Broadcast(double value);

    static abstract V Load(ref readonly double source, int index);

    static abstract void Store(V value, ref double target, int index);

    static abstract V Add(V a, V b);

    static abstract V Subtract(V a, V b);

    /// <summary>0 in every lane whose bit is not set.</summary>
    static abstract V Keep(V value, ulong lanes);

    /// <summary>Adds up, as integers, by how many units of their lowest bit <paramref name="shifted"/> is above
    /// <paramref name="shift"/>.</summary>
    static abstract V AddUnits(V units, V shifted, V shift);

    /// <summary>What <see cref="AddUnits"/> added up, of all lanes.</summary>
    static abstract long SumUnits(V units);

    /// <summary>sum + (x − c)², each operation rounded: never fused, or hosts would differ.</summary>
    static abstract V AddSquare(V sum, V x, V c);

    /// <summary>Where <paramref name="score"/> is below <paramref name="best"/>, it and its label take their place.</summary>
    static abstract void KeepSmaller(V score, V label, ref V best, ref V bestLabel);
}

/// <summary>Eight doubles; .NET makes two operations of four of it where AVX-512 is missing.</summary>
internal readonly struct Lanes512 : ILanes<Vector512<double>>
{
    public static int Count => Vector512<double>.Count;

    public static Vector512<double> Broadcast(double value) => Vector512.Create(value);

    public static Vector512<double> Load(ref readonly double source, int index) =>
        Vector512.LoadUnsafe(in source, (nuint)index);

    public static void Store(Vector512<double> value, ref double target, int index) =>
        value.StoreUnsafe(ref target, (nuint)index);

    public static Vector512<double> Add(Vector512<double> a, Vector512<double> b) => a + b;

    public static Vector512<double> Subtract(Vector512<double> a, Vector512<double> b) => a - b;

    public static Vector512<double> Keep(Vector512<double> value, ulong lanes)
    {
        Vector512<long> bits = Vector512.Create(1L, 2, 4, 8, 16, 32, 64, 128);
        return value & Vector512.Equals(Vector512.Create((long)lanes) & bits, bits).AsDouble();
    }

    public static Vector512<double> AddUnits(Vector512<double> units, Vector512<double> shifted, Vector512<double> shift) =>
        (units.AsInt64() + (shifted.AsInt64() - shift.AsInt64())).AsDouble();

    public static long SumUnits(Vector512<double> units) => Vector512.Sum(units.AsInt64());

    public static Vector512<double> AddSquare(Vector512<double> sum, Vector512<double> x, Vector512<double> c)
    {
        Vector512<double> difference = x - c;
        return sum + difference * difference;
    }

    public static void KeepSmaller(
        Vector512<double> score, Vector512<double> label, ref Vector512<double> best, ref Vector512<double> bestLabel)
    {
        Vector512<double> smaller = Vector512.LessThan(score, best);
        best = Vector512.ConditionalSelect(smaller, score, best);
        bestLabel = Vector512.ConditionalSelect(smaller, label, bestLabel);
    }
}

/// <summary>Two doubles: WebAssembly, and processors without AVX.</summary>
internal readonly struct Lanes128 : ILanes<Vector128<double>>
{
    public static int Count => Vector128<double>.Count;

    public static Vector128<double> Broadcast(double value) => Vector128.Create(value);

    public static Vector128<double> Load(ref readonly double source, int index) =>
        Vector128.LoadUnsafe(in source, (nuint)index);

    public static void Store(Vector128<double> value, ref double target, int index) =>
        value.StoreUnsafe(ref target, (nuint)index);

    public static Vector128<double> Add(Vector128<double> a, Vector128<double> b) => a + b;

    public static Vector128<double> Subtract(Vector128<double> a, Vector128<double> b) => a - b;

    public static Vector128<double> Keep(Vector128<double> value, ulong lanes)
    {
        Vector128<long> bits = Vector128.Create(1L, 2);
        return value & Vector128.Equals(Vector128.Create((long)lanes) & bits, bits).AsDouble();
    }

    public static Vector128<double> AddUnits(Vector128<double> units, Vector128<double> shifted, Vector128<double> shift) =>
        (units.AsInt64() + (shifted.AsInt64() - shift.AsInt64())).AsDouble();

    public static long SumUnits(Vector128<double> units) => Vector128.Sum(units.AsInt64());

    public static Vector128<double> AddSquare(Vector128<double> sum, Vector128<double> x, Vector128<double> c)
    {
        Vector128<double> difference = x - c;
        return sum + difference * difference;
    }

    public static void KeepSmaller(
        Vector128<double> score, Vector128<double> label, ref Vector128<double> best, ref Vector128<double> bestLabel)
    {
        Vector128<double> smaller = Vector128.LessThan(score, best);
        best = Vector128.ConditionalSelect(smaller, score, best);
        bestLabel = Vector128.ConditionalSelect(smaller, label, bestLabel);
    }
}
