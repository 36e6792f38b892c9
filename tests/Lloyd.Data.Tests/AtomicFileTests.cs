namespace Lloyd.Data.Tests;

public class AtomicFileTests
{
    private static void Write(string path, string text) =>
        AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_file_is_written_over_an_old_one() => Given.InFolder(folder =>
    {
        string path = Path.Combine(folder, "out.csv");
        Write(path, "first");
        Write(path, "2nd");
        Assert.Equal("2nd", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    });

    [Fact]
    public void The_old_file_stays_until_the_new_one_is_whole() => Given.InFolder(folder =>
    {
        string path = Path.Combine(folder, "out.csv");
        Write(path, "old");
        AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });
        Assert.Equal(100_000, new FileInfo(path).Length);
    });

    [Theory]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(InvalidOperationException))]
    public void Whatever_stops_the_writing_leaves_the_old_file_alone(Type type) => Given.InFolder(folder =>
    {
        string path = Path.Combine(folder, "out.csv");
        Write(path, "old");
        Assert.Throws(type, () => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw (Exception)Activator.CreateInstance(type)!;
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    });

    [Fact]
    public void Cancelling_leaves_the_old_file_alone() => Given.InFolder(folder =>
    {
        string path = Path.Combine(folder, "out.csv");
        Write(path, "old");
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            cancel.Cancel();
            stream.Write(new byte[100_000]);
        }, cancel.Token));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    });

    [Fact]
    public void What_can_be_told_beforehand_is_told() => Given.InFolder(folder =>
    {
        Assert.Equal($"{folder}: this is a folder; name a file to write", Given.Error(() => AtomicFile.Check(folder)));
        string path = Path.Combine(folder, "none", "out.csv");
        Assert.Equal($"{path}: its folder does not exist; create it first", Given.Error(() => AtomicFile.Check(path)));
        Given.Error(() => AtomicFile.Check(""));
        AtomicFile.Check(Path.Combine(folder, "out.csv"));
        AtomicFile.Check("out.csv");
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    });

    [Fact]
    public void A_full_disk_is_an_error_in_one_line() => Given.InFolder(folder =>
    {
        string path = Path.Combine(folder, "out.csv");
        Assert.Equal($"{path}: the file cannot be written: No space left on device",
            Given.Error(() => AtomicFile.Write(path, _ => throw new IOException("No space left on device"))));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    });

    [Fact]
    public void A_path_that_cannot_be_written_is_an_error() => Given.InFolder(folder =>
    {
        Assert.Equal($"{folder}: this is a folder; name a file to write", Given.Error(() => Write(folder, "x")));
        string path = Path.Combine(folder, "none", "out.csv");
        Assert.Equal($"{path}: its folder does not exist; create it first", Given.Error(() => Write(path, "x")));
        Given.Error(() => Write("", "x"));
        Given.Error(() => Write(Path.Combine(folder, "a\0b"), "x"));
        path = Path.Combine(folder, new string('n', 5000));
        Given.Error(() => Write(path, "x"));
        File.WriteAllText(Path.Combine(folder, "file"), "");
        Given.Error(() => Write(Path.Combine(folder, "file", "out.csv"), "x"));
    });

    [Fact]
    public void A_folder_that_may_not_be_written_is_an_error() => Given.InFolder(folder =>
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix permissions");
            return;
        }
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "the superuser may write to every folder");
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string path = Path.Combine(folder, "out.csv");
        Assert.Equal($"{path}: permission to write there is denied", Given.Error(() => Write(path, "x")));
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    });

    [Fact]
    public void Permissions_and_links_are_kept() => Given.InFolder(folder =>
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix permissions");
            return;
        }
        string path = Path.Combine(folder, "out.csv"), link = Path.Combine(folder, "link.csv");
        Write(path, "old");
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(path, mode);
        File.CreateSymbolicLink(link, path);
        Write(link, "new");
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(mode, File.GetUnixFileMode(path));
        Assert.Equal(path, new FileInfo(link).LinkTarget);
    });

    [Fact]
    public void A_device_is_written_to_and_not_replaced() => Given.InFolder(folder =>
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full, the disk that is always full");
        string link = Path.Combine(folder, "link");
        File.CreateSymbolicLink(link, "/dev/full");
        foreach (string path in (string[])["/dev/full", link])
            Assert.StartsWith($"{path}: the file cannot be written: No space left on device",
                Given.Error(() => Write(path, "x")), StringComparison.Ordinal);
        Assert.Equal([link], Directory.GetFileSystemEntries(folder));
        Assert.DoesNotContain(Directory.GetFiles("/dev"), name => name.Contains(".tmp", StringComparison.Ordinal));
    });
}
