[assembly: AssemblyFixture(typeof(Lloyd.Packages.Tests.Packed))]

namespace Lloyd.Packages.Tests;

/// <summary>The packages, packed as the README says, and the tool installed from them.</summary>
public sealed class Packed : IDisposable
{
    /// <summary>A version that nothing else has, so that no package of another day is taken for one of these.</summary>
    public const string Version = "0.0.1-test";

    public Packed()
    {
        foreach (string name in new[] { "packages", "tool", "work" })
            Directory.CreateDirectory(Path.Combine(Folder, name));
        string[] readme = [.. Readme.Commands("README.md")];
        const string pack = "dotnet pack -c Release -o packages", install = "dotnet tool install --global Lloyd.Cli --add-source packages";
        Assert.Contains(pack, readme);
        Assert.Contains(install, readme);
        Ran.Well("dotnet", $"pack -c {Repository.Configuration} -o {Packages} --no-build -p:PackageVersion={Version}", Repository.Root);
        Ran.Well("dotnet", $"tool install --tool-path {Path.Combine(Folder, "tool")} Lloyd.Cli --add-source {Packages} --version {Version}", Work, Own);
        foreach (string data in new[] { "iris.csv", "digits.csv" })
            File.Copy(Path.Combine(AppContext.BaseDirectory, "data", data), Path.Combine(Work, data));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("lloyd-").FullName;

    /// <summary>Where the packages are.</summary>
    public string Packages => Path.Combine(Folder, "packages");

    /// <summary>Where the tool works.</summary>
    public string Work => Path.Combine(Folder, "work");

    /// <summary>Where NuGet puts them when they are used.</summary>
    public string Own => Path.Combine(Folder, "nuget");

    /// <summary>The installed tool.</summary>
    public string Tool => Path.Combine(Folder, "tool", OperatingSystem.IsWindows() ? "lloyd.exe" : "lloyd");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
