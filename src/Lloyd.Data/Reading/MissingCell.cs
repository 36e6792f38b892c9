namespace Lloyd.Data.Reading;

/// <summary>Refuses cells that are missing where they may not be. It keeps nothing, and may be asked by any thread.</summary>
/// <param name="source">What the rows come from, for messages.</param>
/// <param name="choice">The columns that are taken.</param>
/// <param name="policy">What becomes of missing cells.</param>
/// <param name="unit">What the places of rows count: <c>line</c> in text, <c>row</c> elsewhere.</param>
internal sealed class MissingCell(TableSource source, ColumnChoice choice, MissingPolicy policy, string unit)
{
    /// <summary>Coordinate <paramref name="t"/> of a row is missing.</summary>
    public void Coordinate(int t, long place, string shown = "") => Refuse(place, choice.Names[t], shown);

    /// <summary>The weight of a row is missing.</summary>
    public void Weight(long place, string shown = "")
    {
        if (policy == MissingPolicy.Mean)
            throw source.Error($"{unit} {place}, {ColumnChoice.Label(choice.WeightName)}: the weight is missing, and a "
                + "mean cannot stand in for a weight; fill it in, or drop such rows (--missing drop)");
        Refuse(place, choice.WeightName, shown);
    }

    /// <summary>Refuses what is no weight.</summary>
    public void CheckWeight(double weight, long place)
    {
        if (weight <= 0)
            throw source.Error($"{unit} {place}, {ColumnChoice.Label(choice.WeightName)}: the weight is "
                + $"{Shown.Number(weight)}; weights are greater than 0: correct it or remove the {unit}");
    }

    private void Refuse(long place, string column, string shown)
    {
        if (policy == MissingPolicy.Error)
            throw source.Error($"{unit} {place}, {ColumnChoice.Label(column)}: "
                + (shown.Length == 0 ? "the cell is empty" : $"'{shown}' marks a missing value")
                + "; fill it in, drop such rows (--missing drop) or take means (--missing mean)");
    }
}
