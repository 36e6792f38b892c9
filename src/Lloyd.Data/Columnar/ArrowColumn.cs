using Apache.Arrow;
using Apache.Arrow.Types;
using Lloyd.Data.Reading;

namespace Lloyd.Data.Columnar;

/// <summary>What the columns of Arrow data are to a table.</summary>
internal static class ArrowColumn
{
    public static SourceColumn Describe(Field field, int index)
    {
        string name = string.IsNullOrEmpty(field.Name) ? $"column {index + 1}" : field.Name;
        var kind = field.DataType.TypeId switch
        {
            ArrowTypeId.Double or ArrowTypeId.Float or ArrowTypeId.HalfFloat
                or ArrowTypeId.Int8 or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.Int64
                or ArrowTypeId.UInt8 or ArrowTypeId.UInt16 or ArrowTypeId.UInt32 or ArrowTypeId.UInt64
                or ArrowTypeId.Decimal32 or ArrowTypeId.Decimal64 or ArrowTypeId.Decimal128 or ArrowTypeId.Decimal256
                => ColumnKind.Number,
            ArrowTypeId.Boolean => ColumnKind.Boolean,
            ArrowTypeId.Date32 or ArrowTypeId.Date64 or ArrowTypeId.Timestamp or ArrowTypeId.Time32 or ArrowTypeId.Time64
                or ArrowTypeId.Duration => ColumnKind.Date,
            ArrowTypeId.String or ArrowTypeId.LargeString or ArrowTypeId.StringView or ArrowTypeId.Dictionary
                => ColumnKind.Text,
            _ => ColumnKind.Other,
        };
        return new SourceColumn(name, kind, kind switch
        {
            ColumnKind.Text => "text",
            ColumnKind.Other => $"values of type {field.DataType.Name}",
            _ => "",
        })
        {
            IsInteger = field.DataType.TypeId is ArrowTypeId.Int8 or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.Int64
                or ArrowTypeId.UInt8 or ArrowTypeId.UInt16 or ArrowTypeId.UInt32,
        };
    }

    /// <summary>How many units a day has.</summary>
    public static long PerDay(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => Days.Seconds,
        TimeUnit.Millisecond => Days.Milliseconds,
        TimeUnit.Microsecond => Days.Microseconds,
        _ => Days.Nanoseconds,
    };
}
