using System.Text;

namespace Lloyd.Data.Tests;

/// <summary>What the tests read, and how they ask for it.</summary>
internal static class Given
{
    public static Table Csv(string text, TableOptions? options = null) => Bytes(Encoding.UTF8.GetBytes(text), options);

    public static Table Bytes(byte[] bytes, TableOptions? options = null) => Stream(new MemoryStream(bytes), options);

    public static Table Stream(Stream stream, TableOptions? options = null) => Table.Read(stream, options);

    public static Table File(string path, TableOptions? options = null) => Table.Read(path, options);

    public static Table Data(string name) => File(Path.Combine(AppContext.BaseDirectory, "data", name));

    /// <summary>The message of the error that reading gives; it must be one line.</summary>
    public static string Error(Action read)
    {
        string message = Assert.Throws<InvalidInputException>(read).Message;
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain('\r', message);
        return message;
    }

    public static string CsvError(string text, TableOptions? options = null) => Error(() => Csv(text, options));

    public static double[] Values(Table table) => table.ToPoints<double>().Values.ToArray();

    /// <summary>An .npy file with this Python literal and these bytes, which begin at a multiple of 64 as numpy has it.</summary>
    public static byte[] Npy(string literal, byte[] data, byte version = 1)
    {
        int start = version == 1 ? 10 : 12, end = (start + literal.Length + 64) / 64 * 64;
        byte[] text = Encoding.UTF8.GetBytes(literal.PadRight(end - start - 1) + "\n");
        byte[] length = version == 1 ? [(byte)text.Length, (byte)(text.Length >> 8)] : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }

    public static byte[] Npy(string type, string shape, byte[] data, bool fortran = false, byte version = 1) =>
        Npy($"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}", data, version);

    public static byte[] AsBytes<T>(params T[] values) where T : unmanaged =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values).ToArray();

    /// <summary>Runs with the path of a file in a folder of its own.</summary>
    public static void InFile(byte[] content, Action<string> run) => InFolder(folder =>
    {
        string path = Path.Combine(folder, "table");
        System.IO.File.WriteAllBytes(path, content);
        run(path);
    });

    public static void InFolder(Action<string> run)
    {
        var folder = Directory.CreateTempSubdirectory("lloyd-");
        try
        {
            run(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A stream that cannot seek and gives few bytes at a time, as a pipe does.</summary>
    public sealed class Pipe(byte[] bytes, int atOnce = 7) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get =>
            throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(atOnce, count));
    }
}
