namespace Lloyd.Data;

/// <summary>How labels are written, see <see cref="LabelWriter"/>.</summary>
public enum LabelFormat
{
    /// <summary>Text: the header <c>cluster</c>, then a line for each row, without a label for a dropped row.</summary>
    Csv,

    /// <summary>Parquet: the column <c>cluster</c> of whole numbers of 32 bits, distances in float64; both are null for a
    /// dropped row. Ids are whole numbers of 64 bits where they are integers in their file, and text otherwise.</summary>
    Parquet,

    /// <summary>NumPy's .npy: n whole numbers of 32 bits, −1 for a dropped row. It holds neither distances nor ids.</summary>
    Npy,
}
