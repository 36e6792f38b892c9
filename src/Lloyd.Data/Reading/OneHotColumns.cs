using System.Numerics;

namespace Lloyd.Data.Reading;

/// <summary>Puts one coordinate per category where the number of the category stood.</summary>
internal sealed class OneHotColumns<T>(TableSource source, ColumnChoice choice, Categories[] categories, long? memory)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[][] _ranks = [.. categories.Select(c => c.Ranks())];

    /// <summary>The rows with their new coordinates, and the names of all coordinates. A missing category (NaN) becomes
    /// the share of each category among those that are there: the means of these coordinates.</summary>
    public (Memory<T> Values, IDisposable? Lifetime, IReadOnlyList<string> Names) Expand(Memory<T> values, int rows)
    {
        string[] names = [.. choice.Names.SelectMany((name, t) =>
            Array.IndexOf(choice.OneHot, t) is var c and >= 0 ? categories[c].Encoding.Names : [name])];
        if (names.Length == 0)
            throw source.Error("the columns to encode have no categories; choose a column that holds numbers");
        if ((long)rows * names.Length > Array.MaxLength)
            throw source.Error($"{rows} rows × {names.Length} columns, categories included, are more than the "
                + $"{Array.MaxLength} values that one block can hold; encode fewer columns (--one-hot)");
        var wide = new RowStore<T>(source, names.Length, rows, memory);
        var shares = Enumerable.Range(0, categories.Length).Select(c => Shares(values.Span, c)).ToArray();
        int from = 0;
        for (int i = 0; i < rows; i++)
        {
            var row = wide.Room(1).Span;
            row.Clear();
            for (int t = 0, c = 0, to = 0; t < choice.Names.Count; t++, from++)
            {
                T value = values.Span[from];
                if (c == categories.Length || choice.OneHot[c] != t)
                {
                    row[to++] = value;
                    continue;
                }
                if (T.IsNaN(value))
                    shares[c].CopyTo(row[to..]);
                else if (T.IsPositive(value))
                    row[to + _ranks[c][int.CreateTruncating(value)]] = T.One;
                to += _ranks[c++].Length;
            }
            wide.Take(1);
        }
        var (all, lifetime) = wide.Join();
        return (all, lifetime, names);
    }

    private T[] Shares(ReadOnlySpan<T> values, int c)
    {
        var counts = new long[_ranks[c].Length];
        long total = 0;
        for (int i = choice.OneHot[c]; i < values.Length; i += choice.Names.Count)
        {
            if (T.IsNaN(values[i]))
                continue;
            total++;
            if (T.IsPositive(values[i]))
                counts[_ranks[c][int.CreateTruncating(values[i])]]++;
        }
        if (total == 0 && !values.IsEmpty)      // of no rows none is needed
            throw source.Error($"{ColumnChoice.Label(choice.Names[choice.OneHot[c]])}: every cell is missing; "
                + "leave the column out (--columns)");
        return [.. counts.Select(count => T.CreateTruncating(count / (double)total))];
    }
}
