using System.Globalization;
using System.Numerics;
using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;

namespace Lloyd.Data.Columnar;

/// <summary>Arrow's decimals: whole numbers in two's complement, and how many digits follow the point.</summary>
internal static class ArrowDecimals
{
    private const int MostPlaces = 76;      // of 256 bits

    public static double NumberAt(IArrowArray array, int i)
    {
        (BigInteger digits, int places) = At(array, i);
        return double.Parse($"{digits}E{-places}", CultureInfo.InvariantCulture);
    }

    public static string TextAt(IArrowArray array, int i)
    {
        (BigInteger digits, int places) = At(array, i);
        if (places <= 0)
            return (digits * BigInteger.Pow(10, -places)).ToString(CultureInfo.InvariantCulture);
        string text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        return $"{(digits.Sign < 0 ? "-" : "")}{text[..^places]}.{text[^places..]}";
    }

    private static (BigInteger Digits, int Places) At(IArrowArray array, int i)
    {
        (int size, int places) = array.Data.DataType switch
        {
            Decimal32Type type => (4, type.Scale),
            Decimal64Type type => (8, type.Scale),
            Decimal128Type type => (16, type.Scale),
            Decimal256Type type => (32, type.Scale),
            var type => throw new NotSupportedException($"values of type {type.Name}"),
        };
        if (Math.Abs((long)places) > MostPlaces)
            throw new InvalidDataException($"{places} digits after the point");
        var bytes = ((FixedSizeBinaryArray)array).ValueBuffer.Span.Slice((array.Offset + i) * size, size);
        return (new BigInteger(bytes), places);
    }
}
