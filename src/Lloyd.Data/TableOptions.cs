namespace Lloyd.Data;

/// <summary>What to do with missing cells.</summary>
/// <remarks>A cell is missing where it is empty or, in any case, one of
/// <c>NA N/A #N/A NaN -NaN null none ? - . \N</c>; in binary files, where it is null or NaN.</remarks>
public enum MissingPolicy
{
    /// <summary>A missing cell is an error that names its line and column.</summary>
    Error,

    /// <summary>A row with a missing cell is left out, and <see cref="Table.DroppedRows"/> lists it.</summary>
    Drop,

    /// <summary>A missing cell takes the mean of the cells of its column that are there; in a one-hot column each
    /// category takes its share.</summary>
    Mean,
}

/// <summary>What to take from a table. The defaults take every numeric column and refuse missing cells.</summary>
public sealed record TableOptions
{
    /// <summary>The columns that become coordinates, in this order: names or, where no column has that name, patterns
    /// (<c>x*</c>: all columns that hold numbers and begin with x; <c>?</c> is one character) and positions counted
    /// from 1. Null takes every column of numbers, booleans (0 and 1) or dates.</summary>
    /// <remarks>Dates and times count days: since 1970-01-01T00:00 UTC, and a time of day or a duration is its share of
    /// a day.</remarks>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Columns of text that become one coordinate per category, by name, pattern or position.</summary>
    public IReadOnlyList<string> OneHot { get; init; } = [];

    /// <summary>Columns that are encoded with categories that are known, as <see cref="KMeansModel.Encodings"/> has them;
    /// a category that is not among them is 0 in all coordinates, and <see cref="Table.UnknownCategories"/> counts
    /// it.</summary>
    public IReadOnlyList<OneHotEncoding> Encodings { get; init; } = [];

    /// <summary>Columns that are no coordinates and are carried along, by name or position.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>The column that holds the weights of the rows, by name or position; it is no coordinate.</summary>
    public string? Weight { get; init; }

    /// <summary>What to do with missing cells.</summary>
    public MissingPolicy Missing { get; init; }

    /// <summary>At most how many bytes of rows stay in memory: more are written to a temporary file, which is mapped into
    /// memory and goes with the table. So is more than half as much of what is read (a batch of Arrow, Parquet within gzip or
    /// through a pipe). Null: all stay. The values are the same.</summary>
    public long? Memory { get; init => field = value is null or > 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Memory must be more than 0 bytes, or null."); }

    /// <summary>At most how much of a file is held in memory beside its rows.</summary>
    internal long? MemoryBesideRows => Memory / 2;

    /// <summary>Whether the first line of a text file names the columns. Null finds out: it does unless it has a number
    /// in a numeric column. Set it where the names are themselves numbers.</summary>
    public bool? Header { get; init; }

    /// <summary>The row groups of a Parquet file to take, counted from 0; null takes all. Nothing to other files.</summary>
    internal Range? RowGroups { get; init; }

    /// <summary>The rows of a plain .npy file to take; null takes all. Nothing to other files.</summary>
    internal RowRange? Rows { get; init; }

    /// <summary>Takes the rows part after part, but for the last; null where all stay together.</summary>
    internal Action<Table>? TakePart { get; init; }
}

/// <summary>Some of the rows of a file.</summary>
internal readonly record struct RowRange(long First, long Count)
{
    /// <summary>The row after the last.</summary>
    public long End => First + Count;
}
