using System.Numerics;

namespace Lloyd.Data.Reading;

/// <summary>A run of rows as a reader fills it in, before the policy for missing cells is applied.</summary>
/// <param name="choice">The columns that are taken.</param>
/// <param name="capacity">The most rows it can hold.</param>
/// <param name="values">Room for the coordinates, row after row.</param>
internal sealed class RowBlock<T>(ColumnChoice choice, int capacity, Memory<T> values)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public RowBlock(ColumnChoice choice, int capacity) : this(
        choice, capacity, GC.AllocateUninitializedArray<T>(checked(capacity * choice.Names.Count))) { }

    /// <summary>How many rows it holds.</summary>
    public int Rows { get; set; }

    public int Capacity => capacity;

    /// <summary>The coordinates, row after row; NaN is a missing cell. Those of one-hot columns are left alone: their
    /// texts stand in <see cref="Texts"/>.</summary>
    public Memory<T> Values => values;

    /// <summary>The weights, where there are any; NaN is a missing one.</summary>
    public double[] Weights { get; } = choice.Weight < 0 ? [] : new double[capacity];

    /// <summary>The texts of each of <see cref="ColumnChoice.Texts"/>; null is a missing cell.</summary>
    public string?[][] Texts { get; } = [.. choice.Texts.Select(_ => new string?[capacity])];

    /// <summary>Whether a coordinate or weight is missing.</summary>
    public bool HasMissing { get; set; }

    /// <summary>Makes it ready to be filled again.</summary>
    public void Clear() => (Rows, HasMissing) = (0, false);
}
