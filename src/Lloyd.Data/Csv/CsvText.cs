using System.Text;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Csv;

/// <summary>A text file as UTF-8 (or Latin-1) bytes without a byte order mark.</summary>
internal static class CsvText
{
    private const int FirstSample = 1 << 18, LargestSample = 1 << 26;
    private const int SampleLines = 8;

    public static PeekStream Open(TableSource source)
    {
        var start = source.Bytes.Peek(3);
        if (start.StartsWith(Encoding.UTF8.Preamble))
        {
            source.Bytes.ReadExactly(new byte[3]);
            return source.Bytes;
        }
        var utf16 = start.StartsWith(Encoding.Unicode.Preamble) ? Encoding.Unicode
            : start.StartsWith(Encoding.BigEndianUnicode.Preamble) ? Encoding.BigEndianUnicode : null;
        if (utf16 is null)
            return source.Bytes;
        source.Bytes.ReadExactly(new byte[2]);
        return new PeekStream(Encoding.CreateTranscodingStream(source.Bytes, utf16, Encoding.UTF8), source.Name);
    }

    /// <summary>Whole lines from the start of the text: all of it, or enough to tell how it is written.</summary>
    public static ReadOnlyMemory<byte> Sample(PeekStream text, TableSource source)
    {
        for (int size = FirstSample; ; size *= 2)
        {
            var sample = text.PeekMemory(size);
            int zero = sample.Span.IndexOf((byte)0);
            if (zero >= 0)
                throw source.Error(
                    $"there is a zero byte after {zero} bytes, so this is no text; give the table as CSV, Parquet, Arrow or .npy");
            if (sample.Length < size)
                return sample;
            byte newLine = sample.Span.Contains((byte)'\n') ? (byte)'\n' : (byte)'\r';
            if (sample.Span.Count(newLine) >= SampleLines)
                return sample[..(sample.Span.LastIndexOf(newLine) + 1)];
            if (size == LargestSample)
                throw source.Error($"the first {SampleLines} lines are longer than {LargestSample >> 20} MiB; "
                    + "a table has one row per line");
        }
    }
}
