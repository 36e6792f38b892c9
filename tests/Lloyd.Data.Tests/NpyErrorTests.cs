namespace Lloyd.Data.Tests;

public class NpyErrorTests
{
    private static string NpyError(string type, string shape, byte[] data, bool fortran = false) =>
        Given.Error(() => Given.Bytes(Given.Npy(type, shape, data, fortran)));

    [Theory]
    [InlineData("|O", "'|O'")]
    [InlineData("<U5", "'<U5'")]
    [InlineData("|S3", "'|S3'")]
    [InlineData("<c16", "'<c16'")]
    [InlineData("<M8[ns]", "'<M8[ns]'")]
    [InlineData("<f16", "'<f16'")]
    public void Types_that_are_no_numbers_are_refused(string type, string shown) =>
        Assert.Equal($"input: the .npy file holds values of type {shown}; only numbers can be clustered: "
            + "save it with .astype('float32') or .astype('float64')", NpyError(type, "(1, 1)", new byte[16]));

    [Fact]
    public void Records_are_refused() =>
        Assert.StartsWith("input: the .npy file holds values of type [('a', '<f8'), ('b', '<f8')]; only numbers",
            Given.Error(() => Given.Bytes(Given.Npy(
                "{'descr': [('a', '<f8'), ('b', '<f8')], 'fortran_order': False, 'shape': (1,), }", new byte[16]))), StringComparison.Ordinal);

    [Theory]
    [InlineData("()",
        "input: the .npy file has 0 dimensions, shape (); a table has 2: save it with .reshape(len(a), -1)")]
    [InlineData("(2, 2, 2)",
        "input: the .npy file has 3 dimensions, shape (2, 2, 2); a table has 2: save it with .reshape(len(a), -1)")]
    [InlineData("(0, 2)",
        "input: the .npy header claims 0 × 2 values of 8 bytes, 0 bytes in all, but the file holds 64; write it again")]
    [InlineData("(5, 2)",
        "input: the .npy header claims 5 × 2 values of 8 bytes, 80 bytes in all, but the file holds 64; write it again")]
    [InlineData("(3, 2)",
        "input: the .npy header claims 3 × 2 values of 8 bytes, 48 bytes in all, but the file holds 64; write it again")]
    [InlineData("(-4, 2)", "input: the shape in the .npy header, (-4, 2), is none; the file is damaged")]
    [InlineData("(4, two)", "input: the shape in the .npy header, (4, two), is none; the file is damaged")]
    [InlineData("(9999999999999999999, 2)",
        "input: the shape in the .npy header, (9999999999999999999, 2), is none; the file is damaged")]
    [InlineData("(999999999999999999, 999999999999999999)", "input: the .npy header claims 999999999999999999 × 999999999999999999 values "
        + "of 8 bytes, 7999999999999999984000000000000000008 bytes in all, but the file holds 64; write it again")]
    public void Shapes_must_be_two_dimensional_and_borne_out_by_the_file(string shape, string message)
    {
        Assert.Equal(message, NpyError("<f8", shape, new byte[64]));
        Assert.Equal(message, NpyError("<f8", shape, new byte[64], fortran: true));
    }

    [Fact]
    public void An_empty_table_is_refused() =>
        Assert.Equal("input: the .npy file has 0 rows and 2 columns; add at least one of each", NpyError("<f8", "(0, 2)", []));

    [Theory]
    [InlineData("(1000000000, 100000)")]
    [InlineData("(2, 900000)")]
    [InlineData("(100, 2)")]
    public void A_pipe_that_claims_more_than_it_holds_is_refused_without_the_memory(string shape)
    {
        foreach (bool fortran in new[] { false, true })
        {
            byte[] file = Given.Npy("<f8", shape, new byte[64], fortran);
            long before = GC.GetAllocatedBytesForCurrentThread();
            string message = Given.Error(() => Given.Stream(new Given.Pipe(file)));
            Assert.EndsWith("but the file holds 64; write it again", message, StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void A_pipe_with_more_than_it_claims_is_refused() =>
        Assert.Equal("input: more bytes follow than the 16 that the .npy header claims; write it again",
            Given.Error(() => Given.Stream(new Given.Pipe(Given.Npy("<f8", "(1, 2)", new byte[24])))));

    [Fact]
    public void Damaged_headers_are_refused()
    {
        Assert.Equal("input: the .npy file ends after 8 bytes, within its header; write it again",
            Given.Error(() => Given.Bytes([0x93, .. "NUMPY"u8, 1, 0])));
        Assert.Equal("input: the .npy header claims 200 bytes, but only 2 follow; write it again",
            Given.Error(() => Given.Bytes([0x93, .. "NUMPY"u8, 1, 0, 200, 0, (byte)'{', (byte)'}'])));
        Assert.Equal("input: the .npy header claims 4294967295 bytes; it has at most 65536: the file is damaged",
            Given.Error(() => Given.Bytes([0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255, (byte)'{', (byte)'}'])));
        Assert.Equal("input: this is version 9 of .npy; save it with numpy.save, which writes 1, 2 or 3",
            Given.Error(() => Given.Bytes([0x93, .. "NUMPY"u8, 9, 0, 2, 0, (byte)'{', (byte)'}'])));
        Assert.Equal("input: the .npy header is not one that numpy writes: {'descr': '<f8'}",
            Given.Error(() => Given.Bytes(Given.Npy("{'descr': '<f8'}", []))));
    }

    [Fact]
    public void Infinities_are_refused_wherever_they_are_read_from() =>
        Given.InFile(Given.Npy("<f4", "(2, 2)", Given.AsBytes(1f, 2, 3, float.NegativeInfinity)), path =>
        {
            const string end = ": row 2, column 2: -inf is not a finite number; correct it, remove the row or leave the column out (--columns)";
            foreach (var policy in Enum.GetValues<MissingPolicy>())
                Assert.EndsWith(end,
                    Given.Error(() => Given.File(path, new TableOptions { Missing = policy })), StringComparison.Ordinal);
        });
}
