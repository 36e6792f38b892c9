using Lloyd.Exact;

namespace Lloyd.Shares;

internal sealed record Describe(Metric Metric) : Question<Description>
{
    protected override byte Kind => 0;

    public static Describe Read(BinaryReader from) => new(Metric.Read(from));

    protected override void Write(BinaryWriter to) => Metric.Write(to);

    protected override Description Ask(Segment segment) => segment.Describe(Metric);

    protected override Description Add(Description a, Description b)
    {
        a.Add(b);
        return a;
    }

    protected override void Write(Description answer, BinaryWriter to) => answer.Write(to);

    protected override Description ReadAnswer(BinaryReader from) => Description.Read(from);
}

/// <summary>Column sums, or sums of squared differences from a centre where there is one.</summary>
internal sealed record Sum(Metric Metric, double[] Centre) : Question<Sums>
{
    protected override byte Kind => 1;

    public static Sum Read(BinaryReader from) => new(Metric.Read(from), from.ReadDoubles());

    protected override void Write(BinaryWriter to)
    {
        Metric.Write(to);
        to.WriteDoubles(Centre);
    }

    protected override Sums Ask(Segment segment) => segment.Sum(Metric, Centre.Length > 0 ? Centre : null);

    protected override Sums Add(Sums a, Sums b)
    {
        a.Weight.Add(b.Weight);
        ExactSum.Add(a.Columns, b.Columns);
        return a;
    }

    protected override void Write(Sums answer, BinaryWriter to)
    {
        answer.Weight.Write(to);
        to.WriteSums(answer.Columns);
    }

    protected override Sums ReadAnswer(BinaryReader from) => new(ExactSum.Read(from), from.ReadSums());
}

internal sealed record ReadRows(long[] Numbers) : RowsQuestion
{
    protected override byte Kind => 2;

    public static ReadRows Read(BinaryReader from) => new(from.ReadLongs());

    protected override void Write(BinaryWriter to) => to.WriteLongs(Numbers);

    protected override Rows Ask(Segment segment) => segment.Read(Numbers);
}

internal sealed record Assign(Basis Basis, double[] Centroids, long Number, long? After) : Question<Partial>
{
    protected override byte Kind => 3;

    public static Assign Read(BinaryReader from)
    {
        (Basis basis, double[] centroids, long number) = (Basis.Read(from), from.ReadDoubles(), from.ReadInt64());
        return new Assign(basis, centroids, number, from.ReadBoolean() ? from.ReadInt64() : null);
    }

    protected override void Write(BinaryWriter to)
    {
        Basis.Write(to);
        to.WriteDoubles(Centroids);
        to.Write(Number);
        to.Write(After is not null);
        if (After is { } after)
            to.Write(after);
    }

    // The partial of a segment goes on to be used there, so it is added to another one.
    protected override Partial Ask(Segment segment)
    {
        Partial copy = Basis.Description.NewPartial(Basis.K);
        copy.Add(segment.Assign(Basis, Centroids, Number, After, CatchUp));
        return copy;
    }

    protected override Partial Add(Partial a, Partial b)
    {
        a.Add(b);
        return a;
    }

    protected override void Write(Partial answer, BinaryWriter to) => answer.Write(to);

    protected override Partial ReadAnswer(BinaryReader from)
    {
        Partial partial = Basis.Description.NewPartial(Basis.K);
        partial.Read(from);
        return partial;
    }
}

/// <summary>The k points that are farthest from the centroids of an iteration.</summary>
internal sealed record FindFarthest(Labelling Of) : Question<Farthest>
{
    protected override byte Kind => 4;

    public static FindFarthest Read(BinaryReader from) => new(Labelling.Read(from));

    protected override void Write(BinaryWriter to) => Of.Write(to);

    protected override Farthest Ask(Segment segment) => segment.Farthest(Of.Basis, Of.Number, CatchUp);

    protected override Farthest Add(Farthest a, Farthest b) => new([.. a.Outliers.Concat(b.Outliers)
        .OrderByDescending(point => point.Distance).ThenBy(point => point.Row).Take(Of.Basis.K)]);

    protected override void Write(Farthest answer, BinaryWriter to)
    {
        to.Write(answer.Outliers.Length);
        foreach (Outlier point in answer.Outliers)
        {
            to.Write(point.Distance);
            to.Write(point.Row);
            to.Write(point.Label);
            to.Write(point.Weight);
            to.WriteDoubles(point.Z);
        }
    }

    protected override Farthest ReadAnswer(BinaryReader from)
    {
        var outliers = new List<Outlier>();
        for (int left = from.ReadInt32(); left > 0; left--)
            outliers.Add(new Outlier(
                from.ReadDouble(), from.ReadInt64(), from.ReadInt32(), from.ReadDouble(), from.ReadDoubles()));
        return new Farthest([.. outliers]);
    }
}

internal sealed record MeasureInertia(Labelling Of) : SumQuestion
{
    protected override byte Kind => 5;

    public static MeasureInertia Read(BinaryReader from) => new(Labelling.Read(from));

    protected override void Write(BinaryWriter to) => Of.Write(to);

    protected override ExactSum Ask(Segment segment) => segment.Inertia(Of.Basis, Of.Number, CatchUp);
}

/// <summary>The labels of an iteration, which those who hold segments have or find again.</summary>
internal sealed record Labelling(Basis Basis, long Number)
{
    public void Write(BinaryWriter to)
    {
        Basis.Write(to);
        to.Write(Number);
    }

    public static Labelling Read(BinaryReader from) => new(Basis.Read(from), from.ReadInt64());
}

/// <summary>An answer that is one exact sum.</summary>
internal abstract record SumQuestion : Question<ExactSum>
{
    protected sealed override ExactSum Add(ExactSum a, ExactSum b)
    {
        a.Add(b);
        return a;
    }

    protected sealed override void Write(ExactSum answer, BinaryWriter to) => answer.Write(to);

    protected sealed override ExactSum ReadAnswer(BinaryReader from) => ExactSum.Read(from);
}

/// <summary>An answer that is rows.</summary>
internal abstract record RowsQuestion : Question<Rows>
{
    protected sealed override Rows Add(Rows a, Rows b) => new([.. a.Numbers, .. b.Numbers], [.. a.Values, .. b.Values]);

    protected sealed override void Write(Rows answer, BinaryWriter to)
    {
        to.WriteLongs(answer.Numbers);
        to.WriteDoubles(answer.Values);
    }

    protected sealed override Rows ReadAnswer(BinaryReader from) => new(from.ReadLongs(), from.ReadDoubles());
}

internal static class SumsOnTheWire
{
    public static void WriteSums(this BinaryWriter to, ExactSum[] sums)
    {
        to.Write(sums.Length);
        foreach (ExactSum sum in sums)
            sum.Write(to);
    }

    public static ExactSum[] ReadSums(this BinaryReader from)
    {
        var sums = new List<ExactSum>();
        for (int left = from.ReadInt32(); left > 0; left--)
            sums.Add(ExactSum.Read(from));
        return [.. sums];
    }
}
