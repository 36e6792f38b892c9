using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Lloyd.Kernels;

/// <summary>What a kernel needs of a vector of floats, so that one source serves every width.</summary>
internal interface IFloatLanes<V> where V : struct
{
    static abstract int Count { get; }

    static abstract V Broadcast(float value);

    static abstract V Load(ref readonly float source, int index);

    static abstract void Store(V value, ref float target, int index);

    /// <summary>The signed high half of each word, times 2¹⁶.</summary>
    static abstract V LoadHigh(ref readonly int words, int index);

    /// <summary>The signed low half of each word, times 2¹⁶.</summary>
    static abstract V LoadLow(ref readonly int words, int index);

    /// <summary>The sum, an integer in each lane, and the products of the four bytes of a with those of b, of c with those
    /// of d. Integers and bytes come in the bits of floats. a and c: 0 … 127; b and d: −63 … 63.</summary>
    static abstract V AddProducts(V sum, V a, V b, V c, V d);

    /// <summary>The floats nearest to integers.</summary>
    static abstract V FromIntegers(V integers);

    /// <summary>The sum of the integers of all lanes.</summary>
    static abstract int SumIntegers(V integers);

    /// <summary>a · b + c, fused where that is fast: the bound of a filter holds either way.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    static abstract V Multiply(V a, V b);

    static abstract V Add(V a, V b);

    static abstract V Subtract(V a, V b);

    static abstract V Abs(V a);

    static abstract V Min(V a, V b);

    static abstract V Max(V a, V b);

    /// <summary><paramref name="yes"/> in the lanes where a is less than b, else <paramref name="no"/>.</summary>
    static abstract V WhereLess(V a, V b, V yes, V no);

    /// <summary><paramref name="yes"/> in the lanes where a and b have the same bits, else <paramref name="no"/>.</summary>
    static abstract V WhereSame(V a, V b, V yes, V no);

    /// <summary>A bit for every lane where a is greater than b; NaN is not.</summary>
    static abstract uint Greater(V a, V b);

    /// <summary>A bit for every lane where a and b have the same bits.</summary>
    static abstract uint Same(V a, V b);

    /// <summary>The smallest lane of each of four; what it is where one is NaN depends on the processor.</summary>
    static abstract Vector128<float> Least(V a, V b, V c, V d);

    /// <summary>The sum of all lanes, in any order.</summary>
    static abstract float Sum(V value);
}

/// <summary>Sixteen floats: AVX-512.</summary>
internal readonly struct FloatLanes512 : IFloatLanes<Vector512<float>>
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

    public static Vector512<float> AddProducts(
        Vector512<float> sum, Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        Vector512<short> pairs = Avx512BW.MultiplyAddAdjacent(a.AsByte(), b.AsSByte()) + Avx512BW.MultiplyAddAdjacent(c.AsByte(), d.AsSByte());
        return (sum.AsInt32() + Avx512BW.MultiplyAddAdjacent(pairs, Vector512<short>.One)).AsSingle();
    }

    public static Vector512<float> FromIntegers(Vector512<float> integers) => Vector512.ConvertToSingle(integers.AsInt32());

    public static int SumIntegers(Vector512<float> integers) => Vector512.Sum(integers.AsInt32());

    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    public static Vector512<float> Abs(Vector512<float> a) => Vector512.Abs(a);

    public static Vector512<float> Min(Vector512<float> a, Vector512<float> b) => Vector512.MinNative(a, b);

    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Vector512.MaxNative(a, b);

    public static Vector512<float> WhereLess(
        Vector512<float> a, Vector512<float> b, Vector512<float> yes, Vector512<float> no) =>
        Vector512.ConditionalSelect(Vector512.LessThan(a, b), yes, no);

    public static Vector512<float> WhereSame(
        Vector512<float> a, Vector512<float> b, Vector512<float> yes, Vector512<float> no) =>
        Vector512.ConditionalSelect(Vector512.Equals(a.AsInt32(), b.AsInt32()).AsSingle(), yes, no);

    public static uint Greater(Vector512<float> a, Vector512<float> b) =>
        (uint)Vector512.GreaterThan(a, b).ExtractMostSignificantBits();

    public static uint Same(Vector512<float> a, Vector512<float> b) =>
        (uint)Vector512.Equals(a.AsInt32(), b.AsInt32()).ExtractMostSignificantBits();

    public static Vector128<float> Least(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d) =>
        FloatLanes256.Least(
            Vector256.MinNative(a.GetLower(), a.GetUpper()), Vector256.MinNative(b.GetLower(), b.GetUpper()),
            Vector256.MinNative(c.GetLower(), c.GetUpper()), Vector256.MinNative(d.GetLower(), d.GetUpper()));

    public static float Sum(Vector512<float> value) => Vector512.Sum(value);
}

/// <summary>Eight floats: AVX2.</summary>
internal readonly struct FloatLanes256 : IFloatLanes<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    public static Vector256<float> Load(ref readonly float source, int index) =>
        Vector256.LoadUnsafe(in source, (nuint)index);

    public static void Store(Vector256<float> value, ref float target, int index) =>
        value.StoreUnsafe(ref target, (nuint)index);

    public static Vector256<float> LoadHigh(ref readonly int words, int index) =>
        Vector256.ConvertToSingle(Vector256.LoadUnsafe(in words, (nuint)index) & Vector256.Create(0xFFFF << 16));

    public static Vector256<float> LoadLow(ref readonly int words, int index) =>
        Vector256.ConvertToSingle(Vector256.LoadUnsafe(in words, (nuint)index) << 16);

    public static Vector256<float> AddProducts(
        Vector256<float> sum, Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        Vector256<short> pairs = Avx2.MultiplyAddAdjacent(a.AsByte(), b.AsSByte()) + Avx2.MultiplyAddAdjacent(c.AsByte(), d.AsSByte());
        return (sum.AsInt32() + Avx2.MultiplyAddAdjacent(pairs, Vector256<short>.One)).AsSingle();
    }

    public static Vector256<float> FromIntegers(Vector256<float> integers) => Vector256.ConvertToSingle(integers.AsInt32());

    public static int SumIntegers(Vector256<float> integers) => Vector256.Sum(integers.AsInt32());

    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    public static Vector256<float> Abs(Vector256<float> a) => Vector256.Abs(a);

    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Vector256.MinNative(a, b);

    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Vector256.MaxNative(a, b);

    public static Vector256<float> WhereLess(
        Vector256<float> a, Vector256<float> b, Vector256<float> yes, Vector256<float> no) =>
        Vector256.ConditionalSelect(Vector256.LessThan(a, b), yes, no);

    public static Vector256<float> WhereSame(
        Vector256<float> a, Vector256<float> b, Vector256<float> yes, Vector256<float> no) =>
        Vector256.ConditionalSelect(Vector256.Equals(a.AsInt32(), b.AsInt32()).AsSingle(), yes, no);

    public static uint Greater(Vector256<float> a, Vector256<float> b) =>
        Vector256.GreaterThan(a, b).ExtractMostSignificantBits();

    public static uint Same(Vector256<float> a, Vector256<float> b) =>
        Vector256.Equals(a.AsInt32(), b.AsInt32()).ExtractMostSignificantBits();

    public static Vector128<float> Least(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d) =>
        FloatLanes128.Least(
            Vector128.MinNative(a.GetLower(), a.GetUpper()), Vector128.MinNative(b.GetLower(), b.GetUpper()),
            Vector128.MinNative(c.GetLower(), c.GetUpper()), Vector128.MinNative(d.GetLower(), d.GetUpper()));

    public static float Sum(Vector256<float> value) => Vector256.Sum(value);
}

/// <summary>Four floats: WebAssembly, and processors without AVX2.</summary>
internal readonly struct FloatLanes128 : IFloatLanes<Vector128<float>>
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

    public static Vector128<float> AddProducts(
        Vector128<float> sum, Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        if (Ssse3.IsSupported)
        {
            Vector128<short> pairs = Ssse3.MultiplyAddAdjacent(a.AsByte(), b.AsSByte()) + Ssse3.MultiplyAddAdjacent(c.AsByte(), d.AsSByte());
            return (sum.AsInt32() + Sse2.MultiplyAddAdjacent(pairs, Vector128<short>.One)).AsSingle();
        }
        if (Dp.IsSupported)
            return Dp.DotProduct(Dp.DotProduct(sum.AsInt32(), a.AsSByte(), b.AsSByte()), c.AsSByte(), d.AsSByte()).AsSingle();
        return (sum.AsInt32() + Products(a.AsInt32(), b.AsInt32()) + Products(c.AsInt32(), d.AsInt32())).AsSingle();
    }

    public static Vector128<float> FromIntegers(Vector128<float> integers) => Vector128.ConvertToSingle(integers.AsInt32());

    public static int SumIntegers(Vector128<float> integers) => Vector128.Sum(integers.AsInt32());

    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.MultiplyAddEstimate(a, b, c);

    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    public static Vector128<float> Abs(Vector128<float> a) => Vector128.Abs(a);

    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) => Vector128.MinNative(a, b);

    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Vector128.MaxNative(a, b);

    public static Vector128<float> WhereLess(
        Vector128<float> a, Vector128<float> b, Vector128<float> yes, Vector128<float> no) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a, b), yes, no);

    public static Vector128<float> WhereSame(
        Vector128<float> a, Vector128<float> b, Vector128<float> yes, Vector128<float> no) =>
        Vector128.ConditionalSelect(Vector128.Equals(a.AsInt32(), b.AsInt32()).AsSingle(), yes, no);

    public static uint Greater(Vector128<float> a, Vector128<float> b) =>
        Vector128.GreaterThan(a, b).ExtractMostSignificantBits();

    public static uint Same(Vector128<float> a, Vector128<float> b) =>
        Vector128.Equals(a.AsInt32(), b.AsInt32()).ExtractMostSignificantBits();

    public static Vector128<float> Least(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        (Vector128<float> acLow, Vector128<float> acHigh) = Transpose.Zip(a, c);
        (Vector128<float> bdLow, Vector128<float> bdHigh) = Transpose.Zip(b, d);
        (Vector128<float> low, Vector128<float> high) =
            Transpose.Zip(Vector128.MinNative(acLow, acHigh), Vector128.MinNative(bdLow, bdHigh));
        return Vector128.MinNative(low, high);
    }

    public static float Sum(Vector128<float> value) => Vector128.Sum(value);

    private static Vector128<int> Products(Vector128<int> a, Vector128<int> b) =>
        (a << 24 >> 24) * (b << 24 >> 24) + (a << 16 >> 24) * (b << 16 >> 24) + (a << 8 >> 24) * (b << 8 >> 24) + (a >> 24) * (b >> 24);
}
