using System.Text;

namespace Lloyd.Data.Tests;

public class FileTests
{
    [Fact]
    public void A_file_that_is_not_there_is_an_error() => Given.InFolder(folder =>
    {
        string path = Path.Combine(folder, "none.csv");
        Assert.Equal($"{path}: there is no such file; check the name and the folder",
            Given.Error(() => Given.File(path)));
        path = Path.Combine(folder, "no", "folder.csv");
        Assert.Equal($"{path}: there is no such file; check the name and the folder",
            Given.Error(() => Given.File(path)));
    });

    [Fact]
    public void A_folder_is_an_error() => Given.InFolder(folder =>
        Assert.Equal($"{folder}: this is a folder; give a file", Given.Error(() => Given.File(folder))));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_is_none_is_an_error(string path) => Given.Error(() => Given.File(path));

    [Fact]
    public void A_file_that_may_not_be_read_is_an_error() => Given.InFile([(byte)'1'], path =>
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix permissions");
            return;
        }
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "the superuser may read every file");
        File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Equal($"{path}: permission to read the file is denied; change its permissions, or copy it", Given.Error(() => Given.File(path)));
    });

    [Fact]
    public void The_error_names_the_file_and_the_file_is_closed_again() =>
        Given.InFile("a,b\n1,2\n3\n"u8.ToArray(), path =>
    {
        Assert.StartsWith($"{path}: line 3 has 1 cell", Given.Error(() => Given.File(path)), StringComparison.Ordinal);
        using var exclusive = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    });

    [Fact]
    public void A_stream_is_read_from_where_it_stands_and_stays_open()
    {
        var stream = new MemoryStream(Encoding.UTF8.GetBytes("xxxa,b\n1,2\n")) { Position = 3 };
        Assert.Equal(["a", "b"], Given.Stream(stream).Columns);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void Progress_counts_the_bytes_to_the_last()
    {
        byte[] text = Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1.25,2.5\n", 400_000)));
        var reports = new Reports();
        Table.Read(new MemoryStream(text), progress: reports, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(text.Length, reports.Bytes[^1]);
        Assert.True(reports.Bytes.Count > 2);
        Assert.Equal(reports.Bytes.Order(), reports.Bytes);
    }

    [Fact]
    public void Reading_can_be_cancelled_at_any_report()
    {
        byte[] csv = Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1.25,2.5\n", 400_000)));
        byte[] npy = Given.Npy("<f4", "(1000000, 1)", new byte[4_000_000]);
        foreach (byte[] bytes in new[] { csv, npy })
        {
            using var source = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() =>
                Table.Read(new MemoryStream(bytes), progress: new Reports(source.Cancel), cancellationToken: source.Token));
        }
        Given.InFile(npy, path =>
            Assert.Throws<OperationCanceledException>(() =>
                Table.Read(path, cancellationToken: new CancellationToken(canceled: true))));
    }

    [Fact]
    public void A_stream_that_breaks_off_is_an_error() =>
        Assert.Equal("input: reading stopped after 8 bytes: the cable\ufffdis cut",
            Given.Error(() => Given.Stream(new Broken())));

    private sealed class Reports(Action? then = null) : IProgress<long>
    {
        public List<long> Bytes { get; } = [];

        public void Report(long value)
        {
            Bytes.Add(value);
            then?.Invoke();
        }
    }

    private sealed class Broken() : MemoryStream("a,b\n1,2\n"u8.ToArray())
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, count) is int read and > 0 ? read : throw new IOException("the cable\nis cut");
    }
}
