using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>The file that labels are written to, in the format that its name says.</summary>
internal static class LabelFile
{
    /// <summary>The format; - is CSV.</summary>
    /// <exception cref="InvalidInputException">It does not hold what is asked for.</exception>
    public static LabelFormat FormatOf(string option, string path, string[] ids, bool withDistances)
    {
        LabelFormat format = LabelWriter.FormatOf(path);
        if (format == LabelFormat.Npy && (ids.Length > 0 || withDistances))
            throw new InvalidInputException($"{(withDistances ? "--distances" : "--id")} adds columns, and .npy holds labels alone; "
                + $"end the name of {option} with .csv or .parquet.");
        return format;
    }
}
