using System.Globalization;
using System.Numerics;
using Lloyd.Data.Reading;
using Parquet;
using Parquet.Schema;

namespace Lloyd.Data.Columnar;

/// <summary>A row group of a Parquet file.</summary>
internal sealed class ParquetRows(ParquetRowGroupReader group, int index, Field[] fields, ParquetBytes bytes,
    TableSource source, ParquetScratch scratch) : IColumnarRows
{
    public int Count { get; } = (int)group.RowCount;

    public void ReadNumbers<T>(int column, Span<T> to, int stride) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var field = (DataField)fields[column];
        switch (field.ClrType)
        {
            case var type when type == typeof(double): Numbers<double, T>(field, to, stride); break;
            case var type when type == typeof(float): Numbers<float, T>(field, to, stride); break;
            case var type when type == typeof(Half): Numbers<Half, T>(field, to, stride); break;
            case var type when type == typeof(sbyte): Numbers<sbyte, T>(field, to, stride); break;
            case var type when type == typeof(short): Numbers<short, T>(field, to, stride); break;
            case var type when type == typeof(int): Numbers<int, T>(field, to, stride); break;
            case var type when type == typeof(long): Numbers<long, T>(field, to, stride); break;
            case var type when type == typeof(byte): Numbers<byte, T>(field, to, stride); break;
            case var type when type == typeof(ushort): Numbers<ushort, T>(field, to, stride); break;
            case var type when type == typeof(uint): Numbers<uint, T>(field, to, stride); break;
            case var type when type == typeof(ulong): Numbers<ulong, T>(field, to, stride); break;
            case var type when type == typeof(bool): Others<bool, T>(field, to, stride, value => value ? 1 : 0); break;
            case var type when type == typeof(decimal): Others<decimal, T>(field, to, stride, Decimals.ToDouble); break;
            case var type when type == typeof(DateTime): Others<DateTime, T>(field, to, stride, Days.Of); break;
            case var type when type == typeof(TimeSpan): Others<TimeSpan, T>(field, to, stride, Days.Of); break;
            case var type when type == typeof(TimeOnly):
                Others<TimeOnly, T>(field, to, stride, time => Days.Of(time.ToTimeSpan()));
                break;
            case var type when type == typeof(DateOnly):
                Others<DateOnly, T>(field, to, stride, day => Days.Of(day.ToDateTime(default)));
                break;
        }
    }

    public void ReadTexts(int column, Span<string?> to)
    {
        var field = (DataField)fields[column];
        switch (field.ClrType)
        {
            case var type when ParquetColumn.IsText(type): Strings(field, to); break;
            case var type when type == typeof(double): Texts<double>(field, to, Shown.Exact); break;
            case var type when type == typeof(float): Texts<float>(field, to, Shown.Exact); break;
            case var type when type == typeof(Half): Texts<Half>(field, to, value => Shown.Exact((float)value)); break;
            case var type when type == typeof(sbyte): Texts<sbyte>(field, to, Invariant); break;
            case var type when type == typeof(short): Texts<short>(field, to, Invariant); break;
            case var type when type == typeof(int): Texts<int>(field, to, Invariant); break;
            case var type when type == typeof(long): Texts<long>(field, to, Invariant); break;
            case var type when type == typeof(byte): Texts<byte>(field, to, Invariant); break;
            case var type when type == typeof(ushort): Texts<ushort>(field, to, Invariant); break;
            case var type when type == typeof(uint): Texts<uint>(field, to, Invariant); break;
            case var type when type == typeof(ulong): Texts<ulong>(field, to, Invariant); break;
            case var type when type == typeof(bool): Texts<bool>(field, to, value => value ? "true" : "false"); break;
            case var type when type == typeof(decimal): Texts<decimal>(field, to, Invariant); break;
            case var type when type == typeof(DateTime): Texts<DateTime>(field, to, Days.Text); break;
            case var type when type == typeof(TimeSpan): Texts<TimeSpan>(field, to, value => Days.Text(value)); break;
            case var type when type == typeof(TimeOnly): Texts<TimeOnly>(field, to, value => Days.Text(value.ToTimeSpan())); break;
            case var type when type == typeof(DateOnly): Texts<DateOnly>(field, to, value => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
        }
    }

    private static string Invariant<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private void Numbers<TFrom, T>(DataField field, Span<T> to, int stride)
        where TFrom : unmanaged, INumberBase<TFrom>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (read, levels) = Read<TFrom>(field);
        ReadOnlySpan<TFrom> values = read.Span;
        ReadOnlySpan<int> there = levels.Span;
        int at = 0, next = 0;
        if (there.IsEmpty)
            foreach (TFrom value in values)
            {
                to[at] = T.CreateTruncating(value);
                at += stride;
            }
        else
            foreach (int level in there)
            {
                to[at] = level == field.MaxDefinitionLevel ? T.CreateTruncating(values[next++]) : T.NaN;
                at += stride;
            }
    }

    private void Others<TFrom, T>(DataField field, Span<T> to, int stride, Func<TFrom, double> convert)
        where TFrom : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (read, levels) = Read<TFrom>(field);
        ReadOnlySpan<TFrom> values = read.Span;
        ReadOnlySpan<int> there = levels.Span;
        for (int i = 0, next = 0; i < Count; i++)
            to[i * stride] = there.IsEmpty || there[i] == field.MaxDefinitionLevel
                ? T.CreateTruncating(convert(values[next++]))
                : T.NaN;
    }

    private void Texts<TFrom>(DataField field, Span<string?> to, Func<TFrom, string> convert) where TFrom : struct
    {
        var (read, levels) = Read<TFrom>(field);
        ReadOnlySpan<TFrom> values = read.Span;
        ReadOnlySpan<int> there = levels.Span;
        for (int i = 0, next = 0; i < Count; i++)
            to[i] = there.IsEmpty || there[i] == field.MaxDefinitionLevel ? convert(values[next++]) : null;
    }

    private void Strings(DataField field, Span<string?> to)
    {
        Check(field);
        var texts = new string[Count];
        Tell(field, () => group.ReadAsync(field, texts, null, source.CancellationToken));
        texts.CopyTo(to!);
    }

    /// <summary>The values of a column that are there, and for each row the level that says whether it has one; none where
    /// all have.</summary>
    private (ReadOnlyMemory<TFrom> Values, ReadOnlyMemory<int> There) Read<TFrom>(DataField field) where TFrom : struct
    {
        Check(field);
        Memory<TFrom> values = scratch.Values<TFrom>(Count);
        Memory<int>? there = field.MaxDefinitionLevel > 0 ? scratch.Levels(Count) : (Memory<int>?)null;
        Tell(field, () => group.ReadRawAsync(field, values, there, null, source.CancellationToken));
        return (values, there ?? default);
    }

    private void Check(DataField field)
    {
        string where = Where(field);
        var chunk = Damage.Tell(source, where, () => group.GetMetadata(field));
        bytes.CheckPages(chunk?.MetaData, Count, where);
    }

    private void Tell(DataField field, Func<ValueTask> read) => Damage.Tell(source, Where(field), () =>
    {
        read().AsTask().GetAwaiter().GetResult();
        return true;
    });

    private string Where(DataField field) => $"row group {index + 1}, {ColumnChoice.Label(field.Name)}";
}
