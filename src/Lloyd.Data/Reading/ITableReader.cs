namespace Lloyd.Data.Reading;

/// <summary>A file format that tables are read from.</summary>
internal interface ITableReader
{
    /// <summary>Reads the table that <paramref name="source"/> is at the start of.</summary>
    Table Read(TableSource source, TableOptions options);
}
