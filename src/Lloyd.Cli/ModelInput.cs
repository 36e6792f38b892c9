using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>A model that <c>lloyd fit -o</c> wrote, from a file or from stdin.</summary>
internal static class ModelInput
{
    public static KMeansModel Load(string path, CancellationToken cancellation)
    {
        try
        {
            if (path != "-")
                return KMeansModel.Load(File.ReadAllBytes(path));
            using Stream stdin = StandardInput.Open(cancellation);
            using var bytes = new MemoryStream();
            stdin.CopyTo(bytes);
            return KMeansModel.Load(bytes.ToArray());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The model '{Shown.Text(path, limit: 200)}' cannot be read: {e.Message}", e);
        }
    }
}
