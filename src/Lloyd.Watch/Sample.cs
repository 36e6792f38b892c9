using Lloyd.Data;

namespace Lloyd.Watch;

/// <summary>Points to cluster, with what is known about them.</summary>
/// <param name="Points">The numbers.</param>
/// <param name="Columns">A name for each column.</param>
/// <param name="Truth">The true cluster of each row; empty where it is not known.</param>
/// <param name="Notes">What was left out on the way in, each a phrase; often none.</param>
internal sealed record Sample(Points<double> Points, string[] Columns, int[] Truth, string[] Notes)
{
    public static Sample Empty { get; } = new(new Points<double>(Array.Empty<double>(), 1), ["x"], [], []);

    /// <summary>What a table holds.</summary>
    /// <param name="table">The table.</param>
    /// <param name="truth">The column that holds the true clusters, as whole numbers from 0, and is no coordinate; empty
    /// for none.</param>
    public static Sample Of(Table table, string truth)
    {
        string[] notes = [.. table.Notes];
        if (truth.Length == 0)
            return new Sample(table.ToPoints<double>(), [.. table.Columns], [], notes);
        string[] columns = [.. table.Columns.Where(column => column != truth)];
        int[] labels = Array.ConvertAll(table.ToPoints<double>(truth).Values.ToArray(), label => (int)label);
        return new Sample(table.ToPoints<double>(columns), columns, labels, notes);
    }

    /// <summary>The share of each column in the total variance.</summary>
    public double[] VarianceShares() => Points.VarianceShares();
}
