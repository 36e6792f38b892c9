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

    /// <summary>Copies the points in this order, one row after the other.</summary>
    /// <param name="rows">Gets them: n × d, in original units.</param>
    /// <param name="numbers">Gets the row that each was.</param>
    public void CopyRows(Memory<T> rows, Memory<int> numbers) => Copy(rows, numbers, inPanels: false);

    /// <summary>Copies the points in this order, as panels.</summary>
    /// <param name="panels">Gets them: d × 48 each, in original units; of the last one only the lanes that are
    /// points.</param>
    /// <param name="numbers">Gets the row that each lane was.</param>
    public void CopyPanels(Memory<T> panels, Memory<int> numbers) => Copy(panels, numbers, inPanels: true);

    private void Copy(Memory<T> values, Memory<int> numbers, bool inPanels)
    {
        using var arrays = new RentedArrays();
        int[] places = arrays.Rent<int>(_points.Count);
        int shift = Math.Max(_curve.Bits - BucketBits, 0);
        int[][] starts = CountPlaces(places, shift);
        int[] sizes = Start(starts);
        T[] rows = arrays.Rent<T>(_points.Count * _points.Dimensions);
        long[] marks = arrays.Rent<long>(_points.Count);
        Share((part, first, count) =>
            Scatter(places.AsSpan(first, count), first, shift, starts[part], rows, marks));

        List<(int First, int Count)> pieces = [];
        int at = 0;
        foreach (int size in sizes)
            for (int end = at + size; at < end; at += pieces[^1].Count)
                pieces.Add((at, Math.Min(end - at, MostRowsInPiece)));
        int[][] next = [.. Enumerable.Range(0, _workers).Select(_ => new int[1 << shift])];
        Blocks.Each(pieces.Count, _workers, (worker, piece) =>
        {
            (int first, int count) = pieces[piece];
            Sort(rows, marks, first, count, next[worker], values.Span, numbers.Span, inPanels);
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

    /// <summary>Puts rows into buckets.</summary>
    /// <param name="next">By bucket, where its next row goes; counted on.</param>
    /// <param name="rows">Gets the rows.</param>
    /// <param name="marks">Gets the number of each row and, 32 bits above, the bits of its place that the bucket
    /// leaves.</param>
    [MethodImpl(Jit.AtOnce)]
    private void Scatter(ReadOnlySpan<int> places, int first, int shift, int[] next, Span<T> rows, Span<long> marks)
    {
        ReadOnlySpan<T> from = _points.Points.Values;
        int d = _points.Dimensions, mask = (1 << shift) - 1;
        for (int i = 0; i < places.Length; i++)
        {
            int position = next[places[i] >> shift]++;
            Cache.PrefetchBehind(rows, position * d);
            Cache.PrefetchBehind(marks, position);
            RowCopy.Copy(from, first + i, rows, position, d);
            marks[position] = (long)(places[i] & mask) << 32 | (uint)(first + i);
        }
    }

    /// <summary>Sorts a piece of a bucket.</summary>
    /// <param name="rows">Rows by bucket.</param>
    /// <param name="marks">Their marks.</param>
    /// <param name="first">Where the piece begins.</param>
    /// <param name="count">How many rows it has.</param>
    /// <param name="next">Room for a number for each place in a bucket.</param>
    /// <param name="sorted">Gets the rows.</param>
    /// <param name="numbers">Gets their numbers.</param>
    /// <param name="inPanels">Whether as lanes of panels.</param>
    [MethodImpl(Jit.AtOnce)]
    private void Sort(
        ReadOnlySpan<T> rows, ReadOnlySpan<long> marks, int first, int count, int[] next, Span<T> sorted, Span<int> numbers,
        bool inPanels)
    {
        // What is written in any order is brought near in its own.
        int d = _points.Dimensions, position = first;
        Cache.PrefetchAll<T>(sorted.Slice(first * d, count * d));
        Cache.PrefetchAll<int>(numbers.Slice(first, count));
        next.AsSpan().Clear();
        foreach (long mark in marks.Slice(first, count))
            next[(int)(mark >> 32)]++;
        foreach (ref int start in next.AsSpan())
            (start, position) = (position, position + start);
        for (int i = first; i < first + count; i++)
        {
            long mark = marks[i];
            int to = next[(int)(mark >> 32)]++;
            if (inPanels)
                RowCopy.ToLane(rows, i, sorted, to, d);
            else
                RowCopy.Copy(rows, i, sorted, to, d);
            numbers[to] = (int)mark;
        }
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
}
