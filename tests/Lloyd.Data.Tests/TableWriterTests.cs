using System.Globalization;
using System.Text;
using CsCheck;

namespace Lloyd.Data.Tests;

public class TableWriterTests
{
    private static byte[] Written(Action<Stream> write)
    {
        var stream = new MemoryStream();
        write(stream);
        Assert.True(stream.CanWrite);
        return stream.ToArray();
    }

    private static string Text(Action<Stream> write) => Encoding.UTF8.GetString(Written(write));

    private static readonly Points<double> Two = new(new double[] { 1.5, -2, 0.1, 4 }, 2);

    private static readonly int[] TwoLabels = [3, 4];

    [Fact]
    public void Csv_has_a_header_and_17_digits()
    {
        Assert.Equal("x1,x2\n1.5,-2\n0.10000000000000001,4\n", Text(s => TableWriter.WriteCsv(s, Two)));
        Assert.Equal("x1,x2,label\n1.5,-2,1\n0.10000000000000001,4,0\n",
            Text(s => TableWriter.WriteCsv(s, Two, [1, 0])));
        var named = new Points<float>(new float[] { 0.1f, 4 }, 2) { Columns = ["größe", "a,\"b\""] };
        Assert.Equal("größe,\"a,\"\"b\"\"\"\n0.100000001,4\n", Text(s => TableWriter.WriteCsv(s, named)));
    }

    [Fact]
    public void Npy_is_as_numpy_writes_it()
    {
        byte[] file = Written(s => TableWriter.WriteNpy(s, Two));
        Assert.Equal(128 + 32, file.Length);
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0, 118, 0], file[..10]);
        Assert.Equal("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }", Encoding.ASCII.GetString(file[10..128]).TrimEnd());
        Assert.Equal((byte)'\n', file[127]);
        Assert.Equal(Given.AsBytes(1.5, -2, 0.1, 4), file[128..]);
    }

    [Fact]
    public void Labels_are_a_last_column_of_npy()
    {
        var table = Given.Bytes(Written(s =>
            TableWriter.WriteNpy(s, new Points<float>(new float[] { 1, 2, 3, 4 }, 2), [7, 8])));
        Assert.Equal([1f, 2, 7, 3, 4, 8], table.ToPoints<float>().Values.ToArray());
    }

    [Fact]
    public void The_name_says_the_format() => Given.InFolder(folder =>
    {
        foreach (string name in (string[])["a.csv", "a.npy", "A.NPY", "a"])
        {
            string path = Path.Combine(folder, name);
            TableWriter.Write(path, Two, TwoLabels);
            byte[] bytes = File.ReadAllBytes(path);
            Assert.Equal(name.EndsWith(".npy", StringComparison.OrdinalIgnoreCase), bytes[0] == 0x93);
            using var table = Given.File(path);
            Assert.Equal([1.5, -2, 3, 0.1, 4, 4], Given.Values(table));
        }
    });

    [Fact]
    public void Labels_have_an_empty_line_for_each_dropped_row()
    {
        Assert.Equal("cluster\n0\n2\n1\n", Text(s => TableWriter.WriteLabels(s, [0, 2, 1])));
        Assert.Equal("cluster\n\n0\n\n\n2\n1\n\n", Text(s => TableWriter.WriteLabels(s, [0, 2, 1], [0, 2, 3, 6])));
        Assert.Equal("cluster,distance\n0,0.5\n,\n1,1\n", Text(s => TableWriter.WriteLabels(s, [0, 1], [1], [0.5, 1])));
        Assert.Equal("cluster,distance0,distance1\n0,0.5,2\n1,1,0.25\n",
            Text(s => TableWriter.WriteLabels(s, [0, 1], distances: [0.5, 2, 1, 0.25])));
    }

    [Fact]
    public void Labels_line_up_with_the_rows_of_the_file_they_were_read_from()
    {
        var table = Given.Csv("a,b\n1,2\n,4\n5,6\nNA,\n", new TableOptions { Missing = MissingPolicy.Drop });
        int[] labels = [.. Enumerable.Range(0, table.Rows)];
        string[] lines = Text(s => TableWriter.WriteLabels(s, labels, table.DroppedRows)).Split('\n');
        Assert.Equal(["cluster", "0", "", "1", "", ""], lines);
    }

    [Fact]
    public void Counts_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TableWriter.WriteCsv(Stream.Null, Two, [1]));
        Assert.Throws<ArgumentException>(() => TableWriter.WriteNpy(Stream.Null, Two, [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => TableWriter.WriteLabels(Stream.Null, [1, 2], distances: [1, 2, 3]));
    }

    [Fact]
    public void More_than_one_buffer_is_written()
    {
        var points = new Points<double>(Enumerable.Range(0, 60_000).Select(i =>
            i / 7.0).ToArray(), 3) { Columns = [new string('n', 100_000), "b", "c"] };
        var table = Given.Bytes(Written(s => TableWriter.WriteCsv(s, points)));
        Assert.Equal(points.Columns, table.Columns);
        Assert.Equal(points.Values.ToArray(), Given.Values(table));
    }

    [Fact]
    public void Seventeen_digits_bring_back_the_doubles_that_the_shortest_form_may_lose()
    {
        double[] values = [.. Enumerable.Range(-1074, 2098).Select(e => Math.ScaleB(1, e)),
            double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, -0.0,
            Math.BitDecrement(Math.ScaleB(1, -1022)), 0.1, 1 / 3.0];
        AssertSameBits(values, Given.Values(Given.Bytes(Written(s =>
            TableWriter.WriteCsv(s, new Points<double>(values, 1))))));
        foreach (double value in values)
            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(
                double.Parse(value.ToString("G17", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Any_doubles_round_trip_through_csv_and_npy() =>
        Gen.Double.Where(double.IsFinite).Array[1, 60].Sample(values =>
        {
            var points = new Points<double>(values, 1);
            AssertSameBits(values, Given.Values(Given.Bytes(Written(s => TableWriter.WriteCsv(s, points)))));
            AssertSameBits(values, Given.Values(Given.Bytes(Written(s => TableWriter.WriteNpy(s, points)))));
        }, iter: 2000);

    [Fact]
    public void Any_floats_round_trip_through_csv_and_npy() =>
        Gen.UInt.Select(BitConverter.UInt32BitsToSingle).Where(float.IsFinite).Array[1, 60].Sample(values =>
        {
            var points = new Points<float>(values, 1);
            foreach (byte[] file in new[] { Written(s =>
                TableWriter.WriteCsv(s, points)), Written(s => TableWriter.WriteNpy(s, points)) })
                Assert.Equal(values.Select(BitConverter.SingleToUInt32Bits),
                    Given.Bytes(file).ToPoints<float>().Values.ToArray().Select(BitConverter.SingleToUInt32Bits));
        }, iter: 2000);

    private static void AssertSameBits(double[] expected, double[] actual) =>
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), actual.Select(BitConverter.DoubleToInt64Bits));
}
