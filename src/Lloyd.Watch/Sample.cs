using Lloyd.Data;

namespace Lloyd.Watch;

/// <summary>Points to cluster, with what is known about them.</summary>
/// <param name="Points">The numbers.</param>
/// <param name="Columns">A name for each column.</param>
/// <param name="Truth">The true cluster of each row; empty where it is not known.</param>
/// <param name="Notes">What was left out on the way in, each a phrase; often none.</param>
internal sealed record Sample(Points<double> Points, string[] Columns, int[] Truth, string[] Notes)
{
    /// <summary>The columns that cannot take part.</summary>
    public IReadOnlyList<LeftOutColumn> LeftOut { get; init; } = [];

    public static Sample Empty { get; } = new(new Points<double>(Array.Empty<double>(), 1), ["x"], [], []);

    /// <summary>What a table holds.</summary>
    /// <param name="table">The table.</param>
    /// <param name="truth">The column that holds the true clusters, as whole numbers from 0, and is no coordinate; empty
    /// for none.</param>
    public static Sample Of(Table table, string truth)
    {
        string[] notes = [.. table.Notes];
        LeftOutColumn[] text = LeftOutColumn.TextOf(table);
        if (truth.Length == 0)
            return new Sample(table.ToPoints<double>(), [.. table.Columns], [], notes) { LeftOut = text };
        string[] columns = [.. table.Columns.Where(column => column != truth)];
        int[] labels = Array.ConvertAll(table.ToPoints<double>(truth).Values.ToArray(), label => (int)label);
        return new Sample(table.ToPoints<double>(columns), columns, labels, notes)
        {
            LeftOut = [.. text, new LeftOutColumn(truth, "the true clusters")],
        };
    }

    /// <summary>The same rows with some of the columns.</summary>
    /// <param name="chosen">Which, counted from 0, ascending.</param>
    /// <exception cref="InvalidInputException">There is no such column, or none is chosen.</exception>
    public Sample Take(ReadOnlySpan<int> chosen)
    {
        int d = Columns.Length;
        if (chosen.IsEmpty)
            throw new InvalidInputException("No column takes part; choose one at least.");
        for (int t = 0; t < chosen.Length; t++)
            if (chosen[t] < (t == 0 ? 0 : chosen[t - 1] + 1) || chosen[t] >= d)
                throw new InvalidInputException(
                    $"Columns are chosen in their order and once each, by numbers from 0 to {d - 1}; {chosen[t]} does not fit.");
        if (chosen.Length == d)
            return this;
        double[] values = GC.AllocateUninitializedArray<double>(Points.Count * chosen.Length);
        int next = 0;
        for (int row = 0; row < Points.Count; row++)
            foreach (int t in chosen)
                values[next++] = Points[row][t];
        string[] columns = [.. chosen.ToArray().Select(t => Columns[t])];
        return this with { Points = new Points<double>(values, columns.Length) { Columns = columns }, Columns = columns };
    }

    /// <summary>The share of each column in the total variance.</summary>
    public double[] VarianceShares() => Points.VarianceShares();
}
