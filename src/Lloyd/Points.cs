using System.Numerics;
using Lloyd.Exact;

namespace Lloyd;

/// <summary>
/// n points of d coordinates each, as one row-major n × d block that is read in place and never copied or changed.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Points<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlyMemory<T> _values;

    /// <summary>Wraps a row-major n × d block.</summary>
    /// <param name="values">n·d values, point after point.</param>
    /// <param name="dimensions">d, at least 1.</param>
    /// <param name="weights">Nothing, or n weights, each finite and greater than 0. A point of weight 3 counts as
    /// three points.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimensions"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The values are not whole rows, or there is not one weight per row.</exception>
    /// <exception cref="InvalidInputException">A weight is zero, negative or not finite.</exception>
    public Points(ReadOnlyMemory<T> values, int dimensions, ReadOnlyMemory<double> weights = default)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"Points hold float or double values, not {typeof(T).Name}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (values.Length % dimensions != 0)
            throw new ArgumentException(
                $"{values.Length} values are not whole rows of {dimensions} coordinates.", nameof(values));
        _values = values;
        Dimensions = dimensions;
        Count = values.Length / dimensions;
        if (!weights.IsEmpty && weights.Length != Count)
            throw new ArgumentException($"There are {weights.Length} weights for {Count} points.", nameof(weights));
        for (int i = 0; i < weights.Length; i++)
            if (!(weights.Span[i] > 0 && double.IsFinite(weights.Span[i])))
                throw Throw.BadWeight(i, weights.Span[i]);
        Weights = weights;
    }

    /// <summary>n, the number of points.</summary>
    public int Count { get; }

    /// <summary>d, the number of coordinates of each point.</summary>
    public int Dimensions { get; }

    /// <summary>The weights, one per point; empty where every point counts once.</summary>
    public ReadOnlyMemory<double> Weights { get; }

    /// <summary>The names of the d columns, for messages; empty where they have none.</summary>
    /// <exception cref="ArgumentException">There are names, but not d of them.</exception>
    public IReadOnlyList<string> Columns
    {
        get;
        init => field = value.Count == 0 || value.Count == Dimensions
            ? value
            : throw new ArgumentException($"There are {value.Count} column names for {Dimensions} columns.");
    } = [];

    /// <summary>How columns of text became some of the d columns, which a model remembers; empty where none did.</summary>
    public IReadOnlyList<OneHotEncoding> Encodings { get; init; } = [];

    /// <summary>All n·d values, point after point.</summary>
    public ReadOnlySpan<T> Values => _values.Span;

    /// <summary>The d coordinates of point <paramref name="i"/>.</summary>
    public ReadOnlySpan<T> this[int i] => _values.Span.Slice(i * Dimensions, Dimensions);

    /// <summary>The share of each column in the total variance (ddof 0, weights included): where one column has nearly
    /// all, it decides nearly alone, unless the columns are scaled.</summary>
    /// <param name="threads">At most how many threads; every core when null.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>d numbers from 0 to 1 that add up to 1, within rounding; all 0 where no column varies. The variances
    /// are exact sums, each rounded once.</returns>
    /// <exception cref="InvalidInputException">A value is not finite, or a column is too wide to square.</exception>
    public double[] VarianceShares(int? threads = null, CancellationToken cancellation = default)
    {
        if (Count == 0)
            return new double[Dimensions];
        int most = threads ?? Environment.ProcessorCount;
        var raw = new MetricPoints<T>(this, Metric.Identity(Dimensions));
        Description description = Problem<T>.Describe(raw, most, cancellation);
        description.CheckSquares(raw, []);
        double[] variances = Moments.Of(raw, most, cancellation).Variances;
        double total = variances.Sum();
        return total > 0 ? Array.ConvertAll(variances, variance => variance / total) : new double[Dimensions];
    }

    /// <summary>Some of the points, which are not copied.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such points.</exception>
    public Points<T> Slice(int first, int count) =>
        new(_values.Slice(first * Dimensions, count * Dimensions), Dimensions, Weights.IsEmpty ? Weights : Weights.Slice(first, count))
        {
            Columns = Columns,
            Encodings = Encodings,
        };

    /// <summary>A hash of every value, weight and size, by which the same data is known again: 32 hexadecimal digits. The same
    /// for float32 and float64 of the same numbers, and for every number of threads; the names of columns play no part.</summary>
    /// <param name="threads">At most how many threads; every core when null.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    public string Fingerprint(int? threads = null, CancellationToken cancellation = default) =>
        DataFingerprint.Of(this, threads ?? Environment.ProcessorCount, cancellation);

    /// <summary>The same points, each counting once.</summary>
    internal Points<T> Unweighted() => Weights.IsEmpty ? this : new Points<T>(_values, Dimensions) { Columns = Columns, Encodings = Encodings };

    /// <summary>Copies of some of the points, each counting once.</summary>
    internal Points<T> Take(ReadOnlySpan<int> rows)
    {
        var values = new T[rows.Length * Dimensions];
        for (int i = 0; i < rows.Length; i++)
            this[rows[i]].CopyTo(values.AsSpan(i * Dimensions));
        return new Points<T>(values, Dimensions) { Columns = Columns, Encodings = Encodings };
    }

    /// <summary>The coordinates of points first … first + count − 1.</summary>
    internal ReadOnlySpan<T> Rows(int first, int count) => Values.Slice(first * Dimensions, count * Dimensions);

    /// <summary>How messages name column <paramref name="t"/>: its name, or its number counted from 1.</summary>
    internal string ColumnName(int t) => Columns.Count > 0 ? $"'{Columns[t]}'" : $"{t + 1}";
}
