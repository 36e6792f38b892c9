using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>What <see cref="FilterKernel"/> needs of a vector of floats, so that one source serves every width.</summary>
internal interface IFilterLanes<V> where V : struct
{
    static abstract int Count { get; }

    static abstract V Broadcast(float value);

    static abstract V Load(ref readonly float source, int index);

    static abstract void Store(V value, ref float target, int index);

    /// <summary>The signed high half of each word, times 2¹⁶.</summary>
    static abstract V LoadHigh(ref readonly int words, int index);

    /// <summary>The signed low half of each word, times 2¹⁶.</summary>
    static abstract V LoadLow(ref readonly int words, int index);

    static abstract V Add(V a, V b);

    static abstract V Subtract(V a, V b);

    static abstract V Multiply(V a, V b);

    static abstract V Max(V a, V b);

    /// <summary>a · b + c, fused where that is fast: the bound of the filter holds either way.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>A bit for every lane where a is greater than b; NaN is not.</summary>
    static abstract uint Greater(V a, V b);
}

/// <summary>Sixteen floats; .NET makes two operations of eight of it where AVX-512 is missing.</summary>
internal readonly struct FilterLanes512 : IFilterLanes<Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    public static Vector512<float> Load(ref readonly float source, int index) =>
        Vector512.LoadUnsafe(in source, (nuint)index);

    public static void Store(Vector512<float> value, ref float target, int index) =>
        value.StoreUnsafe(ref target, (nuint)index);

    public static Vector512<float> LoadHigh(ref readonly int words, int index) =>
        Vector512.ConvertToSingle(Vector512.LoadUnsafe(in words, (nuint)index) & Vector512.Create(0xFFFF << 16));

    public static Vector512<float> LoadLow(ref readonly int words, int index) =>
        Vector512.ConvertToSingle(Vector512.LoadUnsafe(in words, (nuint)index) << 16);

    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Vector512.MaxNative(a, b);

    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    public static uint Greater(Vector512<float> a, Vector512<float> b) =>
        (uint)Vector512.GreaterThan(a, b).ExtractMostSignificantBits();
}

/// <summary>Four floats: WebAssembly, and processors without AVX.</summary>
internal readonly struct FilterLanes128 : IFilterLanes<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> Load(ref readonly float source, int index) =>
        Vector128.LoadUnsafe(in source, (nuint)index);

    public static void Store(Vector128<float> value, ref float target, int index) =>
        value.StoreUnsafe(ref target, (nuint)index);

    public static Vector128<float> LoadHigh(ref readonly int words, int index) =>
        Vector128.ConvertToSingle(Vector128.LoadUnsafe(in words, (nuint)index) & Vector128.Create(0xFFFF << 16));

    public static Vector128<float> LoadLow(ref readonly int words, int index) =>
        Vector128.ConvertToSingle(Vector128.LoadUnsafe(in words, (nuint)index) << 16);

    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Vector128.MaxNative(a, b);

    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.MultiplyAddEstimate(a, b, c);

    public static uint Greater(Vector128<float> a, Vector128<float> b) =>
        Vector128.GreaterThan(a, b).ExtractMostSignificantBits();
}
