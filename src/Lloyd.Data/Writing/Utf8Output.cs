using System.Buffers;
using System.Globalization;
using System.Text;

namespace Lloyd.Data;

/// <summary>Writes text as UTF-8 with numbers that read back to the same bits.</summary>
internal sealed class Utf8Output(Stream stream) : IDisposable
{
    private const int LongestNumber = 32;

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",;\t|\"\r\n");

    private readonly byte[] _buffer = new byte[1 << 16];
    private int _used;

    /// <summary>Writes a number with as many digits as always suffice: 9 for float, 17 for double.</summary>
    /// <remarks>The runtime's shortest form is not used, since not every double survives it (2⁻²⁵ does not).</remarks>
    public void Number<T>(T value) where T : IUtf8SpanFormattable
    {
        MakeRoom(LongestNumber);
        string format = typeof(T) == typeof(float) ? "G9" : typeof(T) == typeof(double) ? "G17" : "";
        value.TryFormat(_buffer.AsSpan(_used), out int written, format, CultureInfo.InvariantCulture);
        _used += written;
    }

    public void Text(string text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        MakeRoom(most);
        if (most > _buffer.Length)
            stream.Write(Encoding.UTF8.GetBytes(text));
        else
            _used += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_used));
    }

    /// <summary>Writes a cell of a CSV file, in quotes where it needs them.</summary>
    public void Cell(string text) => Text(text.AsSpan().ContainsAny(NeedsQuotes)
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text);

    public void Byte(char ascii)
    {
        MakeRoom(1);
        _buffer[_used++] = (byte)ascii;
    }

    public void Dispose() => Flush();

    private void MakeRoom(int count)
    {
        if (_buffer.Length - _used < count)
            Flush();
    }

    private void Flush()
    {
        stream.Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }
}
