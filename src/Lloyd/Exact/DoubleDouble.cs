using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lloyd.Exact;

/// <summary>Numbers, one to a lane, each the sum of two doubles that is not carried out (T. J. Dekker, 1971): about 100
/// bits.</summary>
internal readonly record struct DoubleDouble(Vector<double> High, Vector<double> Low)
{
    public DoubleDouble(double value) : this(new Vector<double>(value), Vector<double>.Zero)
    {
    }

    /// <summary>This number with <paramref name="digits"/> after its last: this · <paramref name="radix"/> +
    /// digits.</summary>
    /// <param name="radix">A power of two, at most 2^51.</param>
    /// <param name="digits">Below the radix, but for a number that is 0: there, below 2^51.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DoubleDouble Append(double radix, Vector<long> digits)
    {
        var shift = new Vector<double>(Binary.IntegerShift);
        Vector<double> digit = Vector.AsVectorDouble(Vector.AsVectorInt64(shift) + digits) - shift;
        Vector<double> scaled = High * radix;
        Vector<double> high = scaled + digit;
        Vector<double> added = high - scaled;           // what the rounding left of both goes to the low part
        return new(high, Low * radix + (scaled - (high - added) + (digit - added)));
    }

    /// <summary>this · <paramref name="units"/> / <paramref name="divisor"/>, rounded once to the nearest double.</summary>
    /// <param name="units">Powers of two.</param>
    /// <param name="certain">No bit of the lanes where a hundred bits do not tell which double that is.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<double> Divide(DoubleDouble divisor, Vector<double> units, out Vector<long> certain)
    {
        Vector<double> first = High / divisor.High;
        Vector<double> remainder = Vector.FusedMultiplyAdd(-first, divisor.High, High);     // exact
        Vector<double> second = (remainder + (Low - first * divisor.Low)) / divisor.High;
        Vector<double> error =
            Vector.Abs(second) * (1.0 / (1L << 48)) + Vector.Abs(first) * (1.0 / (1L << 45) / (1L << 45));
        Vector<double> quotient = (first + (second - error)) * units;
        // Where all is far from the ends of the range, nothing here was rounded to a denormal or to infinity.
        Vector<double> magnitude = Vector.Abs(quotient);
        certain = Vector.Equals(quotient, (first + (second + error)) * units)
            & (Vector.Equals(High, Vector<double>.Zero)
                | Vector.GreaterThan(Vector.Min(Vector.Abs(first), magnitude), new Vector<double>(1e-250))
                    & Vector.LessThan(magnitude, new Vector<double>(1e300)));
        return quotient;
    }
}
