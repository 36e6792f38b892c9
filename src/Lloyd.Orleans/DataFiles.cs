using Lloyd.Data;
using Lloyd.Data.Columnar;

namespace Lloyd.Orleans;

/// <summary>The files of a job, in a file system that every worker sees.</summary>
internal static class DataFiles
{
    private const int MostParts = 64;
    private const int RowsInBlock = 1920;       // parts are whole blocks where they can be

    /// <summary>The files, in their order.</summary>
    /// <exception cref="InvalidInputException">There are none, or one is named twice.</exception>
    public static string[] Paths(ClusterData data)
    {
        string[] paths = [.. data.Paths.SelectMany(FilesAt)];
        if (paths.Length == 0)
            throw new InvalidInputException("No file is named. Name at least one, or a folder.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (Array.Find(paths, path => !seen.Add(path)) is { } twice)
            throw new InvalidInputException($"{twice} is named more than once, and its rows would count more than once. Name every file once.");
        return paths;
    }

    /// <summary>A first look at every file.</summary>
    /// <param name="data">Where they are.</param>
    /// <param name="memory">At most how many bytes rows may take; null: any number.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidInputException">There is nothing to read, or a file cannot be read.</exception>
    public static SurveyedFile[] Survey(ClusterData data, long? memory, CancellationToken cancellation)
    {
        string[] paths = Paths(data);
        if (paths.Length > 1 && data.Missing == MissingPolicy.Mean)
            throw new InvalidInputException(
                "The mean of a column is known only within a file, and there are several. Drop rows with missing cells, or fill them in.");
        return [.. paths.Select(path => Survey(path, data, memory, cancellation))];
    }

    /// <summary>Cuts files into parts, enough of them to be spread over many workers.</summary>
    /// <exception cref="InvalidInputException">The files do not go together.</exception>
    public static Part[] Cut(SurveyedFile[] files)
    {
        SurveyedFile first = files[0];
        foreach (SurveyedFile file in files)
            if (!file.Columns.SequenceEqual(first.Columns))
                throw new InvalidInputException(
                    $"{file.Path} has the columns {string.Join(", ", file.Columns)}, and {first.Path} has {string.Join(", ", first.Columns)}. Give all files the same columns.");
        long most = files.Sum(file => file.Rows) / MostParts;
        most = Math.Min((most / RowsInBlock + 1) * RowsInBlock, Array.MaxLength / first.Columns.Length);
        var parts = new List<Part>();
        long before = 0;
        foreach (SurveyedFile file in files)
        {
            parts.AddRange(file.Groups.Length > 0 ? ByGroups(file, most, before) : ByRows(file, most, before));
            before += file.Rows;
        }
        return [.. parts];
    }

    private static string[] FilesAt(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        string[] files = [.. Directory.GetFiles(path).Where(file => Path.GetFileName(file)[0] is not ('.' or '_')).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new InvalidInputException($"The folder {path} holds no files.");
    }

    private static IEnumerable<Part> ByRows(SurveyedFile file, long most, long before)
    {
        long size = file.CanBeCut ? most : file.Rows;
        for (long at = 0; at < file.Rows; at += size)
            yield return new Part(file.Path, at, (int)Math.Min(size, file.Rows - at), before + at);
    }

    /// <summary>As many row groups as make a part; those without rows go with others.</summary>
    private static IEnumerable<Part> ByGroups(SurveyedFile file, long most, long before)
    {
        int[] groups = file.Groups;
        long at = 0;
        for (int first = 0, end; first < groups.Length; first = end)
        {
            long rows = groups[first];
            for (end = first + 1; end < groups.Length && (rows == 0 || groups[end] == 0 || rows + groups[end] <= most); end++)
                rows += groups[end];
            yield return new Part(file.Path, at, (int)rows, before + at, first, end);
            at += rows;
        }
    }

    private static SurveyedFile Survey(string path, ClusterData data, long? memory, CancellationToken cancellation)
    {
        // The mean of a column is that of all row groups.
        if (data.Missing != MissingPolicy.Mean && ParquetOutline.Of(path, data.Options, cancellation) is { } parquet)
            return new SurveyedFile(
                path, parquet.Rows.Sum(rows => (long)rows), [.. parquet.Columns], parquet.Precision == Precision.F32,
                CanBeCut: false, parquet.Rows);
        using Table table = Table.Read(path, data.Options with { Memory = memory }, cancellationToken: cancellation);
        return new SurveyedFile(
            path, table.Rows, [.. table.Columns], table.Precision == Precision.F32, table.IsMapped, Groups: []);
    }
}
