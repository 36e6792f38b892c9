using Lloyd.Data;

namespace Lloyd.Cli;

/// <summary>A model that <c>lloyd fit -o</c> wrote, from a file or from stdin.</summary>
internal static class ModelInput
{
    public static KMeansModel Load(string path, CancellationToken cancellation)
    {
        try
        {
            return KMeansModel.Load(Bytes(path, cancellation));
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"{(path == "-" ? "stdin" : Shown.Text(path, limit: 200))}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The model '{Shown.Text(path, limit: 200)}' cannot be read: {e.Message}", e);
        }
    }

    private static byte[] Bytes(string path, CancellationToken cancellation)
    {
        if (path != "-")
            return File.ReadAllBytes(path);
        using Stream stdin = StandardInput.Open(cancellation);
        using var bytes = new MemoryStream();
        stdin.CopyTo(bytes);
        return bytes.ToArray();
    }
}
