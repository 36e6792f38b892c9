using System.Numerics;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Columnar;

/// <summary>One pass over a file that stands column after column, a run of rows at a time.</summary>
internal sealed class ColumnarPass<T>(
    TableSource source, ColumnChoice choice, MissingCell missing, RowCollector<T> rows, long rowsBefore)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _width = choice.Names.Count;
    private long _row = rowsBefore;     // before the run

    public void Add(IColumnarRows run)
    {
        if (run.Count == 0)
            return;
        var block = rows.Reserve(run.Count);
        block.Rows = run.Count;
        var values = block.Values.Span;
        for (int c = 0; c < choice.Texts.Length; c++)
            ReadTexts(run, block, c);
        for (int t = 0; t < _width; t++)
        {
            if (choice.OneHot.Contains(t))
                continue;
            run.ReadNumbers(choice.Coordinates[t], values[t..], _width);
            for (int i = t, row = 0; row < run.Count; i += _width, row++)
                if (!T.IsFinite(values[i]))
                    NotFinite(block, t, row, values[i]);
        }
        if (choice.Weight >= 0)
            ReadWeights(run, block);
        _row += run.Count;
        source.CancellationToken.ThrowIfCancellationRequested();
        rows.Add(block);
    }

    private void ReadTexts(IColumnarRows run, RowBlock<T> block, int c)
    {
        run.ReadTexts(choice.Texts[c], block.Texts[c]);
        if (c < choice.OneHot.Length && Array.IndexOf(block.Texts[c], null, 0, run.Count) is var row and >= 0)
            missing.Coordinate(choice.OneHot[c], _row + row + 1, "null");
    }

    private void ReadWeights(IColumnarRows run, RowBlock<T> block)
    {
        run.ReadNumbers<double>(choice.Weight, block.Weights, 1);
        for (int row = 0; row < run.Count; row++)
        {
            double weight = block.Weights[row];
            if (double.IsInfinity(weight))
                throw Infinite(choice.WeightName, row, weight);
            if (double.IsNaN(weight))
            {
                missing.Weight(_row + row + 1, "null");
                block.HasMissing = true;
            }
            else
                missing.CheckWeight(weight, _row + row + 1);
        }
    }

    private void NotFinite(RowBlock<T> block, int t, int row, T value)
    {
        if (T.IsInfinity(value))
            throw Infinite(choice.Names[t], row, double.CreateTruncating(value));
        missing.Coordinate(t, _row + row + 1, "null");
        block.HasMissing = true;
    }

    private InvalidInputException Infinite(string column, int row, double value) => source.Error(
        $"row {_row + row + 1}, {ColumnChoice.Label(column)}: {(value < 0 ? "-inf" : "inf")} is not a finite number"
        + "; correct it, remove the row or leave the column out (--columns)");
}
