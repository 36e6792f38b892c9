namespace Lloyd.Shares;

/// <summary>What those who hold segments are asked. It travels as bytes, and so does the answer.</summary>
internal abstract record Question
{
    private static readonly Func<BinaryReader, Question>[] s_kinds =
    [
        Describe.Read, Sum.Read, ReadRows.Read, Assign.Read, FindFarthest.Read, MeasureInertia.Read, WeighSegments.Read,
        FindRow.Read, MeasurePotential.Read, Draw.Read, WeighOwned.Read,
    ];

    /// <summary>The centroids from which segments catch up that do not know the iteration the question is about. Sent only
    /// where they are needed.</summary>
    public double[]? CatchUp { get; init; }

    /// <summary>Its place among the kinds above.</summary>
    protected abstract byte Kind { get; }

    public byte[] ToBytes(bool withCatchUp) => Wire.Bytes(to =>
    {
        to.Write(Kind);
        Write(to);
        to.Write(withCatchUp && CatchUp is not null);
        if (withCatchUp && CatchUp is { } centroids)
            to.WriteDoubles(centroids);
    });

    public static Question FromBytes(byte[] bytes) => Wire.From(bytes, from =>
    {
        int kind = from.ReadByte();
        if (kind >= s_kinds.Length)
            throw new InvalidDataException($"There is no question of kind {kind}: the versions of lloyd differ.");
        Question question = s_kinds[kind](from);
        return from.ReadBoolean() ? question with { CatchUp = from.ReadDoubles() } : question;
    });

    /// <summary>The answer of some segments, at least one.</summary>
    /// <exception cref="ColdException">A segment must catch up first, and cannot.</exception>
    public abstract byte[] AnswerOf(IEnumerable<Segment> segments);

    protected abstract void Write(BinaryWriter to);
}

/// <summary>A question whose answers are added up.</summary>
internal abstract record Question<TAnswer> : Question
{
    public sealed override byte[] AnswerOf(IEnumerable<Segment> segments)
    {
        TAnswer answer = segments.Select(Ask).Aggregate(Add);
        return Wire.Bytes(to => Write(answer, to));
    }

    /// <summary>The answer to the whole from those of its parts, at least one.</summary>
    public TAnswer Combine(IEnumerable<byte[]> answers) =>
        answers.Select(answer => Wire.From(answer, ReadAnswer)).Aggregate(Add);

    protected abstract TAnswer Ask(Segment segment);

    /// <summary>Adds <paramref name="b"/> to <paramref name="a"/>, neither of which is used any more.</summary>
    protected abstract TAnswer Add(TAnswer a, TAnswer b);

    protected abstract void Write(TAnswer answer, BinaryWriter to);

    protected abstract TAnswer ReadAnswer(BinaryReader from);
}
