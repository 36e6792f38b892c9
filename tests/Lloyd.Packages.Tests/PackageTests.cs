using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;

namespace Lloyd.Packages.Tests;

/// <summary>What the packages hold.</summary>
public sealed class PackageTests(Packed packed)
{
    private static readonly string[] Libraries = ["Lloyd", "Lloyd.Data", "Lloyd.Orleans"];

    [Fact]
    public void ThereAreTheLibraryItsReadersTheClusterAndTheTool()
    {
        IEnumerable<string> expected = Libraries.Append("Lloyd.Cli").SelectMany(
            name => new[] { $"{name}.{Packed.Version}.nupkg", $"{name}.{Packed.Version}.snupkg" });
        Assert.Equal(expected.Order(), Directory.GetFiles(packed.Packages).Select(file => Path.GetFileName(file)).Order());
    }

    [Theory]
    [InlineData("Lloyd")]
    [InlineData("Lloyd.Data")]
    [InlineData("Lloyd.Orleans")]
    [InlineData("Lloyd.Cli")]
    public void EachSaysWhatItIs(string name)
    {
        using ZipArchive package = Open($"{name}.{Packed.Version}.nupkg");
        using Stream stream = package.GetEntry($"{name}.nuspec")!.Open();
        XElement about = XDocument.Load(stream).Root!.Elements().First();
        string Value(string element) => about.Elements().First(each => each.Name.LocalName == element).Value;
        Assert.Equal(name, Value("id"));
        Assert.Equal("the Lloyd contributors", Value("authors"));
        Assert.Equal("MIT", Value("license"));
        Assert.NotEqual("Package Description", Value("description"));
        Assert.NotNull(package.GetEntry(Value("icon")));
        Assert.NotNull(package.GetEntry(Value("readme")));
    }

    [Fact]
    public void TheLibraryNeedsNoPackageAndTheReadersNeedIt()
    {
        Assert.Empty(Dependencies("Lloyd"));
        Assert.Contains("Lloyd", Dependencies("Lloyd.Data"));
        Assert.DoesNotContain(Dependencies("Lloyd.Data"), name => name.Contains("Analyzers", StringComparison.Ordinal));
        Assert.Empty(Dependencies("Lloyd.Cli"));
    }

    [Fact]
    public void TheLibrariesHaveTheirDocumentation()
    {
        foreach (string name in Libraries)
        {
            using ZipArchive package = Open($"{name}.{Packed.Version}.nupkg");
            Assert.Contains("<member name=\"", Text(package, $"lib/net10.0/{name}.xml"), StringComparison.Ordinal);
        }
    }

    /// <summary>Nothing tells where they were built, and the sources travel with the symbols.</summary>
    [Fact]
    public void NoPathOfTheMachineIsInThem()
    {
        foreach (string file in Directory.GetFiles(packed.Packages))
        {
            using ZipArchive package = Open(Path.GetFileName(file));
            foreach (ZipArchiveEntry entry in package.Entries.Where(entry => Path.GetFileName(entry.Name).StartsWith("Lloyd", StringComparison.Ordinal)))
                Assert.False(Bytes(entry).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Root)) >= 0, $"{entry.FullName} of {file}");
        }
        foreach (string name in Libraries)
        {
            using ZipArchive symbols = Open($"{name}.{Packed.Version}.snupkg");
            using var pdb = MetadataReaderProvider.FromPortablePdbImage([.. Bytes(symbols.GetEntry($"lib/net10.0/{name}.pdb")!)]);
            MetadataReader reader = pdb.GetMetadataReader();
            string[] sources = [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))];
            Assert.Contains(sources, source => source.StartsWith($"/_/src/{name}/", StringComparison.Ordinal));
            Assert.DoesNotContain(sources, source => source.StartsWith(Repository.Root, StringComparison.Ordinal));
            // one text for each: its kind is "embedded source" of the Portable PDB format
            var embedded = new Guid("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
            Assert.Equal(sources.Length, reader.CustomDebugInformation.Count(
                each => reader.GetGuid(reader.GetCustomDebugInformation(each).Kind) == embedded));
        }
    }

    [Fact]
    public void ThePageIsInTheTool()
    {
        using ZipArchive package = Open($"Lloyd.Cli.{Packed.Version}.nupkg");
        string[] page = [.. package.Entries.Select(entry => entry.FullName).Where(name => name.Contains("/page/", StringComparison.Ordinal))];
        Assert.Contains("tools/net10.0/any/page/index.html", page);
        Assert.Contains(page, name => name.EndsWith(".wasm", StringComparison.Ordinal));
    }

    /// <summary>Whatever it holds of others is named, with its licence.</summary>
    [Fact]
    public void TheToolNamesWhatItHoldsOfOthers()
    {
        using ZipArchive package = Open($"Lloyd.Cli.{Packed.Version}.nupkg");
        Assert.NotNull(package.GetEntry("notices/Skia.txt"));
        Assert.NotNull(package.GetEntry("notices/Apache-2.0.txt"));
        string notices = Text(package, "notices/NOTICES.md").Replace("Parquet.Net", "Parquet", StringComparison.Ordinal);
        foreach (ZipArchiveEntry entry in package.Entries.Where(entry => entry.FullName.StartsWith("tools/net10.0/any/", StringComparison.Ordinal)))
        {
            string name = Path.GetFileNameWithoutExtension(entry.Name);
            bool isOther = entry.Name.EndsWith(".dll", StringComparison.Ordinal) && !name.StartsWith("Lloyd", StringComparison.Ordinal)
                && !name.StartsWith("lib", StringComparison.Ordinal);
            Assert.True(!isOther || notices.Contains(Owner(name), StringComparison.Ordinal), entry.FullName);
            Assert.False(entry.Name.StartsWith("lib", StringComparison.Ordinal) && entry.Name.EndsWith(".pdb", StringComparison.Ordinal), entry.FullName);
        }
    }

    /// <summary>The package that an assembly belongs to, by the words that its name begins with.</summary>
    private static string Owner(string assembly) => assembly switch
    {
        "Apache.Arrow.Compression" or "Apache.Arrow.Scalars" => "Apache.Arrow",
        "K4os.Compression.LZ4.Streams" => "K4os.Compression.LZ4",
        "ZstdSharp" => "ZstdSharp.Port",
        _ => assembly,
    };

    private ZipArchive Open(string name) => ZipFile.OpenRead(Path.Combine(packed.Packages, name));

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Text(ZipArchive package, string entry) => Encoding.Latin1.GetString(Bytes(package.GetEntry(entry)!));

    private string[] Dependencies(string name)
    {
        using ZipArchive package = Open($"{name}.{Packed.Version}.nupkg");
        using Stream stream = package.GetEntry($"{name}.nuspec")!.Open();
        return [.. XDocument.Load(stream).Descendants().Where(each => each.Name.LocalName == "dependency").Select(each => each.Attribute("id")!.Value)];
    }
}
