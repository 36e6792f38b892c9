using Apache.Arrow.Ipc;
using Parquet;

namespace Lloyd.Data.Tests;

/// <summary>Whatever became of a Parquet, Arrow or gzip file, reading gives a table or says what is wrong and where, in
/// little time and memory.</summary>
public class ColumnarFuzzTests
{
    private const long MemoryLimit = 64 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);       // a hang, not a slow machine

    private static readonly byte[] Bytes = [0, 1, 2, 8, 0x15, 0x19, 0x7f, 0x80, 0xfe, 0xff];

    private static readonly Written Rows = Written.Of(rows: 12, seed: 1, missing: true);

    public static TheoryData<string> Names => [.. Files.Keys];

    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["parquet"] = Rows.Parquet(CompressionMethod.None, groupRows: 7),
        ["parquet snappy"] = Rows.Parquet(CompressionMethod.Snappy, groupRows: 12),
        ["parquet zstd"] = Rows.Parquet(CompressionMethod.Zstd, groupRows: 12),
        ["arrow file"] = Rows.Arrow(isFile: true, null, batchRows: 7),
        ["arrow stream"] = Rows.Arrow(isFile: false, null, batchRows: 12),
        ["arrow lz4"] = Rows.Arrow(isFile: true, CompressionCodecType.Lz4Frame, batchRows: 12),
        ["arrow zstd"] = Rows.Arrow(isFile: false, CompressionCodecType.Zstd, batchRows: 12),
        ["csv.gz"] = Written.Zipped(Rows.Csv(',')),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Cut_short_at_every_byte(string name)
    {
        byte[] file = Files[name];
        for (int length = 0; length < file.Length; length++)
            Assert.True(IsRefused(file[..length], $"{name}, cut after {length} bytes")
                || name.StartsWith("arrow stream", StringComparison.Ordinal) || name == "arrow zstd",
                $"{name}, cut after {length} bytes, is read as if it were whole");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Changed_in_every_byte(string name)
    {
        byte[] file = Files[name];
        for (int at = 0; at < file.Length; at++)
        {
            byte[] changed = [.. file];
            changed[at] = Bytes[(at * 7 + name.Length) % Bytes.Length];
            IsRefused(changed, $"{name}, byte {at} is {changed[at]}");
            changed[at] = (byte)(file[at] ^ 1 << at % 8);
            IsRefused(changed, $"{name}, byte {at} is {changed[at]}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Changed_at_random(string name)
    {
        var random = new Random(name.Length);
        byte[] file = Files[name];
        for (int round = 0; round < 1000; round++)
        {
            var changed = file.ToList();
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                int at = random.Next(changed.Count);
                switch (random.Next(4))
                {
                    case 0: changed[at] = (byte)random.Next(256); break;
                    case 1: changed.Insert(at, Bytes[random.Next(Bytes.Length)]); break;
                    case 2: changed.RemoveRange(at, Math.Min(random.Next(1, 8), changed.Count - at)); break;
                    default:
                        for (int i = at; i < Math.Min(at + 4, changed.Count); i++)
                            changed[i] = 0xff;
                        break;
                }
            }
            IsRefused([.. changed], $"{name}, round {round}");
        }
    }

    [Fact]
    public void A_damaged_place_is_named()
    {
        byte[] file = Rows.Parquet(CompressionMethod.None, groupRows: 12);
        Assert.Equal("input: the Parquet file does not end as one does: it is cut off or damaged; write it again",
            Given.Error(() => Given.Bytes(file[..^9])));
        for (int i = 4; i < 40; i++)
            file[i] = 0xff;
        Assert.StartsWith("input: row group 1, column 'x': the page at byte 4 ", Given.Error(() => Given.Bytes(file, new TableOptions { Missing = MissingPolicy.Mean })), StringComparison.Ordinal);
        byte[] arrow = Rows.Arrow(isFile: false, null, batchRows: 12);
        Assert.Matches("^input: message [0-9]+ of the Arrow data claims [0-9]+ bytes, but only [0-9]+ follow; write the file again$",
            Given.Error(() => Given.Bytes(arrow[..^100])));
    }

    /// <summary>Whether a file is refused, as it must be if it is not read.</summary>
    private static bool IsRefused(byte[] bytes, string what)
    {
        string? refused = null;
        foreach (var stream in new Stream[] { new MemoryStream(bytes), new Given.Pipe(bytes, atOnce: 4096) })
        {
            long before = GC.GetAllocatedBytesForCurrentThread(), started = Environment.TickCount64;
            try
            {
                var table = Given.Stream(stream, new TableOptions { Missing = MissingPolicy.Mean, OneHot = ["colour"], Ids = ["id"] });
                Assert.True(table.Rows > 0 && table.Columns.Count > 0, what);
                foreach (double value in Given.Values(table))
                    Assert.True(double.IsFinite(value), what);
            }
            catch (InvalidInputException e)
            {
                Assert.False(e.Message.AsSpan().ContainsAny('\r', '\n', '\0'), $"{what}: {e.Message}");
                refused = e.Message;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{what}: {e}");
            }
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < MemoryLimit, $"{what}: {taken} bytes; {refused}");
            Assert.True(Environment.TickCount64 - started < Patience.TotalMilliseconds, $"{what}: it took too long");
        }
        return refused is not null;
    }
}
