using System.Globalization;
using System.Text;
using CsCheck;

namespace Lloyd.Data.Tests;

/// <summary>The same numbers give the same bits however they are written down.</summary>
public class SameBitsTests
{
    private static readonly Gen<double> AnyDouble = Gen.OneOf(
        Gen.ULong.Select(BitConverter.UInt64BitsToDouble).Where(double.IsFinite),
        Gen.Double[-1e4, 1e4],
        Gen.Int[-99, 99].Select(i => i / 4.0));

    [Fact]
    public void Csv_in_every_dialect_and_npy_agree() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 30]).SelectMany((d, n) =>
            AnyDouble.Array[d * n].Select(values => (d, values)))
            .Sample(sample =>
            {
                var (d, values) = sample;
                long[] expected = [.. values.Select(BitConverter.DoubleToInt64Bits)];
                foreach (byte[] file in Written(values, d))
                {
                    var table = Given.Bytes(file, new TableOptions { Header = true });
                    Assert.Equal(expected, Given.Values(table).Select(BitConverter.DoubleToInt64Bits));
                }
            }, iter: 300);

    [Fact]
    public void Decimals_of_any_length_are_rounded_as_the_runtime_rounds_them() =>
        Gen.Select(Gen.String[Gen.Char["0123456789"], 1, 30], Gen.String[Gen.Char["0123456789"], 0, 30], Gen.Int[-330, 300])
            .Select((whole, part, exponent) => exponent % 3 == 0 ? $"-{whole}.{part}" : $"{whole}.{part}e{exponent}")
            .Where(text => double.IsFinite(double.Parse(text, CultureInfo.InvariantCulture)))
            .Array[1, 50].Sample(cells => Assert.Equal(
                cells.Select(cell => BitConverter.DoubleToInt64Bits(double.Parse(cell, CultureInfo.InvariantCulture))),
                Given.Values(Given.Csv(string.Join('\n', cells))).Select(BitConverter.DoubleToInt64Bits)), iter: 1000);

    private static IEnumerable<byte[]> Written(double[] values, int d)
    {
        string plain = Csv(values, d, ",", "\n", cell => cell);
        yield return Encoding.UTF8.GetBytes(plain);
        yield return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(plain)];
        yield return [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(plain)];
        yield return Encoding.UTF8.GetBytes(Csv(values, d, ",", "\r\n", cell => $"\"{cell}\""));
        yield return Encoding.UTF8.GetBytes(Csv(values, d, " , ", "\r\n", cell => cell));
        yield return Encoding.UTF8.GetBytes(Csv(values, d, "\t", "\n", cell => cell));
        yield return Encoding.UTF8.GetBytes(Csv(values, d, ";", "\n", cell => cell));
        yield return Encoding.UTF8.GetBytes(Csv(values, d, ";", "\n", cell => cell.Replace('.', ',')));
        yield return Given.Npy("<f8", $"({values.Length / d}, {d})", Given.AsBytes(values));
    }

    private static string Csv(double[] values, int d, string separator, string newLine, Func<string, string> cell) =>
        string.Join(separator, Enumerable.Range(0, d).Select(t => cell($"c{t}"))) + newLine
        + string.Concat(values.Chunk(d).Select(row =>
            string.Join(separator, row.Select(v => cell(v.ToString("G17", CultureInfo.InvariantCulture)))) + newLine));
}
