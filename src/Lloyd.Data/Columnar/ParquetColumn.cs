using Lloyd.Data.Reading;
using Parquet.Schema;

namespace Lloyd.Data.Columnar;

/// <summary>What the columns of a Parquet file are to a table.</summary>
internal static class ParquetColumn
{
    /// <summary>Whether a column of this type holds text.</summary>
    public static bool IsText(Type type) => type == typeof(string) || type == typeof(ReadOnlyMemory<char>);

    public static SourceColumn Describe(Field field, int index)
    {
        string name = string.IsNullOrEmpty(field.Name) ? $"column {index + 1}" : field.Name;
        if (field is not DataField { IsArray: false, MaxRepetitionLevel: 0 } data)
            return new SourceColumn(name, ColumnKind.Other, field.SchemaType switch
            {
                SchemaType.Map => "maps",
                SchemaType.Struct => "structures",
                _ => "lists",
            });
        var type = data.ClrType;
        if (IsText(type))
            return new SourceColumn(name, ColumnKind.Text, "text");
        if (type == typeof(bool))
            return new SourceColumn(name, ColumnKind.Boolean, "");
        if (type == typeof(DateTime) || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(TimeSpan))
            return new SourceColumn(name, ColumnKind.Date, "");
        bool isInteger = type == typeof(sbyte) || type == typeof(short) || type == typeof(int) || type == typeof(long)
            || type == typeof(byte) || type == typeof(ushort) || type == typeof(uint);
        bool isNumber = isInteger || type == typeof(double) || type == typeof(float) || type == typeof(Half)
            || type == typeof(decimal) || type == typeof(ulong);
        return isNumber
            ? new SourceColumn(name, ColumnKind.Number, "") { IsInteger = isInteger }
            : new SourceColumn(name, ColumnKind.Other, $"values of type {type.Name}");
    }
}
