using System.Numerics;
using System.Runtime.CompilerServices;
using Lloyd.Kernels;

namespace Lloyd.Assignment;

/// <summary>The order of points along Morton's curve, in which neighbours are near each other.</summary>
/// <remarks>
/// By two counting sorts. The first goes by the leading bits of the place on the curve: it puts rows into few buckets, each
/// of which is written from front to back. The second sorts a bucket, which lies in a near cache. A single sort would find
/// or put every row on another line of memory.
/// </remarks>
internal sealed class MortonOrder<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BucketBits = 8;
    private const int MostRowsInPiece = 1 << 16;    // of a bucket: enough that those of one place still fill panels

    private readonly MetricPoints<T> _points;
    private readonly ScoreSpace _space;
    private readonly MortonCurve _curve;
    private readonly int _workers;
    private readonly CancellationToken _cancellation;

    /// <param name="points">The points.</param>
    /// <param name="space">Where the curve is.</param>
    /// <param name="threads">At most how many threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    public MortonOrder(MetricPoints<T> points, ScoreSpace space, int threads, CancellationToken cancellation)
    {
        _points = points;
        _space = space;
        _curve = new MortonCurve(points.Dimensions);
        _workers = Blocks.Workers(points.Count, 2 * points.Dimensions, threads);
        _cancellation = cancellation;
    }

    /// <summary>Copies the points in this order.</summary>
    /// <param name="rows">Gets them: n × d, in original units.</param>
    /// <param name="numbers">Gets the row that each was.</param>
    public void Copy(Memory<T> rows, Memory<int> numbers)
    {
        using var arrays = new RentedArrays();
        int[] places = arrays.Rent<int>(_points.Count);
        int shift = Math.Max(_curve.Bits - BucketBits, 0);
        int[][] starts = CountPlaces(places, shift);
        int[] sizes = Start(starts);
        ushort[] rests = arrays.Rent<ushort>(_points.Count);
        Share((part, first, count) =>
            Scatter(places.AsSpan(first, count), first, shift, starts[part], rows.Span, numbers.Span, rests));

        List<(int First, int Count)> pieces = [];
        int at = 0;
        foreach (int size in sizes)
            for (int end = at + size; at < end; at += pieces[^1].Count)
                pieces.Add((at, Math.Min(end - at, MostRowsInPiece)));
        int most = pieces.Max(piece => piece.Count);
        var scratch = new Scratch[_workers];
        for (int worker = 0; worker < _workers; worker++)
            scratch[worker] = new Scratch(
                arrays.Rent<T>(most * _points.Dimensions), arrays.Rent<int>(most), new int[1 << shift]);
        Blocks.Each(pieces.Count, _workers, (worker, piece) =>
        {
            (int first, int count) = pieces[piece];
            Sort(rests.AsSpan(first, count), rows.Span.Slice(first * _points.Dimensions, count * _points.Dimensions),
                numbers.Span.Slice(first, count), scratch[worker]);
        }, _cancellation);
    }

    /// <summary>The rows of some stretches of the order, evenly spread, without putting all in order.</summary>
    /// <param name="stretches">How many stretches.</param>
    /// <param name="length">How long each is; all together no more than n.</param>
    /// <returns>Stretches × length.</returns>
    public int[] Stretches(int stretches, int length)
    {
        using var arrays = new RentedArrays();
        int[] places = arrays.Rent<int>(_points.Count);
        int[][] starts = CountPlaces(places, 0);
        int[] sizes = Start(starts), next = starts[0];
        int[] firsts = [.. Enumerable.Range(0, stretches).Select(
            i => (int)((_points.Count - length) * (2L * i + 1) / (2 * stretches)))];
        bool[] isNeeded = new bool[sizes.Length];
        for (int place = 0; place < sizes.Length; place++)
            foreach (int first in firsts)
                isNeeded[place] |= next[place] < first + length && next[place] + sizes[place] > first;
        int[] rows = new int[stretches * length];
        Pick(places.AsSpan(0, _points.Count), isNeeded, next, firsts, rows);
        return rows;
    }

    /// <summary>Runs body(part, first, count) on a share of the rows for each worker.</summary>
    private void Share(Action<int, int, int> body) => Blocks.Each(_workers, _workers, (_, part) =>
    {
        int first = (int)((long)_points.Count * part / _workers);
        body(part, first, (int)((long)_points.Count * (part + 1) / _workers) - first);
    }, _cancellation);

    /// <summary>Finds the place of every row on the curve.</summary>
    /// <param name="places">Gets them.</param>
    /// <param name="shift">How many of their last bits do not count.</param>
    /// <returns>For each share of the rows, how many are at each place.</returns>
    private int[][] CountPlaces(int[] places, int shift)
    {
        int[][] counts = new int[_workers][];
        Share((part, first, count) =>
        {
            counts[part] = new int[1 << (_curve.Bits - shift)];
            FindPlaces(first, places.AsSpan(first, count), shift, counts[part]);
        });
        return counts;
    }

    /// <summary>Makes of the counts of each share the position where its first row of each place goes.</summary>
    /// <returns>How many rows are at each place.</returns>
    private static int[] Start(int[][] counts)
    {
        int[] sizes = new int[counts[0].Length];
        int position = 0;
        for (int place = 0; place < sizes.Length; place++)
        {
            int start = position;
            foreach (int[] ofPart in counts)
                (ofPart[place], position) = (position, position + ofPart[place]);
            sizes[place] = position - start;
        }
        return sizes;
    }

    [MethodImpl(Jit.AtOnce)]
    private void FindPlaces(int first, Span<int> places, int shift, int[] counts)
    {
        float[] rows = new float[ScoreKernel.Points * _points.Dimensions];
        for (int i = 0; i < places.Length; i += ScoreKernel.Points)
        {
            Span<int> some = places[i..Math.Min(i + ScoreKernel.Points, places.Length)];
            _space.ReadRows(_points, first + i, some.Length, rows);
            _curve.Find(rows, some);
            foreach (int place in some)
                counts[place >> shift]++;
        }
    }

    [MethodImpl(Jit.AtOnce)]
    private void Scatter(
        ReadOnlySpan<int> places, int first, int shift, int[] next, Span<T> rows, Span<int> numbers, Span<ushort> rests)
    {
        ReadOnlySpan<T> from = _points.Points.Values;
        int d = _points.Dimensions, mask = (1 << shift) - 1;
        for (int i = 0; i < places.Length; i++)
        {
            int position = next[places[i] >> shift]++;
            Cache.PrefetchBehind(rows, position * d);
            Cache.PrefetchBehind(numbers, position);
            RowCopy.Copy(from, first + i, rows, position, d);
            numbers[position] = first + i;
            rests[position] = (ushort)(places[i] & mask);
        }
    }

    /// <summary>Sorts a piece of a bucket.</summary>
    /// <param name="rests">The bits of the places that the bucket left.</param>
    /// <param name="rows">The rows of the piece.</param>
    /// <param name="numbers">Their numbers.</param>
    /// <param name="scratch">Room for them.</param>
    [MethodImpl(Jit.AtOnce)]
    private void Sort(ReadOnlySpan<ushort> rests, Span<T> rows, Span<int> numbers, Scratch scratch)
    {
        Span<int> next = scratch.Next;
        next.Clear();
        foreach (ushort rest in rests)
            next[rest]++;
        int position = 0;
        foreach (ref int start in next)
            (start, position) = (position, position + start);
        Span<T> sorted = scratch.Rows.AsSpan(0, rows.Length);
        Span<int> sortedNumbers = scratch.Numbers.AsSpan(0, numbers.Length);
        for (int i = 0; i < rests.Length; i++)
        {
            int to = next[rests[i]]++;
            RowCopy.Copy(rows, i, sorted, to, _points.Dimensions);
            sortedNumbers[to] = numbers[i];
        }
        sorted.CopyTo(rows);
        sortedNumbers.CopyTo(numbers);
    }

    /// <summary>Puts the rows that belong to a stretch there.</summary>
    [MethodImpl(Jit.AtOnce)]
    private static void Pick(ReadOnlySpan<int> places, bool[] isNeeded, int[] next, int[] firsts, int[] rows)
    {
        int length = rows.Length / firsts.Length;
        for (int row = 0; row < places.Length; row++)
        {
            if (!isNeeded[places[row]])
                continue;
            int position = next[places[row]]++;
            for (int i = 0; i < firsts.Length; i++)
                if ((uint)(position - firsts[i]) < length)
                    rows[i * length + position - firsts[i]] = row;
        }
    }

    private sealed record Scratch(T[] Rows, int[] Numbers, int[] Next);
}
