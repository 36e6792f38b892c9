namespace Lloyd.Data;

/// <summary>How a table holds its values.</summary>
public enum Precision
{
    /// <summary>32-bit floating point: tables read from float32 (and float16) files.</summary>
    F32,

    /// <summary>64-bit floating point: tables read from text, integers and float64 files.</summary>
    F64,
}
