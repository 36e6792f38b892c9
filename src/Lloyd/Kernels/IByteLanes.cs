using System.Runtime.Intrinsics;

namespace Lloyd.Kernels;

/// <summary>What <see cref="ByteKernel"/> needs of a vector of floats, so that one source serves every width.</summary>
internal interface IByteLanes<V> where V : struct
{
    static abstract int Count { get; }

    static abstract V Broadcast(float value);

    static abstract V Load(ref readonly float source, int index);

    /// <summary>One of the four signed bytes of each word, times 2²⁴: the highest for a shift of 0, the next for 8,
    /// and so on.</summary>
    static abstract V LoadByte(ref readonly int words, int index, int shift);

    static abstract V Add(V a, V b);

    static abstract V Multiply(V a, V b);

    /// <summary>a · b + c, fused where that is fast: the bound of the filter holds either way.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>A bit for every lane where a is greater than b; NaN is not.</summary>
    static abstract uint Greater(V a, V b);
}

/// <summary>Sixteen floats; .NET makes two operations of eight of it where AVX-512 is missing.</summary>
internal readonly struct ByteLanes512 : IByteLanes<Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    public static Vector512<float> Load(ref readonly float source, int index) =>
        Vector512.LoadUnsafe(in source, (nuint)index);

    public static Vector512<float> LoadByte(ref readonly int words, int index, int shift) =>
        Vector512.ConvertToSingle((Vector512.LoadUnsafe(in words, (nuint)index) << shift) & Vector512.Create(0xFF << 24));

    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    public static uint Greater(Vector512<float> a, Vector512<float> b) =>
        (uint)Vector512.GreaterThan(a, b).ExtractMostSignificantBits();
}

/// <summary>Four floats: WebAssembly, and processors without AVX.</summary>
internal readonly struct ByteLanes128 : IByteLanes<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> Load(ref readonly float source, int index) =>
        Vector128.LoadUnsafe(in source, (nuint)index);

    public static Vector128<float> LoadByte(ref readonly int words, int index, int shift) =>
        Vector128.ConvertToSingle((Vector128.LoadUnsafe(in words, (nuint)index) << shift) & Vector128.Create(0xFF << 24));

    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.MultiplyAddEstimate(a, b, c);

    public static uint Greater(Vector128<float> a, Vector128<float> b) =>
        Vector128.GreaterThan(a, b).ExtractMostSignificantBits();
}
