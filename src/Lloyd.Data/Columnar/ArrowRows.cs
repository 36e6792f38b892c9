using System.Globalization;
using System.Numerics;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Columnar;

/// <summary>A record batch of Arrow data.</summary>
internal sealed class ArrowRows : IColumnarRows
{
    private readonly RecordBatch _batch;
    private readonly string _where;
    private readonly TableSource _source;

    public ArrowRows(RecordBatch batch, int number, TableSource source)
    {
        (_batch, _where, _source) = (batch, $"record batch {number}", source);
        for (int i = 0; i < batch.ColumnCount; i++)
            Check(i);
    }

    public int Count => _batch.Length;

    public void ReadNumbers<T>(int column, Span<T> to, int stride) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            ReadNumbers(_batch.Column(column), to, stride);
        }
        catch (Exception e) when (Damage.IsOfFile(e))
        {
            throw Damage.Error(_source, Where(column), e);
        }
    }

    public void ReadTexts(int column, Span<string?> to)
    {
        try
        {
            var array = _batch.Column(column);
            for (int i = 0; i < Count; i++)
                to[i] = TextAt(array, i);
        }
        catch (Exception e) when (Damage.IsOfFile(e))
        {
            throw Damage.Error(_source, Where(column), e);
        }
    }

    /// <summary>A batch is as long as it says only if the buffers of its columns are.</summary>
    private void Check(int column)
    {
        var data = _batch.Column(column).Data;
        if (data.DataType is not (FixedWidthType or StringType or LargeStringType or StringViewType))
            return;     // it is not read
        // the second buffer holds the values; those of texts are offsets, those of dictionaries are numbers of entries
        long bits = data.DataType is FixedWidthType type and not DictionaryType ? type.BitWidth : 8;
        long held = data.Buffers.Length > 1 ? data.Buffers[1].Length : 0;
        if (data.Length != Count || (Int128)data.Length * bits > (Int128)held * 8)
            throw _source.Error($"{Where(column)} claims {Count} values and holds {held} bytes; write the file again");
    }

    private static void ReadNumbers<T>(IArrowArray array, Span<T> to, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (array)
        {
            case DoubleArray doubles: Numbers(doubles, to, stride); break;
            case FloatArray floats: Numbers(floats, to, stride); break;
            case HalfFloatArray halves: Numbers(halves, to, stride); break;
            case Int8Array integers: Numbers(integers, to, stride); break;
            case Int16Array integers: Numbers(integers, to, stride); break;
            case Int32Array integers: Numbers(integers, to, stride); break;
            case Int64Array integers: Numbers(integers, to, stride); break;
            case UInt8Array integers: Numbers(integers, to, stride); break;
            case UInt16Array integers: Numbers(integers, to, stride); break;
            case UInt32Array integers: Numbers(integers, to, stride); break;
            case UInt64Array integers: Numbers(integers, to, stride); break;
            default: Others(array, to, stride); break;
        }
    }

    private static void Numbers<TFrom, T>(PrimitiveArray<TFrom> array, Span<T> to, int stride)
        where TFrom : struct, INumberBase<TFrom>, IEquatable<TFrom>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = array.Values;
        for (int i = 0, at = 0; i < values.Length; i++, at += stride)
            to[at] = T.CreateTruncating(values[i]);
        if (array.NullCount != 0)
            for (int i = 0; i < values.Length; i++)
                if (array.IsNull(i))
                    to[i * stride] = T.NaN;
    }

    private static void Others<T>(IArrowArray array, Span<T> to, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < array.Length; i++)
            to[i * stride] = array.IsNull(i) ? T.NaN : T.CreateTruncating(NumberAt(array, i));
    }

    private static double NumberAt(IArrowArray array, int i) => array switch
    {
        BooleanArray booleans => booleans.GetValue(i) == true ? 1 : 0,
        Date32Array days => days.Values[i],
        Date64Array times => Days.Of(times.Values[i], Days.Milliseconds),
        TimestampArray times => Days.Of(times.Values[i], ArrowColumn.PerDay(((TimestampType)times.Data.DataType).Unit)),
        Time32Array times => Days.Of(times.Values[i], ArrowColumn.PerDay(((Time32Type)times.Data.DataType).Unit)),
        Time64Array times => Days.Of(times.Values[i], ArrowColumn.PerDay(((Time64Type)times.Data.DataType).Unit)),
        DurationArray times => Days.Of(times.Values[i], ArrowColumn.PerDay(((DurationType)times.Data.DataType).Unit)),
        _ => ArrowDecimals.NumberAt(array, i),
    };

    private static string? TextAt(IArrowArray array, int i)
    {
        if (array.IsNull(i))
            return null;
        return array switch
        {
            // the library's own way to texts trusts their offsets, wherever these lead
            StringArray texts => Text(texts.ValueBuffer.Span, texts.ValueOffsets[i], texts.ValueOffsets[i + 1]),
            LargeStringArray texts => Text(texts.ValueBuffer.Span, texts.ValueOffsets[i], texts.ValueOffsets[i + 1]),
            StringViewArray texts => Encoding.UTF8.GetString(texts.GetBytes(i, out _)),
            DictionaryArray entries => TextAt(entries.Dictionary, IndexAt(entries.Indices, i)),
            DoubleArray numbers => Shown.Exact(numbers.Values[i]),
            FloatArray numbers => Shown.Exact(numbers.Values[i]),
            HalfFloatArray numbers => Shown.Exact((float)numbers.Values[i]),
            UInt64Array numbers => numbers.Values[i].ToString(CultureInfo.InvariantCulture),
            Int64Array numbers => numbers.Values[i].ToString(CultureInfo.InvariantCulture),
            Int8Array or Int16Array or Int32Array or UInt8Array or UInt16Array or UInt32Array
                => IndexAt(array, i).ToString(CultureInfo.InvariantCulture),
            BooleanArray booleans => booleans.GetValue(i) == true ? "true" : "false",
            Date32Array or Date64Array or TimestampArray => Days.Text(Days.Moment(NumberAt(array, i))),
            Time32Array or Time64Array or DurationArray => Days.Text(Days.Moment(NumberAt(array, i)) - DateTime.UnixEpoch),
            _ => ArrowDecimals.TextAt(array, i),
        };
    }

    private static string Text(ReadOnlySpan<byte> texts, long start, long end) =>
        Encoding.UTF8.GetString(texts[checked((int)start)..checked((int)end)]);

    private static int IndexAt(IArrowArray array, int i) => array switch
    {
        Int8Array numbers => numbers.Values[i],
        Int16Array numbers => numbers.Values[i],
        Int32Array numbers => numbers.Values[i],
        UInt8Array numbers => numbers.Values[i],
        UInt16Array numbers => numbers.Values[i],
        UInt32Array numbers => checked((int)numbers.Values[i]),
        Int64Array numbers => checked((int)numbers.Values[i]),
        UInt64Array numbers => checked((int)numbers.Values[i]),
        _ => throw new NotSupportedException($"dictionaries with keys of type {array.Data.DataType.Name}"),
    };

    private string Where(int column) => $"{_where}, {ColumnChoice.Label(_batch.Schema.GetFieldByIndex(column).Name)}";
}
