using Lloyd.Data;

namespace Lloyd.Orleans;

/// <summary>The labels of the points of a job. Workers keep none: the model gives them again, from the files.</summary>
public static class ClusterLabels
{
    /// <summary>Writes the cluster of each row, for all files in their order. Memory does not grow with the rows.</summary>
    /// <param name="stream">Takes the bytes; it stays open.</param>
    /// <param name="model">The model of the job.</param>
    /// <param name="data">The points of the job, which are read here.</param>
    /// <param name="format">How they are written, and what stands for a dropped row.</param>
    /// <param name="store">Where the files lie; a <see cref="SharedFileSystem"/> when null.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidInputException">A file cannot be read here, or the files are not those of the job.</exception>
    public static void Write(
        Stream stream, KMeansModel model, ClusterData data, LabelFormat format = LabelFormat.Csv, IFileStore? store = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        using var writer = LabelWriter.Create(stream, format);
        long points = 0;
        store ??= new SharedFileSystem();
        foreach (string path in DataFiles.Paths(store, data, cancellation))
            store.ReadParts(path, part =>
            {
                writer.Begin(part.DroppedRows);
                writer.Add(LabelsOf(part, model, data.Precision, cancellation));
                points += part.Rows;
            }, data.Options, cancellation);
        if (points != model.PointCount)
            throw new InvalidInputException(
                $"{data.Named}: {points} points, but the job had {model.PointCount}. Put the files back as they were.");
    }

    private static int[] LabelsOf(Table part, KMeansModel model, Precision? precision, CancellationToken cancellation) =>
        part.Rows == 0 ? []
        : (precision ?? part.Precision) == Precision.F32 ? model.Predict(part.ToPoints<float>(), cancellation: cancellation)
        : model.Predict(part.ToPoints<double>(), cancellation: cancellation);
}
