using System.Text;
using Lloyd.Data;
using Lloyd.Orleans;

namespace Lloyd.Cli;

/// <summary>What becomes of the model of a job.</summary>
/// <param name="Output">The file for the model; nothing where none is wanted.</param>
/// <param name="Labels">The file for the labels.</param>
/// <param name="AsJson">How the result is printed.</param>
internal sealed record ClusterResult(string? Output, string? Labels, bool AsJson)
{
    /// <summary>Refuses, before any work is done, what could not come to a good end.</summary>
    /// <exception cref="InvalidInputException">As <see cref="NamedFiles.Check"/> says.</exception>
    public void Check(params (string Name, string? Path)[] inputs) =>
        NamedFiles.Check(inputs, ("--format json", AsJson ? "-" : null), ("-o", Output), ("--labels", Labels));

    /// <exception cref="InvalidInputException">A file cannot be written, or the data cannot be read here.</exception>
    public async Task WriteAsync(ClusterJob job, KMeansModel model, KMeans? settings, bool isKept, CancellationToken cancellation)
    {
        if (Output is not null)
            Lloyd.Cli.Output.Write(Output, stream => stream.Write(model.Save()), cancellation);
        if (Labels is not null)
            WriteLabels(Labels, job, model, await job.DataAsync(), isKept, cancellation);
        string result = AsJson ? FitResult.JsonOf(model, settings ?? new KMeans(model.K), TimeSpan.Zero) : FitResult.Text(model);
        if (Output == "-" || Labels == "-")
            Console.Error.WriteLine(result);
        else
            Lloyd.Cli.Output.Write("-", stream => stream.Write(Encoding.UTF8.GetBytes(result + Environment.NewLine)), cancellation);
    }

    private static void WriteLabels(
        string path, ClusterJob job, KMeansModel model, ClusterData data, bool isKept, CancellationToken cancellation)
    {
        try
        {
            using var line = new ProgressLine("writing labels");
            Lloyd.Cli.Output.Write(path, stream => ClusterLabels.Write(stream, model, data, LabelWriter.FormatOf(path), cancellation: cancellation), cancellation);
        }
        catch (InvalidInputException e) when (isKept)
        {
            throw new InvalidInputException(
                $"{e.Message.TrimEnd('.')}. The job has its model: `lloyd status {job.Id} --labels FILE` tries again.", e);
        }
    }
}
