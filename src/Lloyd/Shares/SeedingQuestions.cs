using Lloyd.Exact;

namespace Lloyd.Shares;

/// <summary>Σ w of each segment.</summary>
internal sealed record WeighSegments : Question<WeighSegments.Weights>
{
    protected override byte Kind => 6;

    public static WeighSegments Read(BinaryReader from) => new();

    protected override void Write(BinaryWriter to) { }

    protected override Weights Ask(Segment segment) => new([(segment.First, segment.Weight())]);

    protected override Weights Add(Weights a, Weights b) => new([.. a.Segments, .. b.Segments]);

    protected override void Write(Weights answer, BinaryWriter to)
    {
        to.Write(answer.Segments.Length);
        foreach ((long first, ExactSum weight) in answer.Segments)
        {
            to.Write(first);
            weight.Write(to);
        }
    }

    protected override Weights ReadAnswer(BinaryReader from)
    {
        var segments = new List<(long, ExactSum)>();
        for (int left = from.ReadInt32(); left > 0; left--)
            segments.Add((from.ReadInt64(), ExactSum.Read(from)));
        return new Weights([.. segments]);
    }

    internal sealed record Weights((long First, ExactSum Weight)[] Segments);
}

/// <summary>The row at which the cumulative weight exceeds a number.</summary>
/// <param name="From">The first row of the segment that it lies in.</param>
/// <param name="Before">Σ w of all rows before.</param>
internal sealed record FindRow(long From, ExactSum Before, double Target) : RowsQuestion
{
    protected override byte Kind => 7;

    public static FindRow Read(BinaryReader from) => new(from.ReadInt64(), ExactSum.Read(from), from.ReadDouble());

    protected override void Write(BinaryWriter to)
    {
        to.Write(From);
        Before.Write(to);
        to.Write(Target);
    }

    protected override Rows Ask(Segment segment) =>
        segment.First == From ? segment.Read([segment.RowAt(Before, Target)]) : new Rows([], []);
}

/// <summary>Σ w · D to the nearest candidate.</summary>
internal sealed record MeasurePotential(Basis Basis, double[] Candidates) : SumQuestion
{
    protected override byte Kind => 8;

    public static MeasurePotential Read(BinaryReader from) => new(Basis.Read(from), from.ReadDoubles());

    protected override void Write(BinaryWriter to)
    {
        Basis.Write(to);
        to.WriteDoubles(Candidates);
    }

    protected override ExactSum Ask(Segment segment)
    {
        var copy = new ExactSum();
        copy.Add(segment.Potential(Basis, Candidates));
        return copy;
    }
}

/// <summary>The rows that a round of k-means‖ draws.</summary>
internal sealed record Draw(Basis Basis, double[] Candidates, Draws Draws, double Total) : RowsQuestion
{
    protected override byte Kind => 9;

    public static Draw Read(BinaryReader from) => new(
        Basis.Read(from), from.ReadDoubles(),
        new Draws(from.ReadUInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadDouble()), from.ReadDouble());

    protected override void Write(BinaryWriter to)
    {
        Basis.Write(to);
        to.WriteDoubles(Candidates);
        to.Write(Draws.Seed);
        to.Write(Draws.Restart);
        to.Write(Draws.Round);
        to.Write(Draws.Expected);
        to.Write(Total);
    }

    protected override Rows Ask(Segment segment) => segment.Draw(Basis, Candidates, Draws, Total);
}

/// <summary>Σ w of the points nearest to each candidate.</summary>
internal sealed record WeighOwned(Basis Basis, double[] Candidates) : Question<ExactSum[]>
{
    protected override byte Kind => 10;

    public static WeighOwned Read(BinaryReader from) => new(Basis.Read(from), from.ReadDoubles());

    protected override void Write(BinaryWriter to)
    {
        Basis.Write(to);
        to.WriteDoubles(Candidates);
    }

    protected override ExactSum[] Ask(Segment segment) => segment.Owned(Basis, Candidates);

    protected override ExactSum[] Add(ExactSum[] a, ExactSum[] b)
    {
        ExactSum.Add(a, b);
        return a;
    }

    protected override void Write(ExactSum[] answer, BinaryWriter to) => to.WriteSums(answer);

    protected override ExactSum[] ReadAnswer(BinaryReader from) => from.ReadSums();
}
