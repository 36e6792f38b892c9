using Lloyd.Data;
using Lloyd.Data.Columnar;
using Lloyd.Data.Npy;
using Lloyd.Data.Reading;

namespace Lloyd.Orleans;

/// <summary>The files of a job, in a store that every worker sees.</summary>
internal static class DataFiles
{
    private const int MostParts = 64;
    private const int RowsInBlock = 1920;       // parts are whole blocks where they can be

    /// <summary>The files, in their order.</summary>
    /// <exception cref="InvalidInputException">There are none, or one is named twice.</exception>
    public static string[] Paths(IFileStore store, ClusterData data, CancellationToken cancellation)
    {
        string[] paths = [.. data.Paths.SelectMany(path => store.FilesAt(path, cancellation))];
        if (paths.Length == 0)
            throw new InvalidInputException("No file is named. Name at least one, or a folder.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (Array.Find(paths, path => !seen.Add(path)) is { } twice)
            throw new InvalidInputException($"{twice} is named more than once, and its rows would count more than once. Name every file once.");
        return paths;
    }

    /// <summary>A first look at every file.</summary>
    /// <param name="worker">Who looks.</param>
    /// <param name="data">Where they are.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidInputException">There is nothing to read, or a file cannot be read.</exception>
    public static SurveyedFile[] Survey(WorkerOptions worker, ClusterData data, CancellationToken cancellation)
    {
        string[] paths = Paths(worker.Store, data, cancellation);
        if (paths.Length > 1 && data.Missing == MissingPolicy.Mean)
            throw new InvalidInputException(
                "The mean of a column is known only within a file, and there are several. Drop rows with missing cells, or fill them in.");
        return [.. paths.Select(path => Survey(worker, path, data, cancellation))];
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

    private static IEnumerable<Part> ByRows(SurveyedFile file, long most, long before)
    {
        long size = file.CanBeCut ? most : file.Rows;
        for (long at = 0; at < file.Rows; at += size)
            yield return new Part(file.Path, at, (int)Math.Min(size, file.Rows - at), before + at) { IsOfRows = file.CanBeCut };
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

    private static SurveyedFile Survey(WorkerOptions worker, string path, ClusterData data, CancellationToken cancellation)
    {
        TableSource Open() => worker.Store.Source(path, cancellation);
        if (NpyOutline.Of(Open, data.Options) is { } npy)
            return new SurveyedFile(path, npy.Rows, [.. npy.Columns], npy.Precision == Precision.F32, CanBeCut: true, Groups: []);
        // The mean of a column is that of all row groups.
        if (data.Missing != MissingPolicy.Mean && ParquetOutline.Of(Open, data.Options) is { } parquet)
            return new SurveyedFile(
                path, parquet.Rows.Sum(rows => (long)rows), [.. parquet.Columns], parquet.Precision == Precision.F32,
                CanBeCut: false, parquet.Rows);
        using Table table = worker.Store.Read(path, data.Options with { Memory = worker.Memory }, cancellation);
        return new SurveyedFile(
            path, table.Rows, [.. table.Columns], table.Precision == Precision.F32, CanBeCut: false, Groups: []);
    }
}
