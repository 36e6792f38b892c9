using Lloyd.Data;

namespace Lloyd.Orleans;

/// <summary>The files of a job, in a file system that every worker sees.</summary>
internal static class DataFiles
{
    private const int MostParts = 64;
    private const int RowsInBlock = 1920;       // parts are whole blocks where they can be

    /// <summary>A first look at every file.</summary>
    /// <exception cref="InvalidInputException">There is nothing to read, or a file cannot be read.</exception>
    public static SurveyedFile[] Survey(ClusterData data, CancellationToken cancellation)
    {
        string[] paths = Directory.Exists(data.Path)
            ? [.. Directory.GetFiles(data.Path).Where(path => Path.GetFileName(path)[0] is not ('.' or '_'))
                .Order(StringComparer.Ordinal)]
            : [data.Path];
        if (paths.Length == 0)
            throw new InvalidInputException($"The folder {data.Path} holds no files.");
        if (paths.Length > 1 && data.Missing == MissingPolicy.Mean)
            throw new InvalidInputException(
                "The mean of a column is known only within a file, and there are several. Drop rows with missing cells, or fill them in.");
        return [.. paths.Select(path => Survey(path, data, cancellation))];
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
        most = (most / RowsInBlock + 1) * RowsInBlock;
        var parts = new List<Part>();
        long row = 0;
        foreach (SurveyedFile file in files)
        {
            long size = file.CanBeCut ? most : file.Rows;
            for (long at = 0; at < file.Rows; at += size)
            {
                int count = (int)Math.Min(size, file.Rows - at);
                parts.Add(new Part(file.Path, at, count, row));
                row += count;
            }
        }
        return [.. parts];
    }

    private static SurveyedFile Survey(string path, ClusterData data, CancellationToken cancellation)
    {
        using Table table = Table.Read(path, data.Options, cancellationToken: cancellation);
        return new SurveyedFile(
            path, table.Rows, [.. table.Columns], table.Precision == Precision.F32, table.IsMapped);
    }
}
