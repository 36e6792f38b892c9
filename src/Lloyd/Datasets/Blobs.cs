using Lloyd.Streams;

namespace Lloyd.Datasets;

/// <summary>
/// Round clusters: normally distributed points around centres. The values are those of scikit-learn's
/// <c>make_blobs(random_state=Seed)</c> on x64 Linux with FMA, bit for bit, and so are the defaults.
/// </summary>
/// <remarks>Seeds from 2³² on, which scikit-learn refuses, go through NumPy's <c>SeedSequence</c>.</remarks>
public sealed record Blobs : Generator
{
    /// <summary>100 points around 3 centres in the plane, with a standard deviation of 1.</summary>
    public Blobs() : base(100) { }

    /// <summary>The number of points of each blob, each 0 or more, in place of <see cref="Generator.Samples"/> and
    /// <see cref="Centers"/>; empty where the samples are spread evenly, the first blobs taking what is left over.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or all of them are 0.</exception>
    public IReadOnlyList<int> Sizes { get; init => field = CheckSizes(value); } = [];

    /// <summary>d, the number of coordinates, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Features { get; init => field = Check.AtLeastOne(value); } = 2;

    /// <summary>The number of blobs, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Centers { get; init => field = Check.AtLeastOne(value); } = 3;

    /// <summary>The centres themselves, in place of <see cref="Centers"/> and <see cref="Features"/>; nothing where
    /// they are drawn uniformly from <see cref="CenterBox"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are 0 of them, or one is not finite.</exception>
    public Points<double>? Positions { get; init => field = CheckPositions(value); }

    /// <summary>The interval from which each coordinate of a centre is drawn.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite, or its low end is above its high end.</exception>
    public (double Low, double High) CenterBox { get; init => field = CheckBox(value); } = (-10, 10);

    /// <summary>The standard deviation of each coordinate about its centre, finite and 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Std { get; init => field = Check.NotNegative(value); } = 1;

    /// <summary>The standard deviations of the blobs, one for each, in place of <see cref="Std"/>; empty where they
    /// share that one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is negative or not finite.</exception>
    public IReadOnlyList<double> Stds
    {
        get;
        init => field = [.. value.Select((std, i) => Check.NotNegative(std, $"Stds[{i}]"))];
    } = [];

    /// <summary>Whether the points come in random order; otherwise they come blob after blob.</summary>
    public bool Shuffle { get; init; } = true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The lists of sizes, positions and standard deviations are not for the same
    /// number of blobs, or there are more values than fit.</exception>
    public override Dataset Make()
    {
        int k = Positions?.Count ?? (Sizes.Count > 0 ? Sizes.Count : Centers);
        CheckTogether(k);
        IReadOnlyList<int> sizes = Sizes.Count > 0 ? Sizes : Spread(Samples, k);
        var random = new Mt19937(Seed);
        Points<double> centers = Positions ?? DrawCenters(random, k);
        int d = centers.Dimensions;
        var values = new double[Check.Length(sizes.Sum(size => (long)size), d)];
        var labels = new int[values.Length / d];
        for (int blob = 0, row = 0; blob < k; blob++)
            for (int last = row + sizes[blob]; row < last; row++)
            {
                labels[row] = blob;
                for (int t = 0; t < d; t++)
                    values[row * d + t] = random.NextNormal(centers[blob][t], Stds.Count > 0 ? Stds[blob] : Std);
            }
        if (Shuffle)
            Rows.Shuffle(random, values, labels);
        return new Dataset(new Points<double>(values, d), labels, centers);
    }

    private static int[] Spread(int samples, int k)
    {
        (int each, int left) = Math.DivRem(samples, k);
        return [.. Enumerable.Range(0, k).Select(blob => blob < left ? each + 1 : each)];
    }

    private Points<double> DrawCenters(Mt19937 random, int k)
    {
        var values = new double[Check.Length(k, Features)];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextUniform(CenterBox.Low, CenterBox.High);
        return new Points<double>(values, Features);
    }

    private void CheckTogether(int k)
    {
        if (Sizes.Count > 0 && Sizes.Count != k)
            throw Check.Mismatch($"There are {Sizes.Count} sizes for {k} positions; give one size for each.");
        if (Stds.Count > 0 && Stds.Count != k)
            throw Check.Mismatch(
                $"There are {Stds.Count} standard deviations for {k} blobs; give one for each, or one for all as Std.");
    }

    private static int[] CheckSizes(IReadOnlyList<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        for (int i = 0; i < sizes.Count; i++)
            if (sizes[i] < 0)
                throw Check.OutOfRange($"Sizes[{i}] is {sizes[i]}; give 0 or more points to each blob.");
        if (sizes.Count > 0 && sizes.All(size => size == 0))
            throw Check.OutOfRange($"All {sizes.Count} sizes are 0; ask for at least 1 point.");
        return [.. sizes];
    }

    private static Points<double>? CheckPositions(Points<double>? positions)
    {
        if (positions is { Count: 0 })
            throw Check.OutOfRange($"There are 0 positions; give at least 1, or leave them out to have centres drawn.");
        for (int i = 0; i < positions?.Count; i++)
            foreach (double value in positions[i])
                if (!double.IsFinite(value))
                    throw Check.OutOfRange($"Position {i + 1} has the coordinate {value}; give finite numbers.");
        return positions;
    }

    private static (double Low, double High) CheckBox((double Low, double High) box) =>
        double.IsFinite(box.High - box.Low) && box.Low <= box.High
            ? box
            : throw Check.OutOfRange($"CenterBox is ({box.Low}, {box.High}); give two finite numbers, the smaller one first.");
}
