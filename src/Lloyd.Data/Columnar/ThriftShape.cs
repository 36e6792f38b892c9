namespace Lloyd.Data.Columnar;

/// <summary>A field of a Thrift structure: its type in the compact protocol and, for lists, that of the elements.</summary>
internal sealed record ThriftField(int Type, ThriftShape? Of = null, int Element = 0);

/// <summary>
/// The types of the fields of Parquet's headers (parquet.thrift). The Parquet library takes a field for what its number
/// says, whatever its type: a wrong type would lead it to take other bytes for sizes.
/// </summary>
internal sealed class ThriftShape(params (int First, int Last, ThriftField Field)[] fields)
{
    private static readonly ThriftField Bool = new(1), Int8 = new(3), Int16 = new(4), Int32 = new(5), Int64 = new(6),
        Double = new(7), Binary = new(8), Empty = new(12, new ThriftShape());

    private static readonly ThriftShape Statistics =
        new((1, 2, Binary), (3, 4, Int64), (5, 6, Binary), (7, 8, Bool));

    private static readonly ThriftField Unit = Structure(new ThriftShape((1, 3, Empty)));

    private static readonly ThriftShape LogicalType = new(
        (1, 4, Empty), (5, 5, Structure(new ThriftShape((1, 2, Int32)))), (6, 6, Empty),
        (7, 8, Structure(new ThriftShape((1, 1, Bool), (2, 2, Unit)))),
        (10, 10, Structure(new ThriftShape((1, 1, Int8), (2, 2, Bool)))), (11, 15, Empty),
        (16, 16, Structure(new ThriftShape((1, 1, Int8)))),
        (17, 18, Structure(new ThriftShape((1, 1, Binary), (2, 2, Int32)))));

    private static readonly ThriftField Pairs = List(new ThriftShape((1, 2, Binary)));

    private static readonly ThriftShape ColumnMetaData = new(
        (1, 1, Int32), (2, 2, ListOf(Int32)), (3, 3, ListOf(Binary)), (4, 4, Int32), (5, 7, Int64), (8, 8, Pairs),
        (9, 11, Int64), (12, 12, Structure(Statistics)), (13, 13, List(new ThriftShape((1, 3, Int32)))), (14, 14, Int64),
        (15, 15, Int32), (16, 16, Structure(new ThriftShape((1, 1, Int64), (2, 3, ListOf(Int64))))),
        (17, 17, Structure(new ThriftShape((1, 1, Structure(new ThriftShape((1, 8, Double)))), (2, 2, ListOf(Int32))))));

    private static readonly ThriftShape ColumnChunk = new(
        (1, 1, Binary), (2, 2, Int64), (3, 3, Structure(ColumnMetaData)), (4, 4, Int64), (5, 5, Int32), (6, 6, Int64),
        (7, 7, Int32), (8, 8, Encrypted), (9, 9, Binary));

    private static readonly ThriftShape RowGroup = new(
        (1, 1, List(ColumnChunk)), (2, 3, Int64),
        (4, 4, List(new ThriftShape((1, 1, Int32), (2, 3, Bool)))), (5, 6, Int64), (7, 7, Int16));

    private static readonly ThriftShape SchemaElement = new(
        (1, 3, Int32), (4, 4, Binary), (5, 9, Int32), (10, 10, Structure(LogicalType)));

    /// <summary>The footer of a file.</summary>
    public static ThriftShape FileMetaData { get; } = new(
        (1, 1, Int32), (2, 2, List(SchemaElement)), (3, 3, Int64), (4, 4, List(RowGroup)), (5, 5, Pairs),
        (6, 6, Binary), (7, 7, List(new ThriftShape((1, 2, Empty)))), (8, 8, Encrypted), (9, 9, Binary));

    /// <summary>The header of a page.</summary>
    public static ThriftShape PageHeader { get; } = new(
        (1, 4, Int32), (5, 5, Structure(new ThriftShape((1, 4, Int32), (5, 5, Structure(Statistics))))), (6, 6, Empty),
        (7, 7, Structure(new ThriftShape((1, 2, Int32), (3, 3, Bool)))),
        (8, 8, Structure(new ThriftShape((1, 6, Int32), (7, 7, Bool), (8, 8, Structure(Statistics))))));

    /// <summary>What no file may have: it is of no type.</summary>
    private static ThriftField Encrypted => new(-1);

    /// <summary>The field of a number; null where it is not known, and the library leaves it out.</summary>
    public ThriftField? Find(int id)
    {
        foreach ((int first, int last, ThriftField field) in fields)
            if (id >= first && id <= last)
                return field;
        return null;
    }

    private static ThriftField Structure(ThriftShape shape) => new(12, shape);

    private static ThriftField List(ThriftShape shape) => new(9, shape, Element: 12);

    private static ThriftField ListOf(ThriftField element) => new(9, Element: element.Type);
}
