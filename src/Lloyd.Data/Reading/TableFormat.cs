using Lloyd.Data.Columnar;
using Lloyd.Data.Csv;
using Lloyd.Data.Npy;

namespace Lloyd.Data.Reading;

/// <summary>Finds the format of a file from its first bytes.</summary>
internal static class TableFormat
{
    /// <summary>Formats that people have and that are not read, by how their files begin.</summary>
    private static readonly (byte[] Start, string What)[] Foreign =
    [
        ([.. "PK\u0003\u0004"u8], "a zip archive or an Excel workbook"),
        ([0x28, 0xb5, 0x2f, 0xfd], "compressed with zstd"),
        ([.. "PARE"u8], "an encrypted Parquet file"),
    ];

    public static ITableReader Find(TableSource source)
    {
        if (source.Bytes.Peek(2) is [0x1f, 0x8b])
            source.Unzip();
        var start = source.Bytes.Peek(16);
        if (start.IsEmpty)
            throw source.Error("the file is empty; it should hold a table, one row per line");
        if (start.StartsWith(NpyHeader.Magic))
            return new NpyTableReader();
        bool isParquet = start.StartsWith("PAR1"u8);
        if (isParquet || start.StartsWith(ArrowTableReader.FileMagic) || start.StartsWith(ArrowTableReader.MessageMagic))
        {
            // the trimmer knows the answer, and leaves the libraries out of what a browser downloads
            if (OperatingSystem.IsBrowser())
                throw source.Error($"this is {(isParquet ? "a Parquet" : "an Arrow")} file, which the page alone does not read; "
                    + "open it with: lloyd play FILE");
            return isParquet ? new ParquetTableReader() : new ArrowTableReader();
        }
        foreach (var (magic, what) in Foreign)
            if (start.StartsWith(magic))
                throw source.Error($"this is {what}; give the table as CSV, Parquet, Arrow or .npy");
        return new CsvTableReader();
    }
}
