using System.Numerics;

namespace Lloyd.Data.Columnar;

/// <summary>A run of rows that stand column after column: a row group of Parquet, a record batch of Arrow.</summary>
internal interface IColumnarRows
{
    int Count { get; }

    /// <summary>Reads a column of numbers, booleans or dates.</summary>
    /// <param name="column">The column in the file.</param>
    /// <param name="to">Takes a value every <paramref name="stride"/> places; NaN for null.</param>
    /// <param name="stride">The values of a row.</param>
    void ReadNumbers<T>(int column, Span<T> to, int stride) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Reads a column as text; null for null.</summary>
    void ReadTexts(int column, Span<string?> to);
}
