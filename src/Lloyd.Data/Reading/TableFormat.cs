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
        ([0x1f, 0x8b], "compressed with gzip"),
        ([.. "PAR1"u8], "a Parquet file"),
        ([.. "ARROW1"u8], "an Arrow file"),
    ];

    public static ITableReader Find(TableSource source)
    {
        var start = source.Bytes.Peek(16);
        if (start.IsEmpty)
            throw source.Error("the file is empty; it should hold a table, one row per line");
        if (start.StartsWith(NpyHeader.Magic))
            return new NpyTableReader();
        foreach (var (magic, what) in Foreign)
            if (start.StartsWith(magic))
                throw source.Error($"this is {what}; give the table as CSV or .npy");
        return new CsvTableReader();
    }
}
