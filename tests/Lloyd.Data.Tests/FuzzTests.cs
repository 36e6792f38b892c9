using System.Text;

namespace Lloyd.Data.Tests;

/// <summary>Whatever the bytes, reading gives a table or says what is wrong with them.</summary>
public class FuzzTests
{
    private const long MemoryLimit = 8 << 20;

    private static readonly byte[] Bytes =
        [.. "\0\u0001\t\n\r \"'(,-.09;?ENe|\u007f"u8, 0x80, 0xc3, 0xef, 0xfe, 0xff];

    public static TheoryData<string, byte[]> Files => new()
    {
        { "comma", "a,b,t\n1.5,2,x\n\"3\",,\"y z\"\n-4e5,6,\n"u8.ToArray() },
        { "semicolon", "a;b\r\n1,5;2\r\n3,25;NA\r\n"u8.ToArray() },
        { "one column", "x\n1\n\n2\n"u8.ToArray() },
        { "mark", [.. Encoding.UTF8.Preamble, .. "ä,b\n1,2\n"u8] },
        { "utf-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("ä,b\n1,2\n3,4\n")] },
        { "npy f8", Given.Npy("<f8", "(2, 2)", Given.AsBytes(1, 2.5, double.NaN, 4)) },
        { "npy f4 columns", Given.Npy("<f4", "(2, 2)", Given.AsBytes(1f, 2, 3, 4), fortran: true) },
        { "npy i2 version 2", Given.Npy(">i2", "(3,)", Given.AsBytes<short>(1, 2, 3), version: 2) },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Cut_short_at_every_byte(string name, byte[] file)
    {
        for (int length = 0; length <= file.Length; length++)
            ReadsOrSaysWhy(file[..length], $"{name}, cut after {length} bytes");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Changed_in_every_byte(string name, byte[] file)
    {
        for (int at = 0; at < file.Length; at++)
            foreach (byte value in Bytes)
            {
                byte[] changed = [.. file];
                changed[at] = value;
                ReadsOrSaysWhy(changed, $"{name}, byte {at} is {value}");
            }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Changed_in_several_places(string name, byte[] file)
    {
        var random = new Random(1);
        for (int round = 0; round < 600; round++)
        {
            var changed = new List<byte>(file);
            for (int change = random.Next(1, 6); change > 0 && changed.Count > 0; change--)
            {
                int at = random.Next(changed.Count);
                switch (random.Next(3))
                {
                    case 0: changed[at] = Bytes[random.Next(Bytes.Length)]; break;
                    case 1: changed.Insert(at, Bytes[random.Next(Bytes.Length)]); break;
                    default: changed.RemoveRange(at, Math.Min(random.Next(1, 8), changed.Count - at)); break;
                }
            }
            ReadsOrSaysWhy([.. changed], $"{name}, round {round}");
        }
    }

    private static void ReadsOrSaysWhy(byte[] bytes, string what)
    {
        foreach (var policy in Enum.GetValues<MissingPolicy>())
            foreach (var stream in new Stream[] { new MemoryStream(bytes), new Given.Pipe(bytes) })
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    var table = Given.Stream(stream, new TableOptions { Missing = policy });
                    Assert.True(table.Rows > 0 && table.Columns.Count > 0, what);
                    Assert.Equal(table.SourceRows, table.Rows + table.DroppedRows.Count);
                    foreach (double value in Given.Values(table))
                        Assert.True(double.IsFinite(value), what);
                }
                catch (InvalidInputException e)
                {
                    Assert.False(e.Message.AsSpan().ContainsAny('\r', '\n', '\0'), $"{what}: {e.Message}");
                }
                catch (Exception e) when (e is not Xunit.Sdk.XunitException)
                {
                    Assert.Fail($"{what}: {e}");
                }
                Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MemoryLimit, $"{what}: too much memory");
            }
    }
}
