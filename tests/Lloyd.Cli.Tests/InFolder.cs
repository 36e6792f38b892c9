namespace Lloyd.Cli.Tests;

/// <summary>Tests with a folder of their own.</summary>
public abstract class InFolder : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("lloyd-").FullName;

    protected static string Iris { get; } = Path.Combine(AppContext.BaseDirectory, "data", "iris.csv");

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string InIt(string name) => Path.Combine(Folder, name);
}
