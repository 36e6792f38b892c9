using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Lloyd.Exact;

namespace Lloyd.Tests.Exact;

public class ElementaryTests
{
    private const int Count = 1_000_000;

    /// <summary>Whether Math.Log is glibc's with FMA here, the one whose bits ours has.</summary>
    private static bool IsGlibcWithFma => OperatingSystem.IsLinux() && Fma.IsSupported
        && !RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);

    [Fact]
    public void Log_has_the_bits_of_glibc()
    {
        int differ = 0;
        long worst = 0;
        for (int i = 0; i < Count; i++)
        {
            double unit = Elementary.Spread(i);
            foreach (double x in (ReadOnlySpan<double>)[unit, 0.9 + 0.2 * unit, AnyPositive(i)])
            {
                long ulps = Ulps(Math.Log(x), Elementary.Log(x));
                differ += ulps == 0 ? 0 : 1;
                worst = Math.Max(worst, ulps);
            }
        }
        Print($"{differ} of {3 * Count} logarithms differ from Math.Log, by {worst} ulp at most");
        Assert.InRange(worst, 0, 1);
        if (IsGlibcWithFma)
            Assert.Equal(0, differ);
    }

    [Fact]
    public void Log_has_the_edges_of_the_standard()
    {
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(Elementary.Log(1)));
        Assert.Equal(double.NegativeInfinity, Elementary.Log(0));
        Assert.Equal(double.NegativeInfinity, Elementary.Log(-0.0));
        Assert.Equal(double.PositiveInfinity, Elementary.Log(double.PositiveInfinity));
        Assert.True(double.IsNaN(Elementary.Log(-1)));
        Assert.True(double.IsNaN(Elementary.Log(double.NegativeInfinity)));
        Assert.True(double.IsNaN(Elementary.Log(double.NaN)));
        // ln 2⁻¹⁰⁷⁴ and ln of the largest double, to the last bit.
        Assert.Equal(-744.4400719213812, Elementary.Log(double.Epsilon));
        Assert.Equal(709.782712893384, Elementary.Log(double.MaxValue));
    }

    [Fact]
    public void Sin_and_Cos_are_within_an_ulp()
    {
        int differ = 0;
        for (int i = 0; i < Count; i++)
        {
            double x = 2 * Math.PI * (2 * Elementary.Spread(i) - 1);
            long sin = Ulps(Math.Sin(x), Elementary.Sin(x)), cos = Ulps(Math.Cos(x), Elementary.Cos(x));
            Assert.True(sin <= 1 && cos <= 1, $"at {x:R} the sine is {sin} ulp off and the cosine {cos}");
            differ += (sin == 0 ? 0 : 1) + (cos == 0 ? 0 : 1);
        }
        Print($"{differ} of {2 * Count} sines and cosines differ from Math's, by 1 ulp");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Sin_and_Cos_keep_their_precision_beside_the_quarter_turns(int quarters)
    {
        double x = Math.BitDecrement(quarters * (Math.PI / 2));
        for (int i = 0; i < 3; i++, x = Math.BitIncrement(x))
        {
            Assert.InRange(Ulps(Math.Sin(x), Elementary.Sin(x)), 0, 1);
            Assert.InRange(Ulps(Math.Cos(x), Elementary.Cos(x)), 0, 1);
            Assert.Equal(-Elementary.Sin(x), Elementary.Sin(-x));
            Assert.Equal(Elementary.Cos(x), Elementary.Cos(-x));
        }
    }

    /// <summary>The bits themselves, pinned: every host, WebAssembly included, must give these.</summary>
    [Fact]
    public void Fingerprints_are_the_same_on_every_host()
    {
        Assert.Equal(7836529100127456511UL, Elementary.LogFingerprint(Count));
        Assert.Equal(14531283683466179694UL, Elementary.SinCosFingerprint(Count));
    }

    private static void Print(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);

    /// <summary>A positive double with a mantissa and an exponent from everywhere, subnormal ones included.</summary>
    private static double AnyPositive(int i) =>
        BitConverter.UInt64BitsToDouble(((ulong)i + 1) * 0xD1B54A32D192ED03 % 0x7FF0000000000000);

    private static long Ulps(double expected, double actual) => expected == actual
        ? 0
        : Math.Abs(BitConverter.DoubleToInt64Bits(expected) - BitConverter.DoubleToInt64Bits(actual));
}
