using Lloyd.Data;
using Lloyd.Data.Reading;

namespace Lloyd.Cli;

/// <summary>A model that <c>lloyd fit -o</c> wrote, from a file or from stdin.</summary>
internal static class ModelInput
{
    public static KMeansModel Load(string path, CancellationToken cancellation)
    {
        string name = path == "-" ? "stdin" : Shown.Text(path, limit: 200);
        using Stream file = path == "-" ? StandardInput.Open(cancellation) : InputFile.Open(path);
        try
        {
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            return KMeansModel.Load(bytes.ToArray());
        }
        catch (IOException e)
        {
            throw new InvalidInputException($"{name}: the model cannot be read: {Shown.Text(e.Message, limit: 200)}", e);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"{name}: {e.Message}", e);
        }
    }
}
