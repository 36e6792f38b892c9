using System.Buffers.Binary;

namespace Lloyd.Data.Tests;

public class NpyTests
{
    private static byte[] BigEndian(double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return bytes;
    }

    public static TheoryData<string, byte[], Precision> Types => new()
    {
        { "<f8", Given.AsBytes(1.0, 2, 3, 4, 5, 6), Precision.F64 },
        { "=f8", Given.AsBytes(1.0, 2, 3, 4, 5, 6), Precision.F64 },
        { "<f4", Given.AsBytes(1f, 2, 3, 4, 5, 6), Precision.F32 },
        { "<f2", Given.AsBytes((Half)1, (Half)2, (Half)3, (Half)4, (Half)5, (Half)6), Precision.F32 },
        { "<i8", Given.AsBytes(1L, 2, 3, 4, 5, 6), Precision.F64 },
        { "<i4", Given.AsBytes(1, 2, 3, 4, 5, 6), Precision.F64 },
        { "<i2", Given.AsBytes<short>(1, 2, 3, 4, 5, 6), Precision.F64 },
        { "|i1", Given.AsBytes<sbyte>(1, 2, 3, 4, 5, 6), Precision.F64 },
        { "<u8", Given.AsBytes<ulong>(1, 2, 3, 4, 5, 6), Precision.F64 },
        { "<u4", Given.AsBytes<uint>(1, 2, 3, 4, 5, 6), Precision.F64 },
        { "<u2", Given.AsBytes<ushort>(1, 2, 3, 4, 5, 6), Precision.F64 },
        { "|u1", [1, 2, 3, 4, 5, 6], Precision.F64 },
        { ">f8", [.. Enumerable.Range(1, 6).SelectMany(i => BigEndian(i))], Precision.F64 },
        { ">i2", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6], Precision.F64 },
        { ">u4", [.. Enumerable.Range(1, 6).SelectMany(i => new byte[] { 0, 0, 0, (byte)i })], Precision.F64 },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_number_type_reads_from_a_file_a_stream_and_a_pipe(string type, byte[] data, Precision precision)
    {
        byte[] file = Given.Npy(type, "(3, 2)", data);
        Given.InFile(file, path =>
        {
            using var mapped = Given.File(path);
            foreach (var table in new[] { mapped, Given.Bytes(file), Given.Stream(new Given.Pipe(file)) })
            {
                Assert.Equal(precision, table.Precision);
                Assert.Equal(["column 1", "column 2"], table.Columns);
                Assert.Equal((3, 3), (table.Rows, table.SourceRows));
                Assert.Equal([1, 2, 3, 4, 5, 6], Given.Values(table));
            }
        });
    }

    [Fact]
    public void Values_that_are_not_aligned_are_read()
    {
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, 59, 0, .. "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }"u8,
            .. Given.AsBytes(1.0, 2)];
        Given.InFile(file, path => Assert.Equal([1, 2], Given.Values(Given.File(path))));
    }

    [Fact]
    public void Integers_convert_with_their_sign_and_booleans_to_0_and_1()
    {
        Assert.Equal([-1, 127], Given.Values(Given.Bytes(Given.Npy("|i1", "(2,)", [0xff, 0x7f]))));
        Assert.Equal([255, 0], Given.Values(Given.Bytes(Given.Npy("|u1", "(2,)", [0xff, 0]))));
        Assert.Equal([0, 1], Given.Values(Given.Bytes(Given.Npy("|b1", "(2,)", [0, 1]))));
        Assert.Equal([long.MinValue, long.MaxValue],
            Given.Values(Given.Bytes(Given.Npy("<i8", "(2,)", Given.AsBytes(long.MinValue, long.MaxValue)))));
        Assert.Equal([ulong.MaxValue],
            Given.Values(Given.Bytes(Given.Npy("<u8", "(1,)", Given.AsBytes(ulong.MaxValue)))));
    }

    [Fact]
    public void One_dimension_is_one_column()
    {
        var table = Given.Bytes(Given.Npy("<f8", "(3,)", Given.AsBytes(1.0, 2, 3)));
        Assert.Equal((3, 1), (table.Rows, table.Columns.Count));
    }

    [Theory]
    [InlineData("<f4")]
    [InlineData("<f8")]
    public void Column_after_column_is_turned_into_rows(string type)
    {
        byte[] data = type == "<f4" ? Given.AsBytes(1f, 3, 5, 2, 4, 6) : Given.AsBytes(1.0, 3, 5, 2, 4, 6);
        byte[] file = Given.Npy(type, "(3, 2)", data, fortran: true);
        Given.InFile(file, path =>
        {
            foreach (var table in new[] { Given.File(path), Given.Bytes(file), Given.Stream(new Given.Pipe(file)) })
                Assert.Equal([1, 2, 3, 4, 5, 6], Given.Values(table));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_version_of_the_header_is_read(byte version) =>
        Assert.Equal([1, 2],
            Given.Values(Given.Bytes(Given.Npy("<f8", "(1, 2)", Given.AsBytes(1.0, 2), version: version))));

    [Fact]
    public void Columns_are_chosen_by_position_and_one_may_be_the_weight()
    {
        byte[] file = Given.Npy("<f4", "(2, 3)", Given.AsBytes(1f, 2, 3, 4, 5, 6));
        var table = Given.Bytes(file, new TableOptions { Columns = ["3", "column 1"], Weight = "2" });
        Assert.Equal(["column 3", "column 1"], table.Columns);
        Assert.Equal([3f, 1, 6, 4], table.ToPoints<float>().Values.ToArray());
        Assert.Equal([2, 5], table.Weights.ToArray());
    }

    [Theory]
    [InlineData("<f4")]
    [InlineData("<f8")]
    public void Not_a_number_is_missing(string type)
    {
        byte[] data = type == "<f4" ? Given.AsBytes(1f, 2, float.NaN, 4, 5, 6) : Given.AsBytes(1, 2, double.NaN, 4, 5, 6);
        Given.InFile(Given.Npy(type, "(3, 2)", data), path =>
        {
            Assert.EndsWith(": row 2, column 1: 'NaN' marks a missing value; fill it in, drop such rows (--missing drop) "
                + "or take means (--missing mean)", Given.Error(() => Given.File(path)), StringComparison.Ordinal);
            var dropped = Given.File(path, new TableOptions { Missing = MissingPolicy.Drop });
            Assert.Equal([1, 2, 5, 6], Given.Values(dropped));
            Assert.Equal([1], dropped.DroppedRows);
            var filled = Given.File(path, new TableOptions { Missing = MissingPolicy.Mean });
            Assert.Equal([1, 2, 3, 4, 5, 6], Given.Values(filled));
        });
    }

    [Fact]
    public void A_mapped_table_is_not_copied_and_ends_with_dispose()
    {
        Given.InFile(Given.Npy("<f8", "(2, 2)", Given.AsBytes(1.0, 2, 3, 4)), path =>
        {
            var table = Given.File(path);
            var points = table.ToPoints<double>();
            Assert.True(points.Values == table.ToPoints<double>().Values);
            Assert.Equal([1, 2, 3, 4], points.Values.ToArray());
            table.Dispose();
            table.Dispose();
            Assert.Throws<ObjectDisposedException>(() => points.Values.Length);
        });
    }

    [Fact]
    public void A_span_of_a_mapped_table_outlives_the_table_and_its_points()
    {
        Given.InFile(Given.Npy("<f8", "(1000, 2)", Given.AsBytes(Enumerable.Repeat(1.5, 2000).ToArray())), path =>
        {
            var span = Values(path);
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            double sum = 0;
            foreach (double value in span)
                sum += value;
            Assert.Equal(3000, sum);
        });

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static ReadOnlySpan<double> Values(string path) => Given.File(path).ToPoints<double>().Values;
    }
}
